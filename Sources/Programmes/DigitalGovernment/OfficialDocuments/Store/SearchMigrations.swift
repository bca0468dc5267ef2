// SPDX-License-Identifier: Apache-2.0

package import Database

package enum DocumentSearchMigrations {
    /// Append only: a released migration is never edited. Both tables are built anew from the ledger.
    package static let all = [
        Migration(
            "documents-search-001",
            [
                """
                CREATE TABLE document_found (
                    document \(.text) PRIMARY KEY,
                    way \(.text) NOT NULL,
                    agency \(.text) NOT NULL,
                    year \(.int) NOT NULL,
                    type \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    number \(.text) NOT NULL,
                    subject \(.text) NOT NULL,
                    party \(.text) NOT NULL,
                    event \(.text) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX document_found_newest ON document_found (agency, document)",
                """
                CREATE TABLE document_word (
                    document \(.text) NOT NULL REFERENCES document_found (document) ON DELETE CASCADE,
                    word \(.text) NOT NULL,
                    agency \(.text) NOT NULL,
                    PRIMARY KEY (document, word)
                ) \(.strict)
                """,
                "CREATE INDEX document_word_word ON document_word (agency, word, document)",
            ])
    ]
}
