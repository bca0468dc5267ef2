// SPDX-License-Identifier: Apache-2.0

package import Database

package enum FormMigrations {
    package static let all = [
        Migration(
            "forms-001-draft",
            [
                """
                CREATE TABLE form_draft (
                    id \(.text) PRIMARY KEY,
                    kind \(.text) NOT NULL CHECK (kind <> ''),
                    form \(.text) NOT NULL CHECK (form <> ''),
                    version \(.int) NOT NULL CHECK (version > 0),
                    owner \(.text) NOT NULL,
                    answers \(.text) NOT NULL,
                    revision \(.int) NOT NULL CHECK (revision > 0),
                    begun_at \(.int) NOT NULL,
                    saved_at \(.int) NOT NULL,
                    became \(.text) CHECK (became LIKE '/%'),
                    CHECK (became IS NULL OR answers = '{}')
                ) \(.strict)
                """,
                "CREATE INDEX form_draft_owner ON form_draft (owner, saved_at)",
                "CREATE INDEX form_draft_saved_at ON form_draft (saved_at)",
            ]),
        Migration("forms-002-place", ["ALTER TABLE form_draft ADD COLUMN place \(.text)"]),
    ]
}
