// SPDX-License-Identifier: Apache-2.0

package import Database

package enum DocumentNotationMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration(
            "documents-notation-001",
            [
                // The Party parts the number from what follows with a hyphen.
                "ALTER TABLE document_issued ADD COLUMN stroke \(.text) NOT NULL DEFAULT '/'",
                """
                CREATE TABLE agency_notation (
                    event \(.text) PRIMARY KEY,
                    agency \(.text) NOT NULL,
                    notation \(.text) NOT NULL CHECK (notation <> ''),
                    set_by \(.text) NOT NULL,
                    set_at \(.int) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX agency_notation_newest ON agency_notation (agency, set_at, event)",
                """
                CREATE TABLE document_signed (
                    case_file \(.text) PRIMARY KEY REFERENCES case_file (id),
                    stroke \(.text) NOT NULL,
                    notation \(.text) NOT NULL
                ) \(.strict)
                """,
            ])
    ]
}
