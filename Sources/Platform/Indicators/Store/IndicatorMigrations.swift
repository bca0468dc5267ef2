// SPDX-License-Identifier: Apache-2.0

package import Database

package enum IndicatorMigrations {
    package static let all = [
        Migration(
            "indicators-001-count",
            [
                """
                CREATE TABLE indicator_fact (
                    measure \(.text) NOT NULL,
                    position \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    subject \(.text) NOT NULL,
                    place \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    PRIMARY KEY (measure, position)
                ) \(.strict)
                """,
                "CREATE INDEX indicator_fact_place ON indicator_fact (place, measure, day, position)",
                """
                CREATE TABLE indicator_count (
                    place \(.text) NOT NULL,
                    measure \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    count \(.int) NOT NULL CHECK (count > 0),
                    PRIMARY KEY (place, measure, day)
                ) \(.strict)
                """,
                "CREATE INDEX indicator_count_measure ON indicator_count (measure, day)",
            ]),
        // What the home page shows: one row instead of the sum of as many as there are places and days.
        Migration(
            "indicators-002-total",
            [
                """
                CREATE TABLE indicator_total (
                    measure \(.text) PRIMARY KEY,
                    count \(.int) NOT NULL CHECK (count > 0)
                ) \(.strict)
                """,
                """
                INSERT INTO indicator_total (measure, count)
                SELECT measure, CAST(sum(count) AS \(.int)) FROM indicator_count GROUP BY measure
                """,
            ]),
        Migration(
            "indicators-003-reported",
            [
                """
                CREATE TABLE reported_figure (
                    code \(.text) NOT NULL,
                    version \(.int) NOT NULL CHECK (version > 0),
                    source \(.text) NOT NULL,
                    source_day \(.text) NOT NULL,
                    topic \(.text) NOT NULL,
                    name \(.text) NOT NULL,
                    printed \(.text) NOT NULL,
                    unit \(.text) NOT NULL,
                    period \(.text) NOT NULL,
                    base_period \(.text),
                    base_value \(.text),
                    change \(.text),
                    change_kind \(.text),
                    rank \(.text) NOT NULL,
                    target_year \(.text),
                    target_status \(.text),
                    origin \(.text) NOT NULL,
                    note_vi \(.text),
                    note_en \(.text),
                    event \(.text) NOT NULL,
                    entered_by \(.text) NOT NULL,
                    entered_at \(.int) NOT NULL,
                    PRIMARY KEY (code, version)
                ) \(.strict)
                """
            ]),
    ]
}
