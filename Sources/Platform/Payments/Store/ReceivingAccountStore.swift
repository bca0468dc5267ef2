// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `receiving_account` table.
struct ReceivingAccountStore {
    let db: any Connection

    /// The accounts into which an agency is paid now, by provider.
    func open(at agency: Place) throws -> [ReceivingAccount] {
        try accounts("agency = \(agency.rawValue) AND closed_at IS NULL ORDER BY provider")
    }

    /// All that ever had this number, those still open first.
    func find(_ number: String, provider: String) throws -> [ReceivingAccount] {
        try accounts(
            """
            provider = \(provider) AND number = \(number)
            ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, opened_at DESC, id
            """)
    }

    func list(at agency: Place) throws -> [ReceivingAccount] {
        try accounts("agency = \(agency.rawValue) ORDER BY provider, opened_at DESC, id")
    }

    /// Puts the account in the place of the one before it.
    func insert(_ account: ReceivingAccount) throws {
        try db.run(
            """
            UPDATE receiving_account SET closed_at = \(account.openedAt)
            WHERE agency = \(account.agency.rawValue) AND provider = \(account.provider) AND closed_at IS NULL
            """)
        try db.run(
            """
            INSERT INTO receiving_account (id, agency, provider, bank, bank_name, number, holder,
                opened_at)
            VALUES (\(account.id), \(account.agency.rawValue), \(account.provider), \(account.bank),
                    \(account.bankName), \(account.number), \(account.holder), \(account.openedAt))
            """)
    }

    private func accounts(_ condition: SQL) throws -> [ReceivingAccount] {
        try db.rows(
            """
            SELECT id, agency, provider, bank, bank_name, number, holder, opened_at, closed_at
            FROM receiving_account WHERE \(condition)
            """
        ).map { row in
            ReceivingAccount(
                id: try row.id("id"), agency: Place(rawValue: try row.text("agency")),
                provider: try row.text("provider"), bank: try row.text("bank"),
                bankName: try row.text("bank_name"), number: try row.text("number"),
                holder: try row.text("holder"), openedAt: try row.time("opened_at"),
                closedAt: try row.optional("closed_at", row.time))
        }
    }
}
