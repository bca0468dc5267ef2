// SPDX-License-Identifier: Apache-2.0

package import Database

package enum AxisMigrations {
    package static let all = [
        Migration(
            "axis-001-messages",
            [
                """
                CREATE TABLE axis_arrival (
                    id \(.text) PRIMARY KEY,
                    kind \(.text) NOT NULL CHECK (kind IN ('edoc', 'status')),
                    sender \(.text) NOT NULL,
                    document_id \(.text) NOT NULL,
                    file \(.text) NOT NULL,
                    refusal \(.text) NOT NULL,
                    arrived_at \(.int) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX axis_arrival_document ON axis_arrival (document_id, arrived_at)",
                """
                CREATE TABLE axis_departure (
                    id \(.text) PRIMARY KEY,
                    kind \(.text) NOT NULL CHECK (kind IN ('edoc', 'status')),
                    sender \(.text) NOT NULL,
                    document_id \(.text) NOT NULL,
                    subject \(.text) NOT NULL,
                    place \(.text) NOT NULL,
                    receivers \(.text) NOT NULL,
                    file \(.text),
                    body \(.text),
                    queued_at \(.int) NOT NULL,
                    axis_id \(.text),
                    sent_at \(.int),
                    problem \(.text) NOT NULL,
                    CHECK ((kind = 'edoc') = (file IS NOT NULL)),
                    CHECK ((kind = 'status') = (body IS NOT NULL)),
                    CHECK ((axis_id IS NULL) = (sent_at IS NULL))
                ) \(.strict)
                """,
                "CREATE INDEX axis_departure_document ON axis_departure (document_id, queued_at)",
                """
                CREATE TABLE axis_state (
                    document_id \(.text) NOT NULL,
                    organ_id \(.text) NOT NULL,
                    state \(.int) NOT NULL,
                    description \(.text) NOT NULL,
                    said_at \(.int) NOT NULL,
                    PRIMARY KEY (document_id, organ_id)
                ) \(.strict)
                """,
            ])
    ]
}
