// SPDX-License-Identifier: Apache-2.0

package import Database

package enum DocumentOriginMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration(
            "documents-origin-001",
            [
                """
                CREATE TABLE document_origin (
                    case_file \(.text) PRIMARY KEY REFERENCES case_file (id),
                    kind \(.text) NOT NULL,
                    origin \(.text) NOT NULL,
                    title \(.text) NOT NULL,
                    path \(.text) NOT NULL,
                    UNIQUE (kind, origin)
                ) \(.strict)
                """
            ])
    ]
}
