// SPDX-License-Identifier: Apache-2.0

package import Database

package enum SteeringMigrations {
    package static let all = [
        Migration(
            "steering-001-edition",
            [
                """
                CREATE TABLE report_edition (
                    id \(.text) PRIMARY KEY,
                    agency \(.text) NOT NULL,
                    kind \(.text) NOT NULL,
                    period \(.text) NOT NULL,
                    unit_code \(.text) NOT NULL,
                    unit_from \(.text) NOT NULL CHECK ((unit_from = '') = (unit_code = '')),
                    number \(.int) NOT NULL CHECK (number > 0),
                    content \(.text) NOT NULL,
                    made_by \(.text) NOT NULL,
                    made_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    handed_over_by \(.text),
                    handed_over_at \(.int),
                    handed_over_event \(.text),
                    CHECK ((handed_over_at IS NULL) = (handed_over_by IS NULL)),
                    CHECK ((handed_over_at IS NULL) = (handed_over_event IS NULL)),
                    UNIQUE (agency, kind, period, unit_code, unit_from, number)
                ) \(.strict)
                """,
                "CREATE INDEX report_edition_agency ON report_edition (agency, made_at)",
            ])
    ]
}
