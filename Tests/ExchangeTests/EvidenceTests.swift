// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Exchange
import Files
import Foundation
import Kernel
import Ledger
import Logging
import TestKit
import Testing

@Suite("Evidence of a message")
struct EvidenceTests {
    /// A message from the ministry to Ninh Bình that is worked on, and the packets of both.
    private func packets(_ backend: Backend) async throws -> (sender: URL, receiver: URL) {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let id = try await ministry.send(
            Letter(
                kind: "document", from: "G06", to: ["H42", "G16"],
                payload: ministry.file("<công văn/>", named: "công văn.xml", type: "application/xml"),
                attachments: [
                    ministry.file("Phụ lục I", named: "phụ lục 1.txt"), ministry.file("Phụ lục II", named: "2.txt"),
                ]))
        try await ministry.deliver()
        neighbours.clock.advance(by: 3600)
        try await ninhBinh.correspondence.report(.received, of: id, for: "H42", by: .system)
        try await ninhBinh.deliver()
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (sender, receiver) = (folder.appending(path: "sender.zip"), folder.appending(path: "receiver.zip"))
        await #expect(throws: LedgerProblem.notSealedYet) {
            try await ministry.evidence.write(id, "H42", to: sender, by: .system)
        }
        try await ministry.seal()
        try await ninhBinh.seal()
        try await ministry.evidence.write(id, "H42", to: sender, by: .system)
        try await ninhBinh.evidence.write(id, "H42", to: receiver, by: .system)
        return (sender, receiver)
    }

    private func unpack(_ packet: URL) throws -> URL {
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(try shell("python3 -m zipfile -e '\(packet.path())' .", in: folder).status == 0)
        return folder
    }

    private func pack(_ folder: URL) throws -> URL {
        let packet = TestFolder.own.appending(path: "\(UUIDv7.string()).zip")
        #expect(try shell("python3 -m zipfile -c '\(packet.path())' *", in: folder).status == 0)
        return packet
    }

    /// The lines of verify.txt that a person types.
    private func commands(_ folder: URL) throws -> [String] {
        try String(contentsOf: folder.appending(path: "verify.txt"), encoding: .utf8)
            .split(separator: "\n").map(String.init).filter { $0.hasPrefix("openssl") }
    }

    private func change(_ name: String, in folder: URL) throws {
        let file = folder.appending(path: name)
        var bytes = [UInt8](try Data(contentsOf: file))
        // Near the end, where the signature of a .p7s is; in a certificate, within its bytes.
        let place = name == "authority.pem" ? bytes.count / 2 : bytes.count - 4
        bytes[place] = bytes[place] == 0x41 ? 0x42 : 0x41
        try Data(bytes).write(to: file)
    }

    @Test(
        "three commands of openssl verify it without the product, and fail after one changed byte",
        arguments: Backend.available)
    func openssl(backend: Backend) async throws {
        let packets = try await packets(backend)
        for packet in [packets.sender, packets.receiver] {
            let folder = try unpack(packet)
            let commands = try commands(folder)
            #expect(commands.count == 3)
            for command in commands {
                let result = try shell(command, in: folder)
                #expect(result.status == 0, "\(command)\n\(result.output)")
            }
            #expect(try shell("bash ledger/check.sh", in: folder).status == 0)
        }
    }

    private static let parts = [
        "message.json", "message.p7s", "payload", "attachments/1", "attachments/2", "receipt.json", "receipt.p7s",
        "authority.pem",
    ]

    @Test("one changed byte fails a command, and the check says what it is")
    func changed() async throws {
        let packet = try await packets(.sqlite).sender
        for name in Self.parts {
            let folder = try unpack(packet)
            let commands = try commands(folder)
            try change(name, in: folder)
            #expect(try commands.contains { try shell($0, in: folder).status != 0 }, "\(name)")
            let report = try EvidenceCheck.run(try pack(folder))
            #expect(!report.isValid, "\(name)")
        }
        func findings(_ name: String) throws -> [EvidenceFinding] {
            let folder = try unpack(packet)
            try change(name, in: folder)
            return try EvidenceCheck.run(try pack(folder)).findings
        }
        #expect(try findings("attachments/2") == [.partChanged("attachments/2")])
        #expect(try findings("notes/2.p7s") == [.altered("notes/2.json")])
        #expect(try findings("directory.p7s") == [.altered("directory.json")])
        #expect(try findings("message.p7s") == [.altered("message.json")])
        #expect(try findings("ledger/proof.json") == [.notInLedger])
    }

    @Test("the check finds both packets right, and reads what was said", arguments: Backend.available)
    func valid(backend: Backend) async throws {
        let packets = try await packets(backend)
        for packet in [packets.sender, packets.receiver] {
            let report = try EvidenceCheck.run(packet)
            #expect(report.findings == [])
            #expect(report.envelope?.sender.organID == "G06")
            #expect(report.notes.map(\.state) == [.arrived, .received])
            #expect(report.authority.count == 64)
            #expect(try EvidenceCheck.run(packet, authority: report.authority).isValid)
            #expect(
                try EvidenceCheck.run(packet, authority: "00").findings == [.anotherAuthority(report.authority)])
        }
    }

    @Test("a receipt of another message, a removed receipt and a file that is no packet are found out")
    func exchanged() async throws {
        let (first, second) = (try await packets(.sqlite), try await packets(.sqlite))
        let folder = try unpack(first.sender)
        let other = try unpack(second.sender)
        for name in ["receipt.json", "receipt.p7s", "authority.pem"] {
            try FileManager.default.removeItem(at: folder.appending(path: name))
            try FileManager.default.copyItem(at: other.appending(path: name), to: folder.appending(path: name))
        }
        let findings = try EvidenceCheck.run(try pack(folder)).findings
        #expect(findings.contains(.aboutAnother("receipt.json")))
        #expect(findings.contains { $0.key == "evidence.untrusted" })
        let bare = try unpack(first.sender)
        for name in ["receipt.json", "receipt.p7s", "notes"] {
            try FileManager.default.removeItem(at: bare.appending(path: name))
        }
        #expect(try EvidenceCheck.run(try pack(bare)).findings == [.noReceipt])
        let nothing = TestFolder.own.appending(path: UUIDv7.string())
        try Data("nothing".utf8).write(to: nothing)
        #expect(throws: EvidenceProblem.notAPacket) { try EvidenceCheck.run(nothing) }
    }

    @Test(
        "where an authority stamps the time, the packet has its word, and openssl verifies it",
        arguments: Backend.available)
    func stamped(backend: Backend) async throws {
        let authority = try TestTimestamps()
        let neighbours = try await Neighbourhood(on: backend, timestamps: authority.authority)
        let ministry = neighbours.ministry
        let id = try await ministry.send(
            Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("x")))
        try await ministry.deliver()
        try await ministry.seal()
        let file = TestFolder.own.appending(path: "\(UUIDv7.string()).zip")
        try await ministry.evidence.write(id, "H42", to: file, by: .system)
        let report = try EvidenceCheck.run(file)
        #expect(report.findings == [])
        #expect(report.stamped.keys.sorted() == ["message.json", "receipt.json"])
        #expect(abs(try #require(report.stamped["message.json"]).timeIntervalSinceNow) < 60)
        let folder = try unpack(file)
        let commands = try commands(folder)
        #expect(commands.count == 5)
        for command in commands {
            let result = try shell(command, in: folder)
            #expect(result.status == 0, "\(command)\n\(result.output)")
        }
        try FileManager.default.removeItem(at: folder.appending(path: "receipt.tsr"))
        try FileManager.default.copyItem(
            at: folder.appending(path: "message.tsr"), to: folder.appending(path: "receipt.tsr"))
        #expect(try commands.contains { try shell($0, in: folder).status != 0 })
        #expect(try EvidenceCheck.run(try pack(folder)).findings == [.badTimestamp("receipt.tsr")])
        // The receiver has the message stamped when it comes.
        #expect(try await neighbours.ninhBinh.database.read { try $0.rows("SELECT 1 FROM exchange_timestamp") }.isEmpty)
        try await neighbours.ninhBinh.deliver()
        #expect(
            try await neighbours.ninhBinh.database.read { try $0.rows("SELECT 1 FROM exchange_timestamp") }.count == 1)
    }

    @Test("a stamp of another authority is not taken, and asked for again")
    func strangeStamp() async throws {
        let (believed, other) = (try TestTimestamps(), try TestTimestamps())
        let mixed = try TimestampAuthority(roots: believed.root, ask: other.ask)
        let neighbours = try await Neighbourhood(on: .sqlite, timestamps: mixed)
        let ministry = neighbours.ministry
        try await ministry.send(Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("x")))
        try await ministry.deliver()
        let rows = try await ministry.database.read { db in
            (
                try db.rows("SELECT 1 FROM exchange_timestamp").count,
                try db.rows("SELECT 1 FROM job_outbox WHERE kind = 'exchange.timestamp'").count
            )
        }
        #expect(rows == (0, 2))
    }

    @Test("evidence is for those who may send or report for the agency")
    func rights() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let ministry = neighbours.ministry
        let id = try await ministry.send(
            Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("x")))
        try await ministry.seal()
        let stranger = Actor(
            id: "lan", kind: .official, grants: [Grant(.sendMessages, in: Place(rawValue: "h42-2025"))])
        let file = TestFolder.own.appending(path: "\(UUIDv7.string()).zip")
        await #expect(throws: Forbidden(.sendMessages)) {
            try await ministry.evidence.write(id, "H42", to: file, by: stranger)
        }
        await #expect(throws: EvidenceProblem.noSuchDelivery(id.rawValue, receiver: "G16")) {
            try await ministry.evidence.write(id, "G16", to: file, by: .system)
        }
        try await ministry.evidence.write(id, "H42", to: file, by: .system)
        #expect(try EvidenceCheck.run(file).findings == [.noReceipt])
    }

    @Test("on one node the receiver's officials have the receiver's evidence", arguments: Backend.available)
    func local(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let ministry = neighbours.ministry
        let id = try await ministry.send(
            Letter(kind: "document", from: "G06", to: ["G16"], payload: ministry.file("x")))
        try await ministry.deliver()
        try await ministry.seal()
        let clerk = Actor(id: "hoa", kind: .official, grants: [Grant(.reportMessages, in: Place(rawValue: "g16-2025"))])
        let file = TestFolder.own.appending(path: "\(UUIDv7.string()).zip")
        try await ministry.evidence.write(id, "G16", to: file, by: clerk)
        let report = try EvidenceCheck.run(file)
        #expect(report.findings == [])
        #expect(report.notes.map(\.state) == [.arrived])
        let proof = try String(contentsOf: unpack(file).appending(path: "ledger/proof.json"), encoding: .utf8)
        #expect(proof.contains("exchange.arrived"))
    }
}

extension TestNode {
    var evidence: EvidenceService {
        get throws {
            EvidenceService(
                database: database, files: try files, folder: folder, ledger: LedgerReader(database: database),
                guide: EvidenceGuide(content: Content.embedded.files), timestamps: timestamps)
        }
    }

    /// Gives the events their places, as the sealer does while a node serves.
    func seal() async throws {
        let keys = KeyService(
            database: database, folder: root.appending(path: "keys"), now: clock.now, newID: { UUIDv7.string() })
        try await keys.ensure()
        try await Sealer(
            database: database, keys: keys, now: clock.now, bell: SealBell(), logger: Logger(label: "test")
        ).seal()
    }
}
