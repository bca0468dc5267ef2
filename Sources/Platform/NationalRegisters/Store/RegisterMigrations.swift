// SPDX-License-Identifier: Apache-2.0

package import Database

package enum RegisterMigrations {
    package static let all = [
        Migration(
            "registers-001-request",
            [
                """
                CREATE TABLE register_request (
                    id \(.text) PRIMARY KEY,
                    register \(.text) NOT NULL,
                    subject \(.text) NOT NULL,
                    place \(.text) NOT NULL,
                    body \(.text) NOT NULL,
                    asked_at \(.int) NOT NULL,
                    taken_at \(.int),
                    outcome \(.text) CHECK (outcome IN ('entered', 'returned', 'refused')),
                    volume \(.text),
                    number \(.text),
                    entered_on \(.text),
                    words \(.text) NOT NULL,
                    answered_at \(.int),
                    CHECK ((outcome IS NULL) = (answered_at IS NULL)),
                    CHECK (outcome IS NULL OR (outcome = 'entered') = (number IS NOT NULL)),
                    CHECK ((number IS NULL) = (volume IS NULL) AND (number IS NULL) = (entered_on IS NULL)),
                    CHECK (outcome IS NULL OR body = '')
                ) \(.strict)
                """,
                "CREATE INDEX register_request_subject ON register_request (subject, asked_at, id)",
            ])
    ]
}
