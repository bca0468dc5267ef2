// SPDX-License-Identifier: Apache-2.0

import Agencies
import Content
import Database
import Exchange
import Files
import Foundation
import Jobs
import Kernel
import Product
import TestKit
import Units

/// One node of a test: a database and a data folder of its own.
struct TestNode: Sendable {
    let database: any Database
    let root: URL
    let clock: StoppedClock
    let line: TestLine
    var timestamps: TimestampAuthority?

    var folder: ExchangeFolder { ExchangeFolder(root.appending(path: "exchange")) }

    var authority: AuthorityService {
        AuthorityService(database: database, folder: folder, now: clock.now, newID: { UUIDv7.string() })
    }

    var directory: DirectoryService {
        DirectoryService(database: database, folder: folder, now: clock.now, newID: { UUIDv7.string() })
    }

    var files: FileService {
        get throws {
            FileService(
                database: database, folder: try DataFolder(root.path(percentEncoded: false)), now: clock.now,
                newID: { UUIDv7.string() })
        }
    }

    var correspondence: Correspondence {
        get throws {
            Correspondence(
                database: database, directory: directory, files: try files, stamps: timestamps != nil, now: clock.now,
                newID: { UUIDv7.string() })
        }
    }

    /// Understands documents: each that takes effect is a row of a table that nothing keeps from being filled twice.
    var reception: Reception {
        get throws {
            Reception(
                try correspondence,
                hooks: [
                    "document": { envelope, receiver, _, db in
                        try db.run("INSERT INTO effect (message, receiver) VALUES (\(envelope.id), \(receiver))")
                    },
                    "broken": { _, _, _, _ in throw Broken() },
                ], now: clock.now, newID: { UUIDv7.string() })
        }
    }

    /// What a module throws that cannot take a message now.
    struct Broken: Error {}

    /// What took effect here: `message receiver`.
    var effects: [String] {
        get async throws {
            try await database.read { db in
                try db.rows("SELECT message, receiver FROM effect ORDER BY message, receiver").map {
                    "\(try $0.text("message")) \(try $0.text("receiver"))"
                }
            }
        }
    }

    /// Sends couriers out until nothing is due any more.
    func deliver(over other: (any NodeLine)? = nil) async throws {
        let couriers = ExchangeCourier.all(try correspondence, try reception, over: other ?? line)
        let stamps = try timestamps.map { [TimestampCourier(try correspondence, authority: $0)] } ?? []
        let post = PostOffice(database: database, couriers: couriers + stamps, now: clock.now, chance: { 0 })
        while try await post.deliver() > 0 {}
    }

    /// Keeps a file and gives it as a part of a letter.
    func file(_ text: String, named name: String = "văn bản.txt", type: String = "text/plain") async throws
        -> Letter.File
    {
        let stored = try await files.receive(
            AsyncStream(whole: Array(text.utf8)), limits: FileLimits(kinds: Set(MediaKind.allCases)))
        return Letter.File(stored, named: name, type: type)
    }

    @discardableResult
    func send(_ letter: Letter) async throws -> ID<Envelope> {
        let correspondence = try correspondence
        let sealed = try await correspondence.seal(letter)
        try await database.write { try correspondence.send(sealed, by: .system, in: $0) }
        return sealed.envelope.id
    }

    func states(of message: ID<Envelope>) async throws -> [String] {
        try await correspondence.deliveries(of: message).map { "\($0.receiver) \($0.state?.rawValue ?? "–")" }
    }

    func events(_ kind: String) async throws -> [String] {
        try await database.read { db in
            try db.rows("SELECT subject FROM ledger_event WHERE kind = \(kind) ORDER BY id").map {
                try $0.text("subject")
            }
        }
    }
}

extension TestStock {
    /// The agencies of the country.
    static let agencies = TestStock("agencies") { database in
        let (now, newID): (Now, NewID) = ({ Neighbourhood.moment }, { UUIDv7.string() })
        try await UnitService(database: database, now: now, newID: newID)
            .load(try UnitFiles(content: Content.embedded.files), by: .system)
        try await AgencyService(database: database, now: now, newID: newID)
            .load(try AgencyFiles(content: Content.embedded.files), by: .system)
    }
}

/// A ministry that is the authority and a node, and Ninh Bình, its neighbour.
struct Neighbourhood: Sendable {
    static let moment = Date(timeIntervalSince1970: 1_783_500_000)

    let clock: StoppedClock
    let line = TestLine()
    let ministry: TestNode
    let ninhBinh: TestNode

    /// With a directory of version 1 on both.
    init(
        on backend: Backend, ministryAt: String = "127.0.0.1:8443",
        ninhBinhAt: String = "exchange.ninhbinh.gov.vn:8443", timestamps: TimestampAuthority? = nil,
        at moment: Date = Self.moment,
        beginning begin: (AuthorityService) async throws -> Void = {
            try await $0.begin(named: "Bộ Khoa học và Công nghệ", by: .system)
        }
    ) async throws {
        clock = StoppedClock(moment)
        var (ministry, ninhBinh) = (
            try await Self.node(on: backend, clock, line), try await Self.node(on: backend, clock, line)
        )
        (ministry.timestamps, ninhBinh.timestamps) = (timestamps, timestamps)
        (self.ministry, self.ninhBinh) = (ministry, ninhBinh)
        try await begin(ministry.authority)
        // G14 ended on 28 February 2025.
        try await enrol(ministry, "bo-khcn", at: ministryAt, agencies: ["G06", "G14", "G16"])
        try await enrol(ninhBinh, "ninh-binh", at: ninhBinhAt, agencies: ["H42"])
        try await publish()
        line.connect(ministry, as: "bo-khcn")
        line.connect(ninhBinh, as: "ninh-binh")
    }

    private static let effects = Migration(
        "test-001-effect", ["CREATE TABLE effect (message \(.text) NOT NULL, receiver \(.text) NOT NULL) \(.strict)"])

    func enrol(_ node: TestNode, _ name: String, at address: String, agencies: [String]) async throws {
        let request = try node.directory.request(as: name)
        let answer = try await ministry.authority.enrol(request, at: address, agencies: agencies, by: .system)
        _ = try await node.directory.accept(answer, by: .system)
    }

    /// A new version of the directory, taken in by Ninh Bình.
    @discardableResult
    func publish(days: Int = 30) async throws -> StoredDirectory {
        let stored = try await ministry.authority.publish(days: days, by: .system)
        try await ninhBinh.directory.take(stored.paper, by: .system)
        return stored
    }

    private static func node(
        on backend: Backend, _ clock: StoppedClock, _ line: TestLine
    ) async throws -> TestNode {
        TestNode(
            database: try await backend.migrated(Platform.migrations + [effects], with: .agencies),
            root: TestFolder.own.appending(path: UUIDv7.string()), clock: clock, line: line)
    }
}
