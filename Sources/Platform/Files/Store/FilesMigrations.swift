// SPDX-License-Identifier: Apache-2.0

package import Database

package enum FilesMigrations {
    package static let all = [
        Migration(
            "files-001-create",
            [
                """
                CREATE TABLE file (
                    hash \(.text) PRIMARY KEY,
                    size \(.int) NOT NULL CHECK (size > 0),
                    kind \(.text) NOT NULL,
                    upload \(.text) NOT NULL,
                    received_at \(.int) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE file_reference (
                    hash \(.text) NOT NULL REFERENCES file (hash),
                    subject \(.text) NOT NULL,
                    name \(.text) NOT NULL,
                    at \(.int) NOT NULL,
                    PRIMARY KEY (subject, hash)
                ) \(.strict)
                """,
                "CREATE INDEX file_reference_hash ON file_reference (hash)",
                """
                CREATE TABLE file_chunk (
                    upload \(.text) NOT NULL,
                    number \(.int) NOT NULL,
                    bytes \(.blob) NOT NULL,
                    PRIMARY KEY (upload, number)
                ) \(.strict)
                """,
            ]),
        Migration(
            "files-002-resuming",
            [
                """
                CREATE TABLE resumable_upload (
                    id \(.text) PRIMARY KEY,
                    owner \(.text) NOT NULL,
                    name \(.text) NOT NULL,
                    size \(.int) NOT NULL,
                    received \(.int) NOT NULL CHECK (received BETWEEN 0 AND size),
                    begun_at \(.int) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX resumable_upload_owner ON resumable_upload (owner, begun_at)",
                "CREATE INDEX resumable_upload_age ON resumable_upload (begun_at)",
                """
                CREATE TABLE resumable_upload_piece (
                    upload \(.text) NOT NULL REFERENCES resumable_upload (id),
                    start \(.int) NOT NULL,
                    hash \(.text) NOT NULL,
                    PRIMARY KEY (upload, start)
                ) \(.strict)
                """,
            ]),
    ]
}
