// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `mail_address` table.
struct AddressStore {
    let db: any Connection

    struct Entry: Sendable {
        var reach: Reachability
        /// How many letters asked for a confirmation since `askedSince`.
        var asked: Int
        var askedSince: Date
    }

    func find(_ account: String) throws -> Entry? {
        try db.rows("SELECT \(Self.columns) FROM mail_address WHERE account = \(account)").first.map(Self.entry)
    }

    /// As `find`, for a row about to be changed.
    func take(_ account: String) throws -> Entry? {
        try db.rows("SELECT \(Self.columns) FROM mail_address WHERE account = \(account) \(db.dialect.lockRow)")
            .first.map(Self.entry)
    }

    /// Whose link it is that has this hash and has not run out.
    func account(confirming hash: [UInt8], at time: Date) throws -> String? {
        try db.rows("SELECT account FROM mail_address WHERE pending_hash = \(hash) AND pending_until > \(time)").first?
            .text("account")
    }

    func ask(_ account: String, _ entry: Entry, hash: [UInt8], until: Date) throws {
        let reach = entry.reach
        try db.run(
            """
            INSERT INTO mail_address (account, pending, pending_hash, pending_until, language, is_on, asked, asked_since)
            VALUES (\(account), \(reach.pending), \(hash), \(until), \(reach.language.rawValue), \(reach.isOn),
                    \(entry.asked), \(entry.askedSince))
            ON CONFLICT (account) DO UPDATE SET pending = excluded.pending, pending_hash = excluded.pending_hash,
                pending_until = excluded.pending_until, language = excluded.language, asked = excluded.asked,
                asked_since = excluded.asked_since
            """)
    }

    func confirm(_ account: String) throws {
        try db.run(
            """
            UPDATE mail_address SET address = pending, is_on = \(true), pending = NULL, pending_hash = NULL,
                pending_until = NULL
            WHERE account = \(account)
            """)
    }

    func turn(_ isOn: Bool, _ language: Language, of account: String) throws {
        try db.run(
            "UPDATE mail_address SET is_on = \(isOn), language = \(language.rawValue) WHERE account = \(account)")
    }

    func remove(_ account: String) throws { try db.run("DELETE FROM mail_address WHERE account = \(account)") }

    private static let columns: SQL = "address, pending, language, is_on, asked, asked_since"

    private static func entry(_ row: Row) throws -> Entry {
        Entry(
            reach: Reachability(
                address: try row.optional("address", row.text), pending: try row.optional("pending", row.text),
                language: try row.value("language", Language.init(rawValue:)), isOn: try row.bool("is_on")),
            asked: try row.int("asked"), askedSince: try row.time("asked_since"))
    }
}
