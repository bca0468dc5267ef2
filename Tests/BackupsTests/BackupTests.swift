// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Foundation
import Kernel
import Ledger
import Logging
import Synchronization
import TestKit
import Testing

@testable import Backups

@Suite("Backup and restore")
struct BackupTests {
    @Test(
        "a backup made while people write holds one moment, and verifies elsewhere", arguments: Backend.available,
        Backend.available)
    func whileWriting(from: Backend, to: Backend) async throws {
        let office = try await Office(from, migrated: true)
        let file = try await office.attachPDF()
        let enough = Enough()
        let writing = Task {
            var written = 0
            while !enough.isReached {
                try await office.note("note-\(written)")
                written += 1
                if written % 10 == 0 { try await office.sealer.seal() }
            }
            return written
        }
        while try await office.sealedPosition() < 20 { try await Task.sleep(for: .milliseconds(5)) }
        let (header, totals) = try await office.backups.write(to: office.file("a.backup"), lock: office.key().lock)
        let before = try await office.notes().count
        enough.reach()
        let after = try await writing.value
        try await office.sealer.seal()

        let copy = try await Office(to, migrated: false)
        let restored = try await copy.backups.restore(office.file("a.backup"), key: office.key())

        #expect(restored == header)
        #expect(header.position >= 20)
        #expect(try await copy.sealedPosition() == header.position)
        let notes = try await copy.notes()
        #expect(notes.count == totals.rows["note"])
        #expect(notes.count <= before && before <= after)
        // A prefix of what was written, in order, with nothing between: a moment, not a mixture.
        #expect(notes == (0..<notes.count).map { "note-\($0)" })
        #expect(try await copy.events() == notes.count + 1)
        var bytes: [UInt8] = []
        for try await piece in try await copy.files.contents(file.hash) { bytes += piece }
        #expect(bytes == Office.pdf)

        // It goes on where it stood, with the key it had.
        try await copy.note("after")
        try await copy.sealer.seal()
        #expect(try await copy.sealedPosition() > header.position)
        #expect(try await Verification(database: copy.database).run().findings.isEmpty)
    }

