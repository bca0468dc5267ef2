// SPDX-License-Identifier: Apache-2.0

package import Database

package enum NotificationMigrations {
    package static let all = [
        Migration(
            "notifications-001-create",
            [
                """
                CREATE TABLE personal_notice (
                    id \(.text) PRIMARY KEY,
                    account \(.text) NOT NULL,
                    at \(.int) NOT NULL,
                    title \(.text) NOT NULL CHECK (title <> ''),
                    title_en \(.text) NOT NULL CHECK (title_en <> ''),
                    text \(.text) NOT NULL,
                    text_en \(.text) NOT NULL,
                    path \(.text) NOT NULL CHECK (path LIKE '/%'),
                    read_at \(.int) CHECK (read_at >= at)
                ) \(.strict)
                """,
                "CREATE INDEX personal_notice_account ON personal_notice (account, at, id)",
                "CREATE INDEX personal_notice_unread ON personal_notice (account) WHERE read_at IS NULL",
                // One row per person: the address that is used, and the one that waits to be confirmed.
                """
                CREATE TABLE mail_address (
                    account \(.text) PRIMARY KEY,
                    address \(.text),
                    pending \(.text),
                    pending_hash \(.blob) UNIQUE,
                    pending_until \(.int),
                    language \(.text) NOT NULL CHECK (language IN ('vi', 'en')),
                    is_on \(.bool) NOT NULL,
                    asked \(.int) NOT NULL CHECK (asked > 0),
                    asked_since \(.int) NOT NULL,
                    CHECK (address IS NOT NULL OR pending IS NOT NULL),
                    CHECK ((pending IS NULL) = (pending_hash IS NULL) AND (pending IS NULL) = (pending_until IS NULL))
                ) \(.strict)
                """,
            ])
    ]
}
