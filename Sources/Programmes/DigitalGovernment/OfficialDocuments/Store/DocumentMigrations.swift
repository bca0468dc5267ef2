// SPDX-License-Identifier: Apache-2.0

package import Database

package enum OfficialDocumentMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration(
            "documents-001-book",
            [
                """
                CREATE TABLE document_number (
                    agency \(.text) NOT NULL,
                    type \(.text) NOT NULL,
                    year \(.int) NOT NULL,
                    last \(.int) NOT NULL CHECK (last > 0),
                    PRIMARY KEY (agency, type, year)
                ) \(.strict)
                """,
                """
                CREATE TABLE document_issued (
                    case_file \(.text) PRIMARY KEY REFERENCES case_file (id),
                    agency \(.text) NOT NULL,
                    type \(.text) NOT NULL,
                    year \(.int) NOT NULL,
                    number \(.int) NOT NULL CHECK (number > 0),
                    notation \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    subject \(.text) NOT NULL,
                    signer \(.text) NOT NULL,
                    recipients \(.text) NOT NULL,
                    copies \(.int) NOT NULL CHECK (copies >= 0),
                    urgency \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    UNIQUE (agency, type, year, number)
                ) \(.strict)
                """,
                "CREATE INDEX document_issued_book ON document_issued (agency, year, day, event)",
            ]),
        Migration(
            "documents-002-arrival",
            [
                """
                CREATE TABLE document_arrival (
                    id \(.text) PRIMARY KEY,
                    agency \(.text) NOT NULL,
                    year \(.int) NOT NULL,
                    number \(.int) NOT NULL CHECK (number > 0),
                    arrived_on \(.text) NOT NULL,
                    sender \(.text) NOT NULL CHECK (sender <> ''),
                    notation \(.text) NOT NULL CHECK (notation <> ''),
                    day \(.text) NOT NULL,
                    type \(.text) NOT NULL,
                    subject \(.text) NOT NULL CHECK (subject <> ''),
                    same_key \(.text) NOT NULL,
                    entered_by \(.text) NOT NULL,
                    entered_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    UNIQUE (agency, year, number)
                ) \(.strict)
                """,
                "CREATE INDEX document_arrival_same ON document_arrival (agency, same_key, day)",
            ]),
    ]
}
