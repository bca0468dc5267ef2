// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Backups
import Foundation
import Kernel
import Product

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the whole node into one sealed file, while it serves.",
        discussion: discussion(
            """
            The file holds the database, attached files, the node's keys and the office's own content as they were at one \
            moment. It is sealed with the public half of a key, whose private half should lie somewhere else, or with a \
            passphrase; without that secret no backup opens.
            """, examples: "backup first.backup --key backup.key --new-key",
            "backup nightly.backup --recipient doicanh-backup-for-1:…", "backup today.backup --passphrase"))

    @Argument(help: "The file to make. Nothing is overwritten.", completion: .file())
    var file: String

    @OptionGroup var node: Node

    @OptionGroup var secret: BackupSecret

    @Option(help: "The public half of a key: seals, and opens nothing.")
    var recipient: String?

    @Flag(help: "Make a new key in the file of --key first, and print its public half.")
    var newKey = false

    func validate() throws {
        guard secret.given + (recipient == nil ? 0 : 1) == 1, !newKey || secret.key != nil else {
            throw ValidationError(Terminal.words("backup.no_lock"))
        }
    }

    func run() async throws {
        let lock = try lock()
        let opened = try await OpenNode(node, alone: false)
        let (header, totals) = try await Progress.during(Terminal.words("backup.writing")) { progress in
            try await opened.backups.write(to: file, lock: lock) {
                progress.advance(to: $0)
            }
        }
        await opened.close()
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        Terminal.say(
            Terminal.words(
                "backup.done",
                [
                    "file": file, "megabytes": "\((size + 999_999) / 1_000_000)", "position": "\(header.position)",
                    "rows": "\(totals.rows.values.reduce(0, +))", "files": "\(totals.files)",
                ]))
    }

    private func lock() throws -> BackupLock {
        if let recipient { return try BackupLock(recipient: recipient) }
        if newKey, let file = secret.key { try BackupKey.make(file: file) }
        let lock = try secret.read(repeated: true).lock
        if newKey, let recipient = lock.recipient { Terminal.tell("backup.recipient", ["recipient": recipient]) }
        return lock
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an empty node the one that was backed up.",
        discussion: discussion(
            """
            The folder and the database must be empty; the database may be of the other kind. The whole file is checked \
            before anything is written, and the ledger is verified afterwards.
            """, examples: "restore today.backup --key backup.key --check-only",
            "restore today.backup --key backup.key --data other",
            "restore today.backup --passphrase --database postgres://doicanh@localhost/doicanh"))

    @Argument(help: "The backup.", completion: .file())
    var file: String

    @OptionGroup var node: Node

    @OptionGroup var secret: BackupSecret

    @Flag(help: "Only check the backup: every seal, every total, every file's hash. Nothing is written.")
    var checkOnly = false

    func validate() throws {
        guard secret.given == 1 else { throw ValidationError(Terminal.words("restore.no_secret")) }
    }

    func run() async throws {
        let key = try secret.read()
        if checkOnly {
            let header = try await Progress.during(Terminal.words("restore.checking")) { progress in
                try BackupService.check(file, key: key) { progress.advance(to: $0) }
            }
            return Terminal.say(Terminal.words("restore.checked", ["position": "\(header.position)"]))
        }
        let configuration = try node.configuration()
        let folder = try DataFolder(configuration.data)
        let database = try await configuration.database.open(alone: true)
        let header = try await Progress.during(Terminal.words("restore.writing")) { progress in
            try await BackupService(database: database, folder: folder, now: { Date() }, newID: { UUIDv7.string() })
                .restore(file, key: key) { progress.advance(to: $0) }
        }
        // Only now: a node that is opened makes what it misses, and a restore wants an empty place.
        let opened = try OpenNode(configuration, database: database)
        try await opened.platform.migrate()
        let sound = try await Progress.during(Terminal.words("restore.verifying")) { progress in
            try await opened.platform.isLedgerSound { progress.advance(to: $0, of: $1) }
        }
        await opened.close()
        guard sound else {
            Terminal.warn(Terminal.words("restore.unsound"))
            throw ExitCode(1)
        }
        Terminal.say(Terminal.words("restore.done", ["position": "\(header.position)"]))
    }
}
