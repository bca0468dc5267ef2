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
            ])
    ]
}
