// SPDX-License-Identifier: Apache-2.0

package import Database

package enum ExchangeMigrations {
    package static let all = [
        Migration(
            "exchange-001-directory",
            [
                """
                CREATE TABLE exchange_node (
                    id \(.text) PRIMARY KEY,
                    address \(.text) NOT NULL,
                    enrolled_at \(.int) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE exchange_certificate (
                    sha256 \(.text) PRIMARY KEY,
                    node \(.text) NOT NULL REFERENCES exchange_node (id),
                    certificate \(.blob) NOT NULL,
                    issued_at \(.int) NOT NULL,
                    revoked_at \(.int),
                    reason \(.text) NOT NULL,
                    CHECK ((revoked_at IS NULL) = (reason = ''))
                ) \(.strict)
                """,
                "CREATE INDEX exchange_certificate_node ON exchange_certificate (node, issued_at)",
                """
                CREATE TABLE exchange_host (
                    organ_id \(.text) PRIMARY KEY,
                    node \(.text) NOT NULL REFERENCES exchange_node (id)
                ) \(.strict)
                """,
                """
                CREATE TABLE exchange_directory (
                    version \(.int) PRIMARY KEY CHECK (version > 0),
                    issued_at \(.int) NOT NULL,
                    valid_until \(.int) NOT NULL,
                    bytes \(.blob) NOT NULL,
                    signature \(.blob) NOT NULL,
                    taken_at \(.int) NOT NULL
                ) \(.strict)
                """,
            ]),
        Migration(
            "exchange-002-message",
            [
                """
                CREATE TABLE exchange_sent (
                    id \(.text) PRIMARY KEY,
                    sha256 \(.text) NOT NULL,
                    bytes \(.blob) NOT NULL,
                    signature \(.blob) NOT NULL,
                    kind \(.text) NOT NULL,
                    sender \(.text) NOT NULL,
                    place \(.text) NOT NULL,
                    created_at \(.int) NOT NULL,
                    event \(.text) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE exchange_sent_to (
                    message \(.text) NOT NULL REFERENCES exchange_sent (id),
                    receiver \(.text) NOT NULL,
                    node \(.text) NOT NULL,
                    state \(.text) NOT NULL,
                    state_at \(.int) NOT NULL,
                    PRIMARY KEY (message, receiver)
                ) \(.strict)
                """,
                "CREATE INDEX exchange_sent_to_waiting ON exchange_sent_to (node, state_at) WHERE state = ''",
                """
                CREATE TABLE exchange_received (
                    id \(.text) PRIMARY KEY,
                    sha256 \(.text) NOT NULL,
                    bytes \(.blob) NOT NULL,
                    signature \(.blob) NOT NULL,
                    kind \(.text) NOT NULL,
                    sender \(.text) NOT NULL,
                    node \(.text) NOT NULL,
                    arrived_at \(.int) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE exchange_received_for (
                    message \(.text) NOT NULL REFERENCES exchange_received (id),
                    receiver \(.text) NOT NULL,
                    place \(.text) NOT NULL,
                    state \(.text) NOT NULL,
                    state_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    PRIMARY KEY (message, receiver)
                ) \(.strict)
                """,
                "CREATE INDEX exchange_received_for_place ON exchange_received_for (place, state, state_at)",
                """
                CREATE TABLE exchange_status (
                    side \(.text) NOT NULL CHECK (side IN ('sent', 'received')),
                    id \(.text) NOT NULL,
                    message \(.text) NOT NULL,
                    receiver \(.text) NOT NULL,
                    state \(.text) NOT NULL,
                    at \(.int) NOT NULL,
                    bytes \(.blob) NOT NULL,
                    signature \(.blob) NOT NULL,
                    PRIMARY KEY (side, id)
                ) \(.strict)
                """,
                "CREATE INDEX exchange_status_message ON exchange_status (side, message, at, id)",
                """
                CREATE TABLE exchange_refusal (
                    sha256 \(.text) PRIMARY KEY,
                    message \(.text) NOT NULL,
                    reason \(.text) NOT NULL,
                    bytes \(.blob) NOT NULL,
                    signature \(.blob) NOT NULL,
                    note \(.blob) NOT NULL,
                    note_signature \(.blob) NOT NULL,
                    first_at \(.int) NOT NULL,
                    last_at \(.int) NOT NULL,
                    times \(.int) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX exchange_refusal_last ON exchange_refusal (last_at)",
            ]),
        Migration(
            "exchange-003-timestamp",
            [
                """
                CREATE TABLE exchange_timestamp (
                    sha256 \(.text) PRIMARY KEY,
                    response \(.blob) NOT NULL,
                    stamped_at \(.int) NOT NULL
                ) \(.strict)
                """
            ]),
        Migration(
            "exchange-004-contact",
            [
                """
                CREATE TABLE exchange_contact (
                    node \(.text) PRIMARY KEY,
                    reached_at \(.int),
                    failed_at \(.int),
                    problem \(.text) NOT NULL,
                    came_at \(.int),
                    directory \(.int)
                ) \(.strict)
                """
            ]),
        Migration("exchange-005-services", ["ALTER TABLE exchange_node ADD COLUMN services \(.text)"]),
    ]
}
