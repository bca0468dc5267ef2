// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import PostgresDatabase
import Product
import TestKit
import Testing

@Suite("Storage")
struct StorageTests {
    @Test("one setting chooses: a path, or a postgres:// URL")
    func choice() throws {
        #expect(try Storage("data/doicanh.sqlite") == .file("data/doicanh.sqlite"))
        #expect(
            try Storage("postgres://a/b", replica: "postgres://c/b")
                == .server(url: "postgres://a/b", replica: "postgres://c/b"))
        #expect(try Storage("postgresql://a/b") == .server(url: "postgresql://a/b", replica: nil))
    }

    @Test("what is neither is refused", arguments: ["", "mysql://a/b", "http://localhost"])
    func neither(setting: String) {
        #expect(throws: DatabaseProblem.self) { try Storage(setting) }
    }

    @Test("a replica needs a server")
    func replica() {
        #expect(throws: DatabaseProblem.self) { try Storage("data/doicanh.sqlite", replica: "postgres://a/b") }
    }

    @Test("a password is not printed")
    func redacted() throws {
        #expect(try Storage("postgres://u:geheim@h/d").redacted == "postgres://u:***@h/d")
        #expect(try !Storage("postgres://h/d?user=u&password=geheim").redacted.contains("geheim"))
        #expect(try Storage("data/a.sqlite").redacted == "data/a.sqlite")
    }

    @Test("both open and keep what is written", arguments: Backend.available)
    func open(backend: Backend) async throws {
        let place =
            switch backend {
            case .sqlite: TestFolder.own.appending(path: "\(UUIDv7.string())/new/a.sqlite").path()
            case .postgres: try await PostgresTestDatabases.shared.settings().url
            }
        let first = try await Storage(place).open(alone: true)
        try await first.write { try $0.run("CREATE TABLE a (id \(.text)) \(.strict)") }
        await first.close()
        let second = try await Storage(place).open(alone: true)
        #expect(try await second.read { try $0.rows("SELECT id FROM a").count } == 0)
        await second.close()
    }
}
