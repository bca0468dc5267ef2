// SPDX-License-Identifier: Apache-2.0

package import Database

package enum RenderingMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration(
            "rendering-001-issued-document",
            [
                // The HTML is kept until there is a PDF, or for good where there will be none.
                """
                CREATE TABLE issued_document (
                    id \(.text) PRIMARY KEY,
                    subject \(.text) NOT NULL CHECK (subject <> ''),
                    kind \(.text) NOT NULL CHECK (kind <> ''),
                    title \(.text) NOT NULL CHECK (title <> ''),
                    number \(.text) NOT NULL,
                    place \(.text) NOT NULL,
                    agency \(.text) NOT NULL,
                    code \(.text) NOT NULL UNIQUE,
                    signatories \(.text) NOT NULL,
                    signer_names \(.text) NOT NULL,
                    requested_at \(.int) NOT NULL,
                    state \(.text) NOT NULL CHECK (state IN ('waiting', 'ready', 'printable', 'failed')),
                    html \(.text) NOT NULL,
                    file \(.text),
                    issued_at \(.int),
                    problem \(.text) NOT NULL,
                    revoked_at \(.int),
                    revocation_reason \(.text),
                    CHECK ((state = 'ready') = (file IS NOT NULL)),
                    CHECK ((state = 'ready') = (html = '')),
                    CHECK ((state IN ('ready', 'printable')) = (issued_at IS NOT NULL)),
                    CHECK ((state = 'failed') = (problem <> '')),
                    CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL)),
                    CHECK (revocation_reason <> '')
                ) \(.strict)
                """,
                "CREATE INDEX issued_document_subject ON issued_document (subject, id)",
                "CREATE INDEX issued_document_file ON issued_document (file) WHERE file IS NOT NULL",
            ]),
        Migration(
            "rendering-002-signing",
            [
                // A paper that is printed and waits for the hand of a person, or for a service far away.
                """
                CREATE TABLE document_signing (
                    document \(.text) PRIMARY KEY REFERENCES issued_document (id),
                    draft \(.text) NOT NULL,
                    done \(.int) NOT NULL CHECK (done >= 0),
                    signatory \(.text) NOT NULL,
                    since \(.int) NOT NULL,
                    problem \(.text) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX document_signing_signatory ON document_signing (signatory, since, document)",
            ]),
        // Between two signatures a paper may wait for its number.
        Migration(
            "rendering-003-filling",
            ["ALTER TABLE document_signing ADD COLUMN filling \(.text) NOT NULL DEFAULT ''"]),
    ]
}
