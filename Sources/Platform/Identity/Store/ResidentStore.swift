// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `resident` table, where identifiers are found by keyed hash and kept sealed.
struct ResidentStore {
    let db: any Connection
    let secret: Secret

    func find(_ identifier: PersonalIdentifier) throws -> Resident? {
        let lookup = secret.lookup(identifier.digits, for: "identifier")
        return try db.rows("SELECT \(Self.columns) FROM resident WHERE identifier_lookup = \(lookup)").first
            .map(resident)
    }

    func find(account: ID<Account>) throws -> Resident? {
        try db.rows("SELECT \(Self.columns) FROM resident WHERE account_id = \(account)").first.map(resident)
    }

    func insert(_ resident: Resident, at time: Date) throws {
        let digits = resident.identifier.digits
        try db.run(
            """
            INSERT INTO resident (id, account_id, name, identifier_lookup, identifier_sealed, verified_at, created_at)
            VALUES (\(resident.id), \(resident.account), \(resident.name),
                    \(secret.lookup(digits, for: "identifier")),
                    \(try secret.seal(Data(digits.utf8), of: resident.id.rawValue)), \(resident.verifiedAt), \(time))
            """)
    }

    /// The national e-ID has just said that this is their name.
    func vouch(_ id: ID<Resident>, name: String, at time: Date) throws {
        try db.run("UPDATE resident SET name = \(name), verified_at = \(time) WHERE id = \(id)")
    }

    func link(_ id: ID<Resident>, to account: ID<Account>) throws {
        try db.run("UPDATE resident SET account_id = \(account) WHERE id = \(id)")
    }

    private func resident(row: Row) throws -> Resident {
        let id = ID<Resident>(try row.text("id"))
        let digits = String(
            decoding: try secret.open(try row.blob("identifier_sealed"), of: id.rawValue), as: UTF8.self)
        return Resident(
            id: id, account: try row.optional("account_id") { try row.id($0) }, name: try row.text("name"),
            identifier: try PersonalIdentifier(digits), verifiedAt: try row.optional("verified_at", row.time))
    }

    private static let columns: SQL = "id, account_id, name, identifier_sealed, verified_at"
}
