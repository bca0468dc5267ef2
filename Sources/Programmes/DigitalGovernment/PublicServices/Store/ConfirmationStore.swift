// SPDX-License-Identifier: Apache-2.0

import Casework
package import Database
package import Foundation
import Kernel

/// The tables of dossiers beside their case files.
package enum DossierMigrations {
    package static let all = [
        Migration(
            "dossiers-001-confirmation",
            [
                """
                CREATE TABLE dossier_confirmation (
                    case_file \(.text) NOT NULL REFERENCES case_file (id),
                    account \(.text) NOT NULL,
                    name \(.text) NOT NULL CHECK (name <> ''),
                    asked_at \(.int) NOT NULL,
                    confirmed_at \(.int) CHECK (confirmed_at >= asked_at),
                    PRIMARY KEY (case_file, account)
                ) \(.strict)
                """
            ])
    ]
}

/// Somebody beside the applicant whose affair a dossier is too, and whether they have said so themselves.
package struct Confirmation: Sendable, Equatable {
    package let account: String
    package let name: String
    package let askedAt: Date
    package let confirmedAt: Date?
}

/// The `dossier_confirmation` table.
struct ConfirmationStore {
    let db: any Connection

    func insert(_ confirmation: Confirmation, of file: ID<CaseFile>) throws {
        try db.run(
            """
            INSERT INTO dossier_confirmation (case_file, account, name, asked_at)
            VALUES (\(file), \(confirmation.account), \(confirmation.name), \(confirmation.askedAt))
            """)
    }

    func all(of file: ID<CaseFile>) throws -> [Confirmation] {
        try db.rows(
            """
            SELECT account, name, asked_at, confirmed_at FROM dossier_confirmation
            WHERE case_file = \(file) ORDER BY name, account
            """
        ).map { row in
            Confirmation(
                account: try row.text("account"), name: try row.text("name"), askedAt: try row.time("asked_at"),
                confirmedAt: try row.optional("confirmed_at", row.time))
        }
    }

    func confirm(_ file: ID<CaseFile>, by account: String, at time: Date) throws {
        try db.run(
            """
            UPDATE dossier_confirmation SET confirmed_at = \(time)
            WHERE case_file = \(file) AND account = \(account) AND confirmed_at IS NULL
            """)
    }
}
