// SPDX-License-Identifier: Apache-2.0

package import Database

package enum CollectionMigrations {
    package static let all = [
        Migration(
            "collection-001-report",
            [
                """
                CREATE TABLE collection_report (
                    id \(.text) PRIMARY KEY,
                    template \(.text) NOT NULL,
                    agency \(.text) NOT NULL,
                    period \(.text) NOT NULL,
                    draft \(.text) NOT NULL,
                    versions \(.int) NOT NULL CHECK (versions >= 0),
                    UNIQUE (template, period, agency)
                ) \(.strict)
                """,
                "CREATE INDEX collection_report_agency ON collection_report (agency, template, period)",
                """
                CREATE TABLE collection_version (
                    report \(.text) NOT NULL REFERENCES collection_report (id),
                    number \(.int) NOT NULL CHECK (number > 0),
                    content \(.text) NOT NULL,
                    reason \(.text) NOT NULL,
                    sent_by \(.text) NOT NULL,
                    sent_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    is_accepted \(.int) CHECK (is_accepted IN (0, 1)),
                    decided_by \(.text),
                    decided_at \(.int),
                    decided_reason \(.text),
                    decided_event \(.text),
                    CHECK ((is_accepted IS NULL) = (decided_by IS NULL)),
                    CHECK ((is_accepted IS NULL) = (decided_at IS NULL)),
                    CHECK ((is_accepted IS NULL) = (decided_event IS NULL)),
                    CHECK (is_accepted <> 0 OR decided_reason <> ''),
                    PRIMARY KEY (report, number)
                ) \(.strict)
                """,
            ]),
        // What a request costs those who answer it, as they say.
        Migration(
            "collection-002-minutes",
            [
                "ALTER TABLE collection_version ADD COLUMN minutes \(.int) CHECK (minutes > 0)",
                "CREATE INDEX collection_version_minutes ON collection_version (minutes, report)",
            ]),
    ]
}