    @Test("values of every kind, and rows that point at later ones, arrive as they were", arguments: Backend.available)
    func values(backend: Backend) async throws {
        let office = try await Office(backend, migrated: true)
        try await office.database.write { db in
            // The child comes first: the order in which rows lie is not that of their references.
            try db.run("INSERT INTO note (id, text, done) VALUES ('a', 'con', \(false))")
            try db.run(
                """
                INSERT INTO note (id, text, parent, big, share, done, data) VALUES
                ('b', \("Đống Đa \u{1F1FB}\u{1F1F3}"), NULL, \(Int64.max), \(0.1), \(true), \([0, 255] as [UInt8]))
                """)
            try db.run("UPDATE note SET parent = 'b' WHERE id = 'a'")
        }
        _ = try await office.backups.write(to: office.file("a.backup"), lock: office.key().lock)
        for target in Backend.available {
            let copy = try await Office(target, migrated: false)
            try await copy.backups.restore(office.file("a.backup"), key: office.key())
            let rows = try await copy.database.read { try $0.rows("SELECT * FROM note ORDER BY id") }
            #expect(rows.count == 2)
            #expect(try rows[0].text("parent") == "b")
            #expect(try !rows[0].bool("done"))
            #expect(try rows[1].text("text") == "Đống Đa \u{1F1FB}\u{1F1F3}")
            #expect(try rows[1].integer("big") == .max)
            #expect(try rows[1].real("share") == 0.1)
            #expect(try rows[1].bool("done"))
            #expect(try rows[1].blob("data") == [0, 255])
            // Foreign keys hold again, and counters go on behind what was loaded.
            await #expect(throws: DatabaseProblem.self) {
                try await copy.database.write { try $0.run("DELETE FROM note WHERE id = 'b'") }
            }
            try await copy.note("c")
        }
    }

    @Test("a place that is not empty is refused", arguments: Backend.available)
    func notEmpty(backend: Backend) async throws {
        let office = try await Office(backend, migrated: true)
        _ = try await office.backups.write(to: office.file("a.backup"), lock: office.key().lock)
        let copy = try await Office(backend, migrated: true)
        await #expect(throws: BackupProblem.targetNotEmpty("file")) {
            try await copy.backups.restore(office.file("a.backup"), key: office.key())
        }
    }

    @Test("a backup never overwrites a file")
    func exists() async throws {
        let office = try await Office(.sqlite, migrated: true)
        try Data("mine".utf8).write(to: URL(filePath: office.file("a.backup")))
        await #expect(throws: BackupProblem.exists(office.file("a.backup"))) {
            _ = try await office.backups.write(to: office.file("a.backup"), lock: office.key().lock)
        }
    }

    @Test("nothing is written from a backup that was changed, cut, or sealed with another key")
    func damaged() async throws {
        let office = try await Office(.sqlite, migrated: true)
        _ = try await office.attachPDF()
        _ = try await office.backups.write(to: office.file("a.backup"), lock: office.key().lock)
        let whole = try Data(contentsOf: URL(filePath: office.file("a.backup")))
        var changed = whole
        changed[whole.count / 2] ^= 1
        let piece = SealedFile.pieceSize + 20
        let head = Envelope.magic.count + 1 + 32
        let cases: [(Data, BackupProblem)] = [
            (Data("hello".utf8), .notABackup(office.file("b.backup"))),
            (changed, .sealBroken(piece: (whole.count / 2 - head) / piece)),
            (whole.prefix(head + piece), .cutShort),
            (whole.dropLast(1), .cutShort),
            (whole.prefix(head) + whole.dropFirst(head + piece), .sealBroken(piece: 0)),
            (whole + [0], .inconsistent("bytes after the end")),
        ]
        for (bytes, problem) in cases {
            try bytes.write(to: URL(filePath: office.file("b.backup")))
            let copy = try await Office(.sqlite, migrated: false)
            await #expect(throws: problem) {
                try await copy.backups.restore(office.file("b.backup"), key: office.key())
            }
            #expect(try await copy.database.read { try $0.tables() }.isEmpty)
        }
        let stranger = try await Office(.sqlite, migrated: false)
        await #expect(throws: BackupProblem.sealBroken(piece: 0)) {
            try await stranger.backups.restore(office.file("a.backup"), key: stranger.key())
        }
    }

    @Test("who only seals cannot open: the public half is enough to back up", arguments: Backend.available)
    func recipient(backend: Backend) async throws {
        let office = try await Office(backend, migrated: true)
        try await office.note("a")
        let recipient = try #require(try office.key().lock.recipient)
        _ = try await office.backups.write(to: office.file("a.backup"), lock: BackupLock(recipient: recipient))
        let copy = try await Office(backend, migrated: false)
        try await copy.backups.restore(office.file("a.backup"), key: office.key())
        #expect(try await copy.notes() == ["a"])
        for text in ["", recipient.dropLast(3).description, "doicanh-backup-key-1 AAAA"] {
            #expect(throws: BackupProblem.self) { try BackupLock(recipient: text) }
        }
    }

    @Test("a passphrase opens what it sealed, and nothing else does")
    func passphrase() async throws {
        let office = try await Office(.sqlite, migrated: true)
        try await office.note("a")
        let phrase = "Bến Tre đồng khởi"
        _ = try await office.backups.write(to: office.file("a.backup"), lock: BackupLock(passphrase: phrase))
        let copy = try await Office(.sqlite, migrated: false)
        await #expect(throws: BackupProblem.sealBroken(piece: 0)) {
            try await copy.backups.restore(office.file("a.backup"), key: BackupKey(passphrase: "Ben Tre dong khoi"))
        }
        await #expect(throws: BackupProblem.needsPassphrase) {
            try await copy.backups.restore(office.file("a.backup"), key: office.key())
        }
        try await copy.backups.restore(office.file("a.backup"), key: BackupKey(passphrase: phrase))
        #expect(try await copy.notes() == ["a"])

        _ = try await office.backups.write(to: office.file("b.backup"), lock: office.key().lock)
        let other = try await Office(.sqlite, migrated: false)
        await #expect(throws: BackupProblem.needsKey) {
            try await other.backups.restore(office.file("b.backup"), key: BackupKey(passphrase: phrase))
        }
        #expect(throws: BackupProblem.passphraseTooShort) { try BackupLock(passphrase: "mười một ký") }
    }

    @Test("a backup that asks for more memory than a machine has is refused before it is given")
    func greedy() async throws {
        let office = try await Office(.sqlite, migrated: true)
        _ = try await office.backups.write(
            to: office.file("a.backup"), lock: BackupLock(passphrase: "Bến Tre đồng khởi"))
        var bytes = try Data(contentsOf: URL(filePath: office.file("a.backup")))
        bytes.replaceSubrange(Envelope.magic.count + 1..<Envelope.magic.count + 5, with: [255, 255, 255, 255])
        try bytes.write(to: URL(filePath: office.file("b.backup")))
        #expect(throws: BackupProblem.sealBroken(piece: 0)) {
            try BackupService.check(office.file("b.backup"), key: BackupKey(passphrase: "Bến Tre đồng khởi"))
        }
    }

    @Test("a key that others can read is no key")
    func openKey() async throws {
        let office = try await Office(.sqlite, migrated: false)
        _ = try office.key()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: office.file("backup.key"))
        #expect(throws: BackupProblem.self) { try BackupKey(file: office.file("backup.key")) }
    }
}

/// Tells a writer to stop after what it is doing.
private final class Enough: Sendable {
    private let reached = Mutex(false)

    var isReached: Bool { reached.withLock(\.self) }

    func reach() { reached.withLock { $0 = true } }
}
