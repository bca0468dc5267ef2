// SPDX-License-Identifier: Apache-2.0

package import Database

package enum IdentityMigrations {
    package static let all = [
        accounts, sessions, throttles, secondFactors, recoveries, consents, accountWords, organisations,
    ]

    private static let accounts = Migration(
        "identity-001-account",
        [
            """
            CREATE TABLE account (
                id \(.text) PRIMARY KEY,
                username \(.text) UNIQUE,
                name \(.text) NOT NULL CHECK (name <> ''),
                status \(.text) NOT NULL CHECK (status IN ('active', 'disabled')),
                language \(.text) CHECK (language IN ('vi', 'en')),
                created_at \(.int) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE password (
                account_id \(.text) PRIMARY KEY REFERENCES account (id),
                hash \(.text) NOT NULL,
                changed_at \(.int) NOT NULL
            ) \(.strict)
            """,
            // The identifier is found by its keyed hash and shown by opening the sealed copy; it is never stored as typed.
            """
            CREATE TABLE resident (
                id \(.text) PRIMARY KEY,
                account_id \(.text) UNIQUE REFERENCES account (id),
                name \(.text) NOT NULL CHECK (name <> ''),
                identifier_lookup \(.blob) NOT NULL UNIQUE,
                identifier_sealed \(.blob) NOT NULL,
                verified_at \(.int),
                created_at \(.int) NOT NULL
            ) \(.strict)
            """,
            """
            CREATE TABLE post (
                id \(.text) PRIMARY KEY,
                account_id \(.text) NOT NULL REFERENCES account (id),
                role \(.text) NOT NULL,
                agency \(.text) NOT NULL CHECK (agency <> ''),
                since_at \(.int) NOT NULL,
                until_at \(.int) CHECK (until_at >= since_at)
            ) \(.strict)
            """,
            "CREATE INDEX post_account ON post (account_id)",
            "CREATE INDEX post_agency ON post (agency, role)",
        ])

    private static let sessions = Migration(
        "identity-002-session",
        [
            """
            CREATE TABLE session (
                id \(.text) PRIMARY KEY,
                token_hash \(.blob) NOT NULL UNIQUE,
                account_id \(.text) NOT NULL REFERENCES account (id),
                post_id \(.text) REFERENCES post (id),
                method \(.text) NOT NULL CHECK (method IN ('password', 'eid')),
                second_factor_at \(.int),
                browser \(.text) NOT NULL,
                created_at \(.int) NOT NULL,
                seen_at \(.int) NOT NULL,
                expires_at \(.int) NOT NULL,
                ended_at \(.int)
            ) \(.strict)
            """,
            "CREATE INDEX session_account ON session (account_id, created_at)",
            "CREATE INDEX session_expires ON session (expires_at)",
        ])

    private static let throttles = Migration(
        "identity-003-throttle",
        [
            """
            CREATE TABLE throttle (
                name \(.blob) PRIMARY KEY,
                failures \(.int) NOT NULL,
                failed_at \(.int) NOT NULL,
                free_at \(.int) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX throttle_failed ON throttle (failed_at)",
            """
            CREATE TABLE known_device (
                token_hash \(.blob) NOT NULL,
                account_id \(.text) NOT NULL REFERENCES account (id),
                used_at \(.int) NOT NULL,
                PRIMARY KEY (token_hash, account_id)
            ) \(.strict)
            """,
            "CREATE INDEX known_device_account ON known_device (account_id, used_at)",
        ])

    private static let secondFactors = Migration(
        "identity-004-second-factor",
        [
            """
            CREATE TABLE second_factor (
                account_id \(.text) PRIMARY KEY REFERENCES account (id),
                secret_sealed \(.blob) NOT NULL,
                confirmed_at \(.int),
                last_step \(.int)
            ) \(.strict)
            """,
            """
            CREATE TABLE recovery_code (
                account_id \(.text) NOT NULL REFERENCES second_factor (account_id),
                hash \(.blob) NOT NULL,
                PRIMARY KEY (account_id, hash)
            ) \(.strict)
            """,
            """
            CREATE TABLE sign_in_step (
                token_hash \(.blob) PRIMARY KEY,
                kind \(.text) NOT NULL,
                sealed \(.blob) NOT NULL,
                tries \(.int) NOT NULL,
                expires_at \(.int) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX sign_in_step_expires ON sign_in_step (expires_at)",
        ])

    private static let recoveries = Migration(
        "identity-005-recovery",
        [
            """
            CREATE TABLE recovery (
                account_id \(.text) PRIMARY KEY REFERENCES account (id),
                hash \(.blob) NOT NULL,
                also_second_factor \(.bool) NOT NULL,
                expires_at \(.int) NOT NULL
            ) \(.strict)
            """
        ])

    private static let consents = Migration(
        "identity-006-consent",
        [
            """
            CREATE TABLE consent (
                id \(.text) PRIMARY KEY,
                grantor_id \(.text) NOT NULL REFERENCES account (id),
                grantee_id \(.text) NOT NULL REFERENCES account (id) CHECK (grantee_id <> grantor_id),
                matter \(.text) NOT NULL CHECK (matter <> ''),
                given_at \(.int) NOT NULL,
                until_at \(.int) NOT NULL CHECK (until_at > given_at),
                withdrawn_at \(.int)
            ) \(.strict)
            """,
            "CREATE INDEX consent_grantor ON consent (grantor_id, given_at)",
            "CREATE INDEX consent_grantee ON consent (grantee_id)",
        ])

    /// Names and user names, folded and cut into words: what one finds an account by.
    private static let accountWords = Migration(
        "identity-007-account-word",
        [
            """
            CREATE TABLE account_word (
                word \(.text) NOT NULL CHECK (word <> ''),
                account_id \(.text) NOT NULL REFERENCES account (id),
                PRIMARY KEY (word, account_id)
            ) \(.strict)
            """
        ])

    private static let organisations = Migration(
        "identity-008-organisation",
        [
            """
            CREATE TABLE organisation (
                id \(.text) PRIMARY KEY,
                tax_code \(.text) NOT NULL UNIQUE CHECK (length(tax_code) IN (10, 13)),
                name \(.text) NOT NULL CHECK (name <> ''),
                basis \(.text) NOT NULL CHECK (basis <> ''),
                entered_by \(.text) NOT NULL,
                entered_at \(.text) NOT NULL CHECK (entered_at <> ''),
                entered_on \(.int) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX organisation_entered ON organisation (entered_at, entered_on)",
            """
            CREATE TABLE authorisation (
                id \(.text) PRIMARY KEY,
                organisation_id \(.text) NOT NULL REFERENCES organisation (id),
                resident_id \(.text) NOT NULL REFERENCES resident (id),
                kind \(.text) NOT NULL CHECK (kind IN ('representative', 'authorised')),
                title \(.text) NOT NULL CHECK (title <> ''),
                since_at \(.int) NOT NULL,
                until_at \(.int) CHECK (until_at >= since_at),
                CHECK (kind = 'representative' OR until_at IS NOT NULL)
            ) \(.strict)
            """,
            // One at a time: the one before ends in the transaction in which the next begins.
            """
            CREATE UNIQUE INDEX authorisation_representative ON authorisation (organisation_id)
            WHERE kind = 'representative' AND until_at IS NULL
            """,
            "CREATE INDEX authorisation_organisation ON authorisation (organisation_id, since_at)",
            "CREATE INDEX authorisation_resident ON authorisation (resident_id)",
        ])
}
