// SPDX-License-Identifier: Apache-2.0

package import Database

package enum UnitMigrations {
    /// Append only: a released migration is never edited.
    package static let all = [
        Migration(
            "units-001-create",
            [
                """
                CREATE TABLE unit (
                    code \(.text) NOT NULL CHECK (code <> ''),
                    valid_from \(.text) NOT NULL,
                    valid_to \(.text) CHECK (valid_to >= valid_from),
                    level \(.text) NOT NULL CHECK (level IN ('province', 'district', 'commune')),
                    kind \(.text) NOT NULL,
                    name \(.text) NOT NULL CHECK (name <> ''),
                    parent_code \(.text) CHECK ((parent_code IS NULL) = (level = 'province')),
                    latitude \(.real) NOT NULL,
                    longitude \(.real) NOT NULL,
                    area_km2 \(.real),
                    PRIMARY KEY (code, valid_from)
                ) \(.strict)
                """,
                "CREATE UNIQUE INDEX unit_open ON unit (code) WHERE valid_to IS NULL",
                """
                CREATE TABLE unit_succession (
                    old_code \(.text) NOT NULL,
                    old_from \(.text) NOT NULL,
                    new_code \(.text) NOT NULL,
                    new_from \(.text) NOT NULL,
                    extent \(.text) NOT NULL CHECK (extent IN ('whole', 'part')),
                    is_main \(.bool) NOT NULL,
                    PRIMARY KEY (old_code, old_from, new_code, new_from),
                    FOREIGN KEY (old_code, old_from) REFERENCES unit (code, valid_from),
                    FOREIGN KEY (new_code, new_from) REFERENCES unit (code, valid_from)
                ) \(.strict)
                """,
                "CREATE INDEX unit_succession_new ON unit_succession (new_code, new_from)",
                """
                CREATE TABLE unit_change (
                    day \(.text) NOT NULL, basis \(.text) NOT NULL CHECK (basis <> ''),
                    PRIMARY KEY (day, basis)
                ) \(.strict)
                """,
                """
                CREATE TABLE unit_load (
                    version \(.int) PRIMARY KEY,
                    sha256 \(.text) NOT NULL UNIQUE,
                    loaded_at \(.int) NOT NULL
                ) \(.strict)
                """,
            ])
    ]
}
