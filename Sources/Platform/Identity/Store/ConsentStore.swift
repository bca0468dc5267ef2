// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `consent` table. A consent taken back keeps its row: it held until then.
struct ConsentStore {
    let db: any Connection

    func insert(_ consent: Consent) throws {
        try db.run(
            """
            INSERT INTO consent (id, grantor_id, grantee_id, matter, given_at, until_at)
            VALUES (\(consent.id), \(consent.grantor), \(consent.grantee), \(consent.matter), \(consent.givenAt),
                    \(consent.until))
            """)
    }

    func find(_ id: ID<Consent>) throws -> Consent? {
        try db.rows("\(Self.select) WHERE consent.id = \(id)").first.map(Consent.init(row:))
    }

    func given(by account: ID<Account>) throws -> [Consent] {
        try db.rows(
            "\(Self.select) WHERE grantor_id = \(account) ORDER BY given_at DESC, consent.id DESC LIMIT 200"
        ).map(Consent.init(row:))
    }

    /// Those that hold at `time`. Nobody acts for an account that is closed.
    func held(by account: ID<Account>, at time: Date) throws -> [Consent] {
        try db.rows(
            """
            \(Self.select) WHERE grantee_id = \(account) AND withdrawn_at IS NULL AND until_at > \(time)
                AND grantor.status = 'active'
            ORDER BY given_at DESC, consent.id DESC
            """
        ).map(Consent.init(row:))
    }

    /// False when it had been taken back before.
    func withdraw(_ id: ID<Consent>, at time: Date) throws -> Bool {
        try db.change("UPDATE consent SET withdrawn_at = \(time) WHERE id = \(id) AND withdrawn_at IS NULL") == 1
    }

    private static let select: SQL = """
        SELECT consent.id, grantor_id, grantor.name AS grantor_name, grantee_id, grantee.name AS grantee_name, matter,
               given_at, until_at, withdrawn_at
        FROM consent JOIN account grantor ON grantor.id = grantor_id JOIN account grantee ON grantee.id = grantee_id
        """
}

extension Consent {
    init(row: Row) throws {
        self.init(
            id: ID(try row.text("id")), grantor: ID(try row.text("grantor_id")),
            grantorName: try row.text("grantor_name"), grantee: ID(try row.text("grantee_id")),
            granteeName: try row.text("grantee_name"), matter: try row.text("matter"),
            givenAt: try row.time("given_at"), until: try row.time("until_at"),
            withdrawnAt: try row.optional("withdrawn_at", row.time))
    }
}
