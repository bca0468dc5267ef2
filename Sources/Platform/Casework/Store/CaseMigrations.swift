// SPDX-License-Identifier: Apache-2.0

package import Database

package enum CaseMigrations {
    package static let all = [
        Migration(
            "cases-001-case-file",
            [
                """
                CREATE TABLE case_file (
                    id \(.text) PRIMARY KEY,
                    kind \(.text) NOT NULL,
                    matter \(.text) NOT NULL,
                    matter_version \(.int) NOT NULL,
                    applicant \(.text),
                    applicant_name \(.text) NOT NULL CHECK (applicant_name <> ''),
                    sent_by \(.text) CHECK (sent_by <> applicant),
                    channel \(.text) NOT NULL CHECK (channel IN ('desk', 'online', 'post', 'portal')),
                    content \(.text) NOT NULL,
                    time_limit \(.text),
                    desk \(.text) NOT NULL,
                    holder \(.text) NOT NULL,
                    officer \(.text),
                    state \(.text) NOT NULL,
                    phase \(.text) NOT NULL
                        CHECK (phase IN ('incoming', 'running', 'standing', 'outgoing', 'closed')),
                    code \(.text) UNIQUE,
                    opened_at \(.int) NOT NULL,
                    received_at \(.int),
                    due_at \(.int),
                    stopped_at \(.int),
                    ended_at \(.int),
                    pile_order \(.int) NOT NULL,
                    version \(.int) NOT NULL,
                    CHECK ((code IS NULL) = (received_at IS NULL)),
                    CHECK (stopped_at IS NULL OR due_at IS NOT NULL),
                    CHECK ((ended_at IS NULL) = (phase IN ('incoming', 'running', 'standing')))
                ) \(.strict)
                """,
                // A pile of one desk, in its order, in one indexed read.
                "CREATE INDEX case_file_pile ON case_file (holder, kind, phase, pile_order, id)",
                "CREATE INDEX case_file_officer ON case_file (officer, phase, pile_order, id)",
                "CREATE INDEX case_file_applicant ON case_file (applicant, opened_at, id)",
                "CREATE INDEX case_file_sent_by ON case_file (sent_by, opened_at, id)",
                """
                CREATE TABLE case_step (
                    case_file \(.text) NOT NULL REFERENCES case_file (id),
                    number \(.int) NOT NULL,
                    event \(.text) NOT NULL,
                    state \(.text) NOT NULL,
                    phase \(.text) NOT NULL,
                    at \(.int) NOT NULL,
                    actor \(.text) NOT NULL,
                    holder \(.text) NOT NULL,
                    officer \(.text),
                    text \(.text) NOT NULL,
                    due_at \(.int),
                    ledger_event \(.text) NOT NULL,
                    PRIMARY KEY (case_file, number)
                ) \(.strict)
                """,
                """
                CREATE TABLE case_message (
                    id \(.text) PRIMARY KEY,
                    case_file \(.text) NOT NULL REFERENCES case_file (id),
                    at \(.int) NOT NULL,
                    author \(.text) NOT NULL,
                    is_from_office \(.bool) NOT NULL,
                    is_internal \(.bool) NOT NULL,
                    text \(.text) NOT NULL CHECK (text <> '')
                ) \(.strict)
                """,
                "CREATE INDEX case_message_case_file ON case_message (case_file, at, id)",
                """
                CREATE TABLE case_number (
                    organ_id \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    last \(.int) NOT NULL CHECK (last > 0),
                    PRIMARY KEY (organ_id, day)
                ) \(.strict)
                """,
                """
                CREATE TABLE case_calendar_day (
                    agency \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    is_worked \(.bool) NOT NULL,
                    PRIMARY KEY (agency, day)
                ) \(.strict)
                """,
            ]),
        Migration(
            "cases-002-words",
            [
                """
                CREATE TABLE case_word (
                    place \(.text) NOT NULL,
                    word \(.text) NOT NULL,
                    case_file \(.text) NOT NULL REFERENCES case_file (id),
                    PRIMARY KEY (place, word, case_file)
                ) \(.strict)
                """
            ]),
        Migration(
            "cases-003-rating",
            [
                """
                CREATE TABLE case_rating (
                    case_file \(.text) PRIMARY KEY REFERENCES case_file (id),
                    holder \(.text) NOT NULL,
                    at \(.int) NOT NULL,
                    score \(.int) NOT NULL CHECK (score BETWEEN 1 AND 5),
                    text \(.text) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX case_rating_holder ON case_rating (holder, at)",
            ]),
        Migration(
            "cases-004-consultation",
            [
                """
                CREATE TABLE case_consultation (
                    id \(.text) PRIMARY KEY,
                    case_file \(.text) NOT NULL REFERENCES case_file (id),
                    agency \(.text) NOT NULL,
                    asked_at \(.int) NOT NULL,
                    asked_by \(.text) NOT NULL,
                    question \(.text) NOT NULL CHECK (question <> ''),
                    due_at \(.int) NOT NULL,
                    answered_at \(.int),
                    answered_by \(.text),
                    answer \(.text) CHECK (answer <> ''),
                    CHECK ((answered_at IS NULL) = (answer IS NULL)),
                    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
                ) \(.strict)
                """,
                "CREATE INDEX case_consultation_case_file ON case_consultation (case_file, asked_at)",
                "CREATE INDEX case_consultation_open ON case_consultation (agency, due_at, id) WHERE answered_at IS NULL",
            ]),
        Migration(
            "cases-005-received",
            // The log book of a desk: what it took in, day by day.
            ["CREATE INDEX case_file_received ON case_file (desk, kind, received_at, id)"]),
        Migration(
            "cases-006-escalation",
            [
                "ALTER TABLE case_consultation ADD COLUMN is_escalation \(.bool) NOT NULL DEFAULT FALSE",
                "ALTER TABLE case_consultation ADD COLUMN passed_on \(.text) REFERENCES case_consultation (id)",
            ]),
    ]
}
