// SPDX-License-Identifier: Apache-2.0

package import Database

package enum JobsMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration(
            "jobs-001-lease",
            [
                """
                CREATE TABLE job_lease (
                    name \(.text) PRIMARY KEY,
                    holder \(.text) NOT NULL,
                    token \(.int) NOT NULL CHECK (token > 0),
                    until_at \(.int) NOT NULL
                ) \(.strict)
                """
            ])
    ]
}
