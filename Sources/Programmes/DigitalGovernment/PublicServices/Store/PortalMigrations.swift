// SPDX-License-Identifier: Apache-2.0

package import Database

package enum PortalMigrations {
    package static let all = [
        Migration(
            "portals-001-filing",
            [
                """
                CREATE TABLE portal_filing (
                    portal \(.text) NOT NULL,
                    idempotency_key \(.text) NOT NULL,
                    digest \(.text) NOT NULL,
                    dossier \(.text) NOT NULL UNIQUE,
                    filed_at \(.int) NOT NULL,
                    PRIMARY KEY (portal, idempotency_key)
                ) \(.strict)
                """
            ]),
        // A dossier may come of several messages: filed, supplemented, withdrawn.
        Migration(
            "portals-002-call",
            [
                """
                CREATE TABLE portal_call (
                    portal \(.text) NOT NULL,
                    idempotency_key \(.text) NOT NULL,
                    act \(.text) NOT NULL,
                    digest \(.text) NOT NULL,
                    dossier \(.text) NOT NULL,
                    called_at \(.int) NOT NULL,
                    PRIMARY KEY (portal, idempotency_key)
                ) \(.strict)
                """,
                """
                INSERT INTO portal_call (portal, idempotency_key, act, digest, dossier, called_at)
                SELECT portal, idempotency_key, 'file', digest, dossier, filed_at FROM portal_filing
                """,
                "DROP TABLE portal_filing",
            ]),
    ]
}
