// SPDX-License-Identifier: Apache-2.0

package import Database

/// No foreign keys here: on PostgreSQL each would lock, and so rewrite, the event row it points to. `doicanh verify`
/// checks what they would.
package enum LedgerMigrations {
    package static let all = [event, tree, key, personal, consumer, consumerVersion, headTime]

    private static let event = Migration(
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
                facts \(.text) NOT NULL,
                commitment \(.blob)
            ) \(.strict)
            """,
            """
            CREATE TABLE ledger_pending (
                arrival \(.counter) PRIMARY KEY,
                event_id \(.text) NOT NULL
            ) \(.strict)
            """,
        ])

    private static let tree = Migration(
        "ledger-002-tree",
        [
            """
            CREATE TABLE ledger_entry (
                position \(.int) PRIMARY KEY CHECK (position > 0),
                event_id \(.text) NOT NULL UNIQUE,
                leaf_hash \(.blob) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE ledger_node (
                level \(.int) NOT NULL,
                node_index \(.int) NOT NULL,
                hash \(.blob) NOT NULL,
                PRIMARY KEY (level, node_index)
            ) \(.strict)
            """,
            """
            CREATE TABLE ledger_head (
                size \(.int) PRIMARY KEY CHECK (size > 0),
                root \(.blob) NOT NULL,
                previous \(.blob) NOT NULL,
                at \(.int) NOT NULL,
                key_id \(.text) NOT NULL,
                signature \(.blob) NOT NULL
            ) \(.strict)
            """,
            "CREATE TABLE ledger_sealer (only_row \(.int) PRIMARY KEY CHECK (only_row = 1)) \(.strict)",
            "INSERT INTO ledger_sealer (only_row) VALUES (1)",
        ])

    private static let key = Migration(
        "ledger-003-key",
        [
            """
            CREATE TABLE ledger_key (
                id \(.text) PRIMARY KEY,
                public_key \(.blob) NOT NULL,
                valid_from \(.int) NOT NULL,
                valid_until \(.int),
                revoked_at \(.int)
            ) \(.strict)
            """,
            """
            CREATE TABLE ledger_witness (
                name \(.text) PRIMARY KEY,
                size \(.int) NOT NULL,
                at \(.int) NOT NULL
            ) \(.strict)
            """,
        ])

    private static let personal = Migration(
        "ledger-004-personal",
        [
            """
            CREATE TABLE ledger_personal (
                event_id \(.text) PRIMARY KEY,
                salt \(.blob) NOT NULL,
                content \(.text) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE ledger_access (
                subject \(.text) NOT NULL,
                event_id \(.text) NOT NULL,
                PRIMARY KEY (subject, event_id)
            ) \(.strict)
            """,
        ])

    private static let consumer = Migration(
        "ledger-005-consumer",
        ["CREATE TABLE ledger_consumer (name \(.text) PRIMARY KEY, position \(.int) NOT NULL) \(.strict)"])

    private static let consumerVersion = Migration(
        "ledger-006-consumer-version",
        ["ALTER TABLE ledger_consumer ADD COLUMN version \(.text) NOT NULL DEFAULT ''"])

    /// Up to where the ledger was sealed at a moment, which open data are asked for.
    private static let headTime = Migration(
        "ledger-007-head-time", ["CREATE INDEX ledger_head_time ON ledger_head (at, size)"])
}
