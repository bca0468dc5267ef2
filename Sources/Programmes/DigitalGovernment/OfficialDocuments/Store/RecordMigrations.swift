// SPDX-License-Identifier: Apache-2.0

package import Database

package enum RecordMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration(
            "documents-records-001",
            [
                """
                CREATE TABLE record_file (
                    id \(.text) PRIMARY KEY,
                    agency \(.text) NOT NULL,
                    year \(.int) NOT NULL,
                    notation \(.text) NOT NULL CHECK (notation <> ''),
                    notation_key \(.text) NOT NULL,
                    title \(.text) NOT NULL CHECK (title <> ''),
                    retention \(.text) NOT NULL,
                    keeper \(.text) NOT NULL,
                    note \(.text) NOT NULL,
                    opened_by \(.text) NOT NULL,
                    opened_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    papers \(.int) NOT NULL CHECK (papers >= 0),
                    closed_by \(.text),
                    closed_on \(.text),
                    keep_until \(.text),
                    closed_event \(.text),
                    destroyed_by \(.text),
                    destroyed_at \(.int),
                    destroyed_reason \(.text),
                    destroyed_event \(.text),
                    UNIQUE (agency, year, notation_key),
                    CHECK (keep_until IS NULL OR closed_on IS NOT NULL),
                    CHECK (destroyed_at IS NULL OR keep_until IS NOT NULL)
                ) \(.strict)
                """,
                "CREATE INDEX record_file_due ON record_file (agency, keep_until)",
                """
                CREATE TABLE record_paper (
                    file \(.text) NOT NULL REFERENCES record_file (id),
                    kind \(.text) NOT NULL,
                    subject \(.text) NOT NULL,
                    ordinal \(.int) NOT NULL CHECK (ordinal > 0),
                    number \(.text) NOT NULL,
                    title \(.text) NOT NULL,
                    type \(.text) NOT NULL,
                    issuer \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    source \(.text) NOT NULL,
                    added_by \(.text) NOT NULL,
                    added_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    PRIMARY KEY (file, kind, subject)
                ) \(.strict)
                """,
                "CREATE INDEX record_paper_subject ON record_paper (kind, subject)",
            ]),
        Migration(
            "documents-records-002-handover",
            [
                "ALTER TABLE record_file ADD COLUMN handed_by \(.text)",
                "ALTER TABLE record_file ADD COLUMN handed_at \(.int)",
                "ALTER TABLE record_file ADD COLUMN handed_event \(.text)",
                "ALTER TABLE record_file ADD COLUMN reminded_event \(.text)",
                "CREATE INDEX record_file_closed ON record_file (closed_on)",
            ]),
    ]
}
