// SPDX-License-Identifier: Apache-2.0

package import Database

package enum AgencyMigrations {
    /// Append only: a released migration is never edited. Needs the tables of Units.
    package static let all = [
        Migration(
            "agencies-001-create",
            [
                """
                CREATE TABLE agency (
                    id \(.text) PRIMARY KEY,
                    organ_id \(.text) NOT NULL,
                    kind \(.text) NOT NULL,
                    name \(.text) NOT NULL CHECK (name <> ''),
                    name_en \(.text) NOT NULL CHECK (name_en <> ''),
                    name_key \(.blob) NOT NULL,
                    unit_code \(.text),
                    unit_from \(.text),
                    parent_id \(.text) REFERENCES agency (id),
                    valid_from \(.text) NOT NULL,
                    valid_to \(.text) CHECK (valid_to >= valid_from),
                    basis \(.text) NOT NULL CHECK (basis <> ''),
                    CHECK ((unit_code IS NULL) = (unit_from IS NULL)),
                    FOREIGN KEY (unit_code, unit_from) REFERENCES unit (code, valid_from)
                ) \(.strict)
                """,
                "CREATE UNIQUE INDEX agency_organ ON agency (organ_id) WHERE valid_to IS NULL",
                "CREATE INDEX agency_unit ON agency (unit_code, unit_from)",
                """
                CREATE TABLE agency_organ_id (
                    agency_id \(.text) NOT NULL REFERENCES agency (id),
                    organ_id \(.text) NOT NULL,
                    form \(.text) NOT NULL CHECK (form IN ('current', 'former')),
                    valid_from \(.text) NOT NULL,
                    valid_to \(.text) CHECK (valid_to >= valid_from),
                    PRIMARY KEY (organ_id, agency_id)
                ) \(.strict)
                """,
                """
                CREATE TABLE agency_succession (
                    old_id \(.text) NOT NULL REFERENCES agency (id),
                    new_id \(.text) NOT NULL REFERENCES agency (id),
                    function \(.text) NOT NULL,
                    function_en \(.text) NOT NULL,
                    day \(.text) NOT NULL,
                    basis \(.text) NOT NULL CHECK (basis <> ''),
                    PRIMARY KEY (old_id, new_id, function)
                ) \(.strict)
                """,
            ])
    ]
}
