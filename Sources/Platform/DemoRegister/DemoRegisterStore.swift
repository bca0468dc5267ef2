// SPDX-License-Identifier: Apache-2.0

package import Database
import Kernel
import NationalRegisters

package enum DemoRegisterMigrations {
    package static let all = [
        Migration(
            "demoregister-001-entry",
            [
                """
                CREATE TABLE demo_register_entry (
                    register \(.text) NOT NULL,
                    request \(.text) NOT NULL,
                    content \(.text) NOT NULL,
                    year \(.int) NOT NULL,
                    number \(.int) NOT NULL CHECK (number > 0),
                    entered_on \(.text) NOT NULL,
                    PRIMARY KEY (register, request),
                    UNIQUE (register, year, number),
                    UNIQUE (register, content)
                ) \(.strict)
                """
            ])
    ]
}

/// The `demo_register_entry` table: what stands in the simulated registers.
struct DemoRegisterStore {
    let db: any Connection

    func entry(of request: String, in register: String) throws -> RegisterEntry? {
        try entries("register = \(register) AND request = \(request)").first
    }

    func entry(withContent content: String, in register: String) throws -> RegisterEntry? {
        try entries("register = \(register) AND content = \(content)").first
    }

    /// Enters it under the next number of the year.
    func add(_ question: DemoRegister.Question, to register: String, on day: Day) throws -> RegisterEntry {
        let last = try db.rows(
            """
            SELECT coalesce(max(number), 0) AS last FROM demo_register_entry
            WHERE register = \(register) AND year = \(day.year)
            """)[0].int("last")
        try db.run(
            """
            INSERT INTO demo_register_entry (register, request, content, year, number, entered_on)
            VALUES (\(register), \(question.request), \(question.content), \(day.year), \(last + 1), \(day))
            """)
        return Self.entry(last + 1, day)
    }

    private func entries(_ condition: SQL) throws -> [RegisterEntry] {
        try db.rows("SELECT number, entered_on FROM demo_register_entry WHERE \(condition)").map { row in
            Self.entry(try row.int("number"), try row.day("entered_on"))
        }
    }

    /// One volume a year, as civil-status books have it.
    private static func entry(_ number: Int, _ day: Day) -> RegisterEntry {
        RegisterEntry(volume: "01/\(day.year)", number: "\(number)", day: day)
    }
}
