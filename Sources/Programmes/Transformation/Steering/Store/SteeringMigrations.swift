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
            ]),
        Migration(
            "steering-002-directive",
            [
                """
                CREATE TABLE directive (
                    id \(.text) PRIMARY KEY,
                    notation \(.text) NOT NULL CHECK (notation <> ''),
                    day \(.text) NOT NULL,
                    title \(.text) NOT NULL CHECK (title <> ''),
                    agency \(.text) NOT NULL,
                    entered_by \(.text) NOT NULL,
                    entered_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    UNIQUE (agency, notation, day)
                ) \(.strict)
                """,
                """
                CREATE TABLE directive_heading (
                    directive \(.text) NOT NULL REFERENCES directive (id),
                    kind \(.text) NOT NULL CHECK (kind IN ('priority', 'group')),
                    number \(.int) NOT NULL CHECK (number > 0),
                    title \(.text) NOT NULL CHECK (title <> ''),
                    PRIMARY KEY (directive, kind, number)
                ) \(.strict)
                """,
                """
                CREATE TABLE directive_task (
                    case_file \(.text) PRIMARY KEY REFERENCES case_file (id),
                    directive \(.text) NOT NULL REFERENCES directive (id),
                    number \(.int) NOT NULL CHECK (number > 0),
                    group_number \(.int) NOT NULL,
                    priority_number \(.int),
                    UNIQUE (directive, number)
                ) \(.strict)
                """,
                // Which agencies lead and join in a task, for the lists of an agency.
                """
                CREATE TABLE task_agency (
                    agency \(.text) NOT NULL,
                    case_file \(.text) NOT NULL REFERENCES case_file (id),
                    leads \(.bool) NOT NULL,
                    PRIMARY KEY (agency, case_file)
                ) \(.strict)
                """,
                "CREATE INDEX task_agency_case_file ON task_agency (case_file)",
            ]),
        Migration(
            "steering-003-plan",
            [
                """
                CREATE TABLE plan (
                    id \(.text) PRIMARY KEY,
                    agency \(.text) NOT NULL,
                    kind \(.text) NOT NULL CHECK (kind IN ('strategy', 'five_years', 'annual')),
                    title \(.text) NOT NULL CHECK (title <> ''),
                    notation \(.text) NOT NULL CHECK (notation <> ''),
                    day \(.text) NOT NULL,
                    first_year \(.int) NOT NULL,
                    last_year \(.int) NOT NULL CHECK (last_year >= first_year),
                    link \(.text) NOT NULL,
                    registered_by \(.text) NOT NULL,
                    registered_at \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    withdrawn_by \(.text),
                    withdrawn_at \(.int),
                    withdrawn_reason \(.text),
                    withdrawn_event \(.text),
                    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
                    CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
                    CHECK ((withdrawn_at IS NULL) = (withdrawn_event IS NULL))
                ) \(.strict)
                """,
                "CREATE INDEX plan_kind ON plan (kind, agency)",
                "CREATE INDEX plan_agency ON plan (agency)",
            ]),
        Migration(
            "steering-004-reminder",
            [
                """
                CREATE TABLE task_reminder (
                    id \(.text) PRIMARY KEY,
                    giver \(.text) NOT NULL,
                    agency \(.text) NOT NULL,
                    content \(.text) NOT NULL,
                    sent_by \(.text) NOT NULL,
                    sent_at \(.int) NOT NULL,
                    event \(.text) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX task_reminder_giver ON task_reminder (giver, sent_at)",
                "CREATE INDEX task_reminder_agency ON task_reminder (agency, sent_at)",
            ]),
    ]
}
