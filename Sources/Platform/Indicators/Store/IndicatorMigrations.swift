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
        // What is added up over many places and months: a row for each place and year instead of one for each day.
        Migration(
            "indicators-004-year",
            [
                """
                CREATE TABLE indicator_year (
                    measure \(.text) NOT NULL,
                    place \(.text) NOT NULL,
                    year \(.int) NOT NULL,
                    m01 \(.int) NOT NULL, m02 \(.int) NOT NULL, m03 \(.int) NOT NULL, m04 \(.int) NOT NULL,
                    m05 \(.int) NOT NULL, m06 \(.int) NOT NULL, m07 \(.int) NOT NULL, m08 \(.int) NOT NULL,
                    m09 \(.int) NOT NULL, m10 \(.int) NOT NULL, m11 \(.int) NOT NULL, m12 \(.int) NOT NULL,
                    PRIMARY KEY (measure, place, year)
                ) \(.strict)
                """,
                """
                INSERT INTO indicator_year
                    (measure, place, year, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12)
                SELECT measure, place, CAST(substr(day, 1, 4) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '01' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '02' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '03' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '04' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '05' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '06' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '07' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '08' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '09' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '10' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '11' THEN count ELSE 0 END) AS \(.int)),
                    CAST(sum(CASE WHEN substr(day, 6, 2) = '12' THEN count ELSE 0 END) AS \(.int))
                FROM indicator_count GROUP BY measure, place, substr(day, 1, 4)
                """,
            ]),
        Migration(
            "indicators-005-target",
            [
                """
                CREATE TABLE indicator_target (
                    indicator \(.text) NOT NULL,
                    unit_code \(.text) NOT NULL,
                    unit_from \(.text) NOT NULL CHECK ((unit_from = '') = (unit_code = '')),
                    period \(.text) NOT NULL,
                    version \(.int) NOT NULL CHECK (version > 0),
                    value \(.text) NOT NULL,
                    owner \(.text) NOT NULL,
                    basis \(.text) NOT NULL CHECK (basis <> ''),
                    reason \(.text) NOT NULL CHECK ((reason = '') = (version = 1)),
                    set_by \(.text) NOT NULL,
                    set_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    PRIMARY KEY (unit_code, unit_from, indicator, period, version)
                ) \(.strict)
                """,
                "CREATE INDEX indicator_target_time ON indicator_target (set_at)",
            ]),
    ]
}
