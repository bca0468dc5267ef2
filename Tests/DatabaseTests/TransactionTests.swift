// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Synchronization
import TestKit
import Testing

@Suite("Transactions")
struct TransactionTests {
    struct Stop: Error {}

    private static let schema = [
        Migration(
            "test-001",
            [
                "CREATE TABLE folder (id \(.text) PRIMARY KEY, size \(.int) NOT NULL CHECK (size >= 0)) \(.strict)",
                """
                CREATE TABLE leaf (
                    id \(.text) PRIMARY KEY, folder \(.text) NOT NULL REFERENCES folder (id) ON DELETE CASCADE
                ) \(.strict)
                """,
            ])
    ]

    private func database(_ backend: Backend) async throws -> any Database {
        let database = try await backend.migrated(Self.schema)
        try await database.write { try $0.run("INSERT INTO folder (id, size) VALUES (\("a"), \(0))") }
        return database
    }

    private func size(_ database: any Database) async throws -> Int? {
        try await database.read { try $0.rows("SELECT size FROM folder WHERE id = 'a'").first?.int("size") }
    }

    @Test("a body that throws leaves nothing", arguments: Backend.available)
    func rollback(backend: Backend) async throws {
        let database = try await database(backend)
        await #expect(throws: Stop.self) {
            try await database.write { db in
                try db.run("UPDATE folder SET size = 7")
                throw Stop()
            }
        }
        #expect(try await size(database) == 0)
    }

    @Test("each of several questions has its own rows, after what was sent before", arguments: Backend.available)
    func asked(backend: Backend) async throws {
        let database = try await database(backend)
        let (size, missing, count) = try await database.write { db in
            // More than may be on their way at once.
            for number in 0..<150 { try db.run("INSERT INTO leaf (id, folder) VALUES (\("\(number)"), 'a')") }
            return try db.ask(
                Query("SELECT size FROM folder WHERE id = 'a'") { try $0.first?.int("size") },
                Query("SELECT size FROM folder WHERE id = 'b'") { try $0.first?.int("size") },
                Query("SELECT count(*) AS leaves FROM leaf") { try $0.first?.int("leaves") }.map { ($0 ?? 0) * 2 })
        }
        #expect((size, missing, count) == (0, nil, 300))
        await #expect(throws: DatabaseProblem.self) {
            try await database.write { db in
                _ = try db.ask(
                    Query("INSERT INTO folder (id, size) VALUES ('c', -1)") { $0.count },
                    Query("SELECT size FROM folder") { $0.count })
            }
        }
        #expect(try await self.size(database) == 0)
    }

    @Test("answers belong to their questions, however many statements are kept", arguments: Backend.available)
    func manyQuestions(backend: Backend) async throws {
        let database = try await database(backend)
        // More texts than a connection keeps, so that old ones make room in the middle of a batch.
        for count in 1...400 {
            @Sendable func question(_ number: Int) -> Query<Int> {
                let list = (0..<count).map { "\($0 + number)" as SQL }.joined(by: ", ")
                return Query("SELECT count(*) AS n, \(number) AS m WHERE \(number) IN (\(list))") { rows in
                    try rows[0].int("m") + (try rows[0].int("n"))
                }
            }
            @Sendable func other(_ number: Int) -> Query<String> {
                let list = (0..<count).map { "\("x\($0)")" as SQL }.joined(by: ", ")
                return Query("SELECT 'text' AS t WHERE \("x\(number)") IN (\(list))") { try $0.first?.text("t") ?? "" }
            }
            let answers = try await database.ask(question(7), other(0), question(100))
            #expect(answers.0 == 8 && answers.1 == "text" && answers.2 == 101, "\(count)")
            let within = try await database.read { try $0.ask(other(count), question(3)) }
            #expect(within.0.isEmpty && within.1 == 4, "\(count)")
        }
    }

    @Test("more questions at once than may be on their way have an answer each", arguments: Backend.available)
    func allQuestions(backend: Backend) async throws {
        let database = try await database(backend)
        @Sendable func question(_ number: Int) -> Query<Int> {
            // Some share a text, others have their own.
            let text: SQL =
                number.isMultiple(of: 3) ? "SELECT \(number) AS n" : "SELECT \(number) AS n, \("\(number)") AS t"
            return Query(text) { try $0[0].int("n") }
        }
        for count in [0, 1, 20, 21, 22, 64, 65, 300] {
            let numbers = Array(0..<count)
            let answers = try await database.write { db in
                try db.run("UPDATE folder SET size = size + 1")
                return try db.ask(all: numbers.map(question))
            }
            #expect(answers == numbers)
        }
        #expect(try await size(database) == 8)
    }

    @Test("a statement that failed dooms its transaction, even if the body swallows it", arguments: Backend.available)
    func doomed(backend: Backend) async throws {
        let database = try await database(backend)
        await #expect(
            performing: {
                try await database.write { db in
                    try db.run("UPDATE folder SET size = 7")
                    _ = try? db.run("INSERT INTO folder (id, size) VALUES ('a', 1)")
                }
            }, throws: { $0.isConstraint })
        #expect(try await size(database) == 0)
    }

    @Test("a body may turn a constraint into a problem of its own", arguments: Backend.available)
    func translated(backend: Backend) async throws {
        let database = try await database(backend)
        await #expect(throws: Stop.self) {
            try await database.write { db in
                do {
                    _ = try db.change("INSERT INTO folder (id, size) VALUES ('a', 1)")
                } catch DatabaseProblem.constraint { throw Stop() }
            }
        }
    }

    @Test(
        "constraints hold",
        arguments: Backend.available,
        [
            "INSERT INTO folder (id, size) VALUES ('a', 1)", "INSERT INTO folder (id, size) VALUES ('b', -1)",
            "INSERT INTO folder (id, size) VALUES ('b', NULL)", "INSERT INTO leaf (id, folder) VALUES ('l', 'missing')",
        ] as [SQL])
    func constraints(backend: Backend, statement: SQL) async throws {
        let database = try await database(backend)
        await #expect(performing: { try await database.write { try $0.run(statement) } }, throws: { $0.isConstraint })
    }

    @Test("change counts the rows of its own statement", arguments: Backend.available)
    func counts(backend: Backend) async throws {
        let database = try await database(backend)
        let counts = try await database.write { db in
            [
                try db.change("INSERT INTO leaf (id, folder) VALUES ('l', 'a'), ('m', 'a')"),
                try db.change("UPDATE leaf SET id = id"),
                try db.change("UPDATE leaf SET id = id WHERE id = 'none'"),
                try db.change("CREATE TABLE other (id \(.text)) \(.strict)"),
                try db.change("DELETE FROM folder"),
                try db.rows("SELECT 1 FROM leaf").count,
            ]
        }
        #expect(counts == [2, 2, 0, 0, 1, 0])
    }

    @Test(
        "a statement nobody waits for fails the next one, or the commit", arguments: Backend.available, [true, false])
    func unheard(backend: Backend, asksOn: Bool) async throws {
        let database = try await database(backend)
        await #expect(
            performing: {
                try await database.write { db in
                    try db.run("UPDATE folder SET size = 7")
                    try db.run("INSERT INTO folder (id, size) VALUES ('a', 1)")
                    try db.run("UPDATE folder SET size = 8")
                    if asksOn { _ = try db.rows("SELECT 1 FROM folder") }
                }
            }, throws: { $0.isConstraint })
        #expect(try await size(database) == 0)
        try await database.write { try $0.run("UPDATE folder SET size = 1") }
        #expect(try await size(database) == 1)
    }

    @Test("more statements than may be on their way, each done in its turn", arguments: Backend.available)
    func manyUnheard(backend: Backend) async throws {
        let database = try await database(backend)
        try await database.write { db in
            for number in 1...300 {
                try db.run("UPDATE folder SET size = size * 2 % 1000003 + \(number)")
                // Each a text of its own: more than a connection keeps prepared.
                try db.run((0..<number).reduce("UPDATE folder SET size = size") { text, _ in text + " + 0" })
                try db.run("INSERT INTO leaf (id, folder) VALUES (\("\(number)"), 'a')")
            }
        }
        #expect(try await database.read { try $0.rows("SELECT 1 FROM leaf").count } == 300)
        #expect(try await size(database) == (1...300).reduce(0) { ($0 * 2) % 1_000_003 + $1 })
    }

    @Test("a read sees one moment and may not write", arguments: Backend.available)
    func readOnly(backend: Backend) async throws {
        let database = try await database(backend)
        await #expect(
            performing: { try await database.read { try $0.run("UPDATE folder SET size = 1") } },
            throws: { $0.isMistake })
        #expect(try await size(database) == 0)
        #expect(try await database.readStale { try $0.rows("SELECT 1 FROM folder").count } == 1)
    }

    @Test("a statement that is none is our mistake", arguments: Backend.available)
    func syntax(backend: Backend) async throws {
        let database = try await database(backend)
        for wrong: SQL in ["SELEC 1", "SELECT * FROM nowhere", "SELECT nothing FROM folder"] {
            await #expect(performing: { try await database.read { try $0.rows(wrong) } }, throws: { $0.isMistake })
        }
    }

    @Test("what two read, two change: a row lock keeps every step", arguments: Backend.available)
    func lockRow(backend: Backend) async throws {
        let database = try await database(backend)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<5 {
                        try await database.write { db in
                            let size = try db.rows("SELECT size FROM folder WHERE id = 'a'\(db.dialect.lockRow)")[0]
                                .int("size")
                            try db.run("UPDATE folder SET size = \(size + 1) WHERE id = 'a'")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await size(database) == 40)
    }

    @Test("many that take the next one never take the same", arguments: Backend.available)
    func lockNext(backend: Backend) async throws {
        let database = try await database(backend)
        try await database.write { db in
            for number in 0..<40 { try db.run("INSERT INTO leaf (id, folder) VALUES (\("leaf-\(number)"), 'a')") }
        }
        let taken = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var taken: [String] = []
                    while let next = try await database.write({ db in
                        try db.rows(
                            """
                            DELETE FROM leaf WHERE id = (SELECT id FROM leaf ORDER BY id LIMIT 1\(db.dialect.lockNext))
                            RETURNING id
                            """
                        ).first?.text("id")
                    }) { taken.append(next) }
                    return taken
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(taken.count == 40)
        #expect(Set(taken).count == 40)
    }

    @Test("a rule over many rows holds in a serializable transaction", arguments: Backend.available)
    func serializable(backend: Backend) async throws {
        let database = try await database(backend)
        // The rule: at most three leaves. No row is shared, so no row lock would hold it.
        let made = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<6 {
                group.addTask {
                    try await database.writeSerializable("at most three leaves") { db in
                        guard try db.rows("SELECT id FROM leaf").count < 3 else { return false }
                        try db.run("INSERT INTO leaf (id, folder) VALUES (\("\(number)"), 'a')")
                        return true
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 3)
        #expect(try await database.read { try $0.rows("SELECT id FROM leaf").count } == 3)
    }

    @Test("a cancelled task changes nothing and leaves the store well", arguments: Backend.available)
    func cancelled(backend: Backend) async throws {
        let database = try await database(backend)
        let (began, beginning) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await database.write { db in
                try db.run("UPDATE folder SET size = 7")
                beginning.yield()
                // Runs until it is interrupted.
                _ = try db.rows(
                    """
                    WITH RECURSIVE step (n) AS (SELECT \(1) UNION ALL SELECT n + 1 FROM step WHERE n < \(4_000_000_000))
                    SELECT count(*) AS n FROM step
                    """)
            }
        }
        for await _ in began { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await size(database) == 0)
        try await database.write { try $0.run("UPDATE folder SET size = 1") }
        #expect(try await size(database) == 1)
    }

    @Test("transactions that wait together: what one does wrong is taken back alone", arguments: Backend.available)
    func together(backend: Backend) async throws {
        let database = try await database(backend)
        let (began, beginning) = AsyncStream.makeStream(of: Void.self)
        let release = Mutex(false)
        // Holds the writer until all others wait behind it.
        async let first: Void = database.write { db in
            try db.run("UPDATE folder SET size = size + 1")
            beginning.yield()
            while !release.withLock(\.self) { Thread.sleep(forTimeInterval: 0.001) }
        }
        for await _ in began { break }
        let outcomes = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<60 {
                group.addTask {
                    do {
                        try await database.write { db in
                            try db.run("INSERT INTO leaf (id, folder) VALUES (\("leaf \(number)"), 'a')")
                            switch number % 6 {
                            case 1: throw Stop()
                            case 2: try db.run("INSERT INTO leaf (id, folder) VALUES (\("x \(number)"), 'nowhere')")
                            // A body that goes on after its mistake does not commit either.
                            case 3: _ = try? db.rows("SELECT nothing FROM leaf")
                            default: break
                            }
                        }
                        return (number, true)
                    } catch { return (number, false) }
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            release.withLock { $0 = true }
            return try await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
        }
        try await first
        let good = (0..<60).filter { ![1, 2, 3].contains($0 % 6) }
        #expect(outcomes.filter(\.value).keys.sorted() == good)
        let kept = try await database.read { try $0.rows("SELECT id FROM leaf").map { try $0.text("id") } }
        #expect(Set(kept) == Set(good.map { "leaf \($0)" }))
        #expect(try await size(database) == 1)
    }

    @Test("one that is stopped, or gives up in the middle, ends no other", arguments: Backend.available)
    func stopped(backend: Backend) async throws {
        let database = try await database(backend)
        let (began, beginning) = AsyncStream.makeStream(of: Void.self)
        let release = Mutex(false)
        async let first: Void = database.write { db in
            _ = try db.rows("SELECT size FROM folder")
            beginning.yield()
            while !release.withLock(\.self) { Thread.sleep(forTimeInterval: 0.001) }
        }
        for await _ in began { break }
        let others = (0..<8).map { number in
            Task {
                try await database.write { db in
                    try db.run("INSERT INTO leaf (id, folder) VALUES (\("leaf \(number)"), 'a')")
                    guard number == 4 else { return }
                    _ = try db.rows(
                        """
                        WITH RECURSIVE step (n) AS (SELECT \(1) UNION ALL SELECT n + 1 FROM step WHERE n < \(4_000_000_000))
                        SELECT count(*) AS n FROM step
                        """)
                }
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        release.withLock { $0 = true }
        try await Task.sleep(for: .milliseconds(100))
        others[4].cancel()
        for (number, task) in others.enumerated() where number != 4 { try await task.value }
        await #expect(throws: CancellationError.self) { try await others[4].value }
        try await first
        let kept = try await database.read { try $0.rows("SELECT id FROM leaf").map { try $0.text("id") } }
        #expect(Set(kept) == Set((0..<8).filter { $0 != 4 }.map { "leaf \($0)" }))
    }

    @Test("more different statements than a connection keeps prepared", arguments: Backend.available)
    func manyStatements(backend: Backend) async throws {
        let database = try await database(backend)
        let sums = try await database.read { db in
            try (Array(1...300) + [1, 2, 300]).map { count in
                let numbers = (1...count).map { "\($0)" as SQL }.joined(by: " + ")
                return try db.rows("SELECT \(numbers) AS total")[0].int("total")
            }
        }
        #expect(sums == (Array(1...300) + [1, 2, 300]).map { $0 * ($0 + 1) / 2 })
    }

    @Test("a closed store says so", arguments: Backend.available)
    func closed(backend: Backend) async throws {
        let database = try await database(backend)
        await database.close()
        await #expect(throws: DatabaseProblem.closed) { try await database.read { _ in } }
        await #expect(throws: DatabaseProblem.closed) { try await database.write { _ in } }
    }
}

extension Error {
    var isConstraint: Bool { if case .constraint? = self as? DatabaseProblem { true } else { false } }
    var isMistake: Bool { if case .mistake? = self as? DatabaseProblem { true } else { false } }
    var isUnavailable: Bool { if case .unavailable? = self as? DatabaseProblem { true } else { false } }
    var isRefused: Bool { if case .refused? = self as? DatabaseProblem { true } else { false } }
}
