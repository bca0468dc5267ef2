// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Kernel

/// The tables `document_part` and `document_task`.
struct DirectionStore {
    let db: any Connection

    /// In place of whoever had a part before.
    func replace(_ parts: [DirectionPart], of file: ID<CaseFile>) throws {
        try db.run("DELETE FROM document_part WHERE case_file = \(file)")
        for part in parts {
            try db.run(
                """
                INSERT INTO document_part (case_file, account, role)
                VALUES (\(file), \(part.account), \(part.role.rawValue))
                """)
        }
    }

    /// Nil takes it away.
    func link(_ file: ID<CaseFile>, to task: ID<CaseFile>?) throws {
        try db.run("DELETE FROM document_task WHERE case_file = \(file)")
        guard let task else { return }
        try db.run("INSERT INTO document_task (case_file, task) VALUES (\(file), \(task))")
    }

    static func parts(of file: ID<CaseFile>) -> Query<[DirectionPart]> {
        Query("SELECT account, role FROM document_part WHERE case_file = \(file) ORDER BY account") {
            try $0.map {
                DirectionPart(
                    account: try $0.text("account"), role: try $0.value("role", DirectionRole.init(rawValue:)))
            }
        }
    }

    static func task(of file: ID<CaseFile>) -> Query<ID<CaseFile>?> {
        Query("SELECT task FROM document_task WHERE case_file = \(file)") { try $0.first?.id("task") }
    }

    /// Open documents in which somebody has a part, those that came last first.
    static func parts(of account: String, at agency: Place, limit: Int) -> Query<[(ID<CaseFile>, DirectionRole)]> {
        Query(
            """
            SELECT p.case_file AS case_file, p.role AS role FROM document_part p
            JOIN case_file c ON c.id = p.case_file
            WHERE p.account = \(account) AND c.holder = \(agency.rawValue) AND c.phase <> 'closed'
            ORDER BY p.case_file DESC LIMIT \(limit)
            """
        ) { try $0.map { (try $0.id("case_file"), try $0.value("role", DirectionRole.init(rawValue:))) } }
    }
}
