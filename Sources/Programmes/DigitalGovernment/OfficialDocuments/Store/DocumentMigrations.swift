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
        Migration(
            "documents-003-exchange",
            [
                """
                CREATE TABLE document_receiver (
                    case_file \(.text) NOT NULL REFERENCES case_file (id),
                    agency \(.text) NOT NULL,
                    receiver \(.text) NOT NULL,
                    message \(.text),
                    state \(.text),
                    sent_at \(.int) NOT NULL,
                    arrived_at \(.int),
                    received_at \(.int),
                    assigned_at \(.int),
                    done_at \(.int),
                    words \(.text) NOT NULL DEFAULT '',
                    recall_reason \(.text) NOT NULL DEFAULT '',
                    recall_by \(.text),
                    PRIMARY KEY (case_file, receiver)
                ) \(.strict)
                """,
                "CREATE INDEX document_receiver_message ON document_receiver (message, receiver)",
                """
                CREATE TABLE document_incoming (
                    message \(.text) NOT NULL,
                    receiver \(.text) NOT NULL,
                    agency \(.text) NOT NULL,
                    state \(.text) NOT NULL CHECK (state IN ('waiting', 'registered', 'refused')),
                    came_at \(.int) NOT NULL,
                    sender \(.text) NOT NULL,
                    sender_name \(.text) NOT NULL,
                    type \(.text) NOT NULL,
                    type_name \(.text) NOT NULL,
                    notation \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    subject \(.text) NOT NULL,
                    content \(.text) NOT NULL,
                    urgency \(.int) NOT NULL,
                    signer \(.text) NOT NULL,
                    change \(.text) NOT NULL CHECK (change IN ('new', 'update', 'replace')),
                    about \(.text),
                    recalled_at \(.int),
                    recall_reason \(.text) NOT NULL DEFAULT '',
                    arrival \(.text),
                    PRIMARY KEY (message, receiver)
                ) \(.strict)
                """,
                "CREATE INDEX document_incoming_tray ON document_incoming (agency, state, came_at)",
                "CREATE INDEX document_incoming_arrival ON document_incoming (arrival)",
                """
                CREATE TABLE document_part (
                    case_file \(.text) NOT NULL REFERENCES case_file (id),
                    account \(.text) NOT NULL,
                    role \(.text) NOT NULL CHECK (role IN ('lead', 'joining', 'informed')),
                    PRIMARY KEY (case_file, account)
                ) \(.strict)
                """,
                "CREATE INDEX document_part_account ON document_part (account, case_file)",
                """
                CREATE TABLE document_task (
                    case_file \(.text) PRIMARY KEY REFERENCES case_file (id),
                    task \(.text) NOT NULL
                ) \(.strict)
                """,
                "ALTER TABLE document_arrival ADD COLUMN case_file \(.text)",
                "ALTER TABLE document_arrival ADD COLUMN replaced_by \(.text)",
                "CREATE INDEX document_arrival_case ON document_arrival (case_file)",
            ]),
        Migration(
            "documents-004-axis",
            [
                "ALTER TABLE document_receiver ADD COLUMN carrier \(.text) NOT NULL DEFAULT 'exchange'",
                "ALTER TABLE document_receiver ADD COLUMN reference \(.text) NOT NULL DEFAULT ''",
                "ALTER TABLE document_incoming ADD COLUMN carrier \(.text) NOT NULL DEFAULT 'exchange'",
                "ALTER TABLE document_incoming ADD COLUMN reference \(.text) NOT NULL DEFAULT ''",
                "CREATE INDEX document_receiver_reference ON document_receiver (reference)",
                "CREATE INDEX document_incoming_reference ON document_incoming (reference, agency)",
            ]),
        Migration(
            "documents-005-services", ["ALTER TABLE document_receiver ADD COLUMN problem \(.text) NOT NULL DEFAULT ''"]),
    ]
}
