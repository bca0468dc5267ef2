// SPDX-License-Identifier: Apache-2.0

package import Database

package enum LedgerMigrations {
    package static let all = [
        Migration(
            "ledger-001-event",
            [
                """
                CREATE TABLE ledger_event (
                    id \(.text) PRIMARY KEY,
                    kind \(.text) NOT NULL,
                    subject \(.text) NOT NULL,
                    place \(.text) NOT NULL,
                    actor \(.text) NOT NULL,
                    at \(.int) NOT NULL,
                    facts \(.text) NOT NULL
                ) \(.strict)
                """
            ])
    ]
}
