// SPDX-License-Identifier: Apache-2.0

package import Database

package enum JobsMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration(
            "jobs-001-lease",
            [
                """
                CREATE TABLE job_lease (
                    name \(.text) PRIMARY KEY,
                    holder \(.text) NOT NULL,
                    token \(.int) NOT NULL CHECK (token > 0),
                    until_at \(.int) NOT NULL
                ) \(.strict)
                """
            ]),
        Migration(
            "jobs-002-outbox",
            [
                // The event is a text without a foreign key: the ledger's table may be partitioned or archived.
                """
                CREATE TABLE job_outbox (
                    id \(.text) PRIMARY KEY,
                    kind \(.text) NOT NULL CHECK (kind <> ''),
                    event \(.text) NOT NULL CHECK (event <> ''),
                    body \(.text) NOT NULL,
                    attempts \(.int) NOT NULL CHECK (attempts >= 0),
                    due_at \(.int) NOT NULL,
                    problem \(.text) NOT NULL,
                    dead_at \(.int)
                ) \(.strict)
                """,
                "CREATE INDEX job_outbox_due ON job_outbox (due_at, id) WHERE dead_at IS NULL",
                "CREATE INDEX job_outbox_dead ON job_outbox (dead_at, id) WHERE dead_at IS NOT NULL",
            ]),
        Migration(
            "jobs-003-schedule",
            [
                """
                CREATE TABLE job_schedule (
                    name \(.text) PRIMARY KEY,
                    due_at \(.int) NOT NULL,
                    ran_at \(.int),
                    problem \(.text) NOT NULL
                ) \(.strict)
                """
            ]),
    ]
}
