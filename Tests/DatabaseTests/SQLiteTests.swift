// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import SQLiteDatabase
import TestKit
import Testing

@Suite("SQLite")
struct SQLiteTests {
    private func path() -> String { TestFolder.own.appending(path: "\(UUIDv7.string()).sqlite").path() }

    @Test("the second that wants the file alone is told who has it; a command beside it is not refused")
    func alone() async throws {
        let path = path()
        let first = try SQLiteDatabase(path: path, alone: true)
        let refusal = DatabaseProblem.inUse(path: path, process: "\(getpid())")
        #expect(throws: refusal) { try SQLiteDatabase(path: path, alone: true) }
        let beside = try SQLiteDatabase(path: path)
        try await beside.write { try $0.run("CREATE TABLE a (id \(.text)) \(.strict)") }
        #expect(try await first.read { try $0.rows("SELECT id FROM a").count } == 0)
        await first.close()
        try await SQLiteDatabase(path: path, alone: true).close()
    }

    @Test("what cannot be opened is refused in a sentence")
    func unusable() throws {
        let path = path()
        try Data("This is a letter, not a database. It is long enough to be taken for one, though.".utf8)
            .write(to: URL(filePath: path))
        #expect(throws: DatabaseProblem.refused("\(path) is not a SQLite database")) { try SQLiteDatabase(path: path) }
        let nowhere = "/nonexistent-folder/a.sqlite"
        #expect(throws: (any Error).self) { try SQLiteDatabase(path: nowhere) }
        do { _ = try SQLiteDatabase(path: nowhere, alone: true) } catch { #expect(error.isRefused) }
    }

    @Test("after closing, the file alone holds everything")
    func checkpoint() async throws {
        let path = path()
        let database = try SQLiteDatabase(path: path)
        try await database.write { try $0.run("CREATE TABLE a (id \(.text)) \(.strict)") }
        try await database.write { try $0.run("INSERT INTO a (id) VALUES ('kept')") }
        _ = try await database.read { try $0.rows("SELECT id FROM a") }
        await database.close()
        let copy = path + ".copy"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let opened = try SQLiteDatabase(path: copy)
        #expect(try await opened.read { try $0.rows("SELECT id FROM a").first?.text("id") } == "kept")
    }
}
