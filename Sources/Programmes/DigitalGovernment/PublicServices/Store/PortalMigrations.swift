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
            ])
    ]
}
