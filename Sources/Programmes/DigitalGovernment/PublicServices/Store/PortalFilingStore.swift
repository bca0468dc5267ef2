// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel

/// The `portal_filing` table: which dossier came of which message of a portal.
struct PortalFilingStore {
    let db: any Connection

    struct Filing: Equatable {
        let dossier: ID<CaseFile>
        /// SHA-256 of the message.
        let digest: String
    }

    func find(_ key: String, of portal: Portal) throws -> Filing? {
        try db.rows(
            "SELECT dossier, digest FROM portal_filing WHERE portal = \(portal.name) AND idempotency_key = \(key)"
        ).first.map { Filing(dossier: try $0.id("dossier"), digest: try $0.text("digest")) }
    }

    /// False when the key was there before.
    func insert(_ filing: Filing, _ key: String, of portal: Portal, at time: Date) throws -> Bool {
        try db.run(
            """
            INSERT INTO portal_filing (portal, idempotency_key, digest, dossier, filed_at)
            VALUES (\(portal.name), \(key), \(filing.digest), \(filing.dossier), \(time))
            ON CONFLICT (portal, idempotency_key) DO NOTHING
            """) == 1
    }
}
