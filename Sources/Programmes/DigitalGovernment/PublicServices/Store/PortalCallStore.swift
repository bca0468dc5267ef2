// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel

/// The `portal_call` table: what was done for which message of a portal.
struct PortalCallStore {
    let db: any Connection

    struct Call: Equatable {
        let act: PortalAct
        let dossier: ID<CaseFile>
        /// SHA-256 of the message.
        let digest: String
    }

    func find(_ key: String, of portal: Portal) throws -> Call? {
        try db.rows(
            "SELECT act, dossier, digest FROM portal_call WHERE portal = \(portal.name) AND idempotency_key = \(key)"
        ).first.map {
            Call(act: try $0.value("act", PortalAct.init), dossier: try $0.id("dossier"), digest: try $0.text("digest"))
        }
    }

    /// False when the key was there before.
    func insert(_ call: Call, _ key: String, of portal: Portal, at time: Date) throws -> Bool {
        try db.change(
            """
            INSERT INTO portal_call (portal, idempotency_key, act, digest, dossier, called_at)
            VALUES (\(portal.name), \(key), \(call.act.rawValue), \(call.digest), \(call.dossier), \(time))
            ON CONFLICT (portal, idempotency_key) DO NOTHING
            """) == 1
    }
}
