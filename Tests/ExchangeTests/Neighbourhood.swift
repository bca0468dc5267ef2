// SPDX-License-Identifier: Apache-2.0

import Agencies
import Content
import Database
import Exchange
import Foundation
import Kernel
import Product
import TestKit
import Units

/// One node of a test: a database and a data folder of its own.
struct TestNode: Sendable {
    let database: any Database
    let root: URL
    let clock: StoppedClock

    var folder: ExchangeFolder { ExchangeFolder(root.appending(path: "exchange")) }

    var authority: AuthorityService {
        AuthorityService(database: database, folder: folder, now: clock.now, newID: { UUIDv7.string() })
    }

    var directory: DirectoryService {
        DirectoryService(database: database, folder: folder, now: clock.now, newID: { UUIDv7.string() })
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

    let clock = StoppedClock(Self.moment)
    let ministry: TestNode
    let ninhBinh: TestNode

    /// With a directory of version 1 on both.
    init(on backend: Backend) async throws {
        ministry = try await Self.node(on: backend, clock)
        ninhBinh = try await Self.node(on: backend, clock)
        try await ministry.authority.begin(named: "Bộ Khoa học và Công nghệ", by: .system)
        // G14 ended on 28 February 2025.
        try await enrol(ministry, "bo-khcn", at: "127.0.0.1:8443", agencies: ["G06", "G14"])
        try await enrol(ninhBinh, "ninh-binh", at: "exchange.ninhbinh.gov.vn:8443", agencies: ["H42"])
        try await publish()
    }

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

    private static func node(on backend: Backend, _ clock: StoppedClock) async throws -> TestNode {
        TestNode(
            database: try await backend.migrated(Platform.migrations, with: .agencies),
            root: TestFolder.own.appending(path: UUIDv7.string()), clock: clock)
    }
}
