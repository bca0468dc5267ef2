// SPDX-License-Identifier: Apache-2.0

package import Database

package enum PetitionMigrations {
    package static let all = [
        Migration(
            "petitions-001-scene-report",
            [
                """
                CREATE TABLE scene_report (
                    id \(.text) PRIMARY KEY,
                    agency \(.text) NOT NULL,
                    reporter \(.text) NOT NULL,
                    location \(.text) NOT NULL CHECK (location <> ''),
                    text \(.text) NOT NULL CHECK (text <> ''),
                    submitted_at \(.int) NOT NULL,
                    status \(.text) NOT NULL CHECK (status IN ('submitted', 'accepted', 'declined')),
                    decided_by \(.text),
                    decided_at \(.int),
                    reason \(.text),
                    CHECK ((status = 'submitted') = (decided_at IS NULL)),
                    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
                    CHECK (status <> 'declined' OR reason <> '')
                ) \(.strict)
                """,
                "CREATE INDEX scene_report_agency_status ON scene_report (agency, status, submitted_at, id)",
                "CREATE INDEX scene_report_reporter ON scene_report (reporter, submitted_at)",
            ]),
        Migration(
            "petitions-002-sent-by",
            [
                "ALTER TABLE scene_report ADD COLUMN sent_by \(.text) CHECK (sent_by <> reporter)",
                "CREATE INDEX scene_report_sent_by ON scene_report (sent_by, submitted_at)",
            ]),
    ]
}
