// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel
import Ledger

extension PaymentService {
    /// Says into which account an agency is paid from now on, in the place of the one before it.
    package func openAccount(
        _ statement: ReceivingAccount.Statement, at agency: Place, by actor: Actor
    ) async throws -> ReceivingAccount {
        try actor.may(Payments.keepAccounts, in: agency)
        let account = try ReceivingAccount(statement, id: ID(newID()), agency: agency, at: now())
        let event = Event(
            id: ID(newID()), kind: "payments.account_opened", subject: account.id.rawValue, place: agency.rawValue,
            actor: actor.id, at: now(),
            facts: [
                "provider": account.provider, "bank": account.bank, "number": account.number, "holder": account.holder,
            ].filter { !$0.value.isEmpty })
        return try await database.write { connection in
            try ReceivingAccountStore(db: connection).insert(account)
            try Ledger(connection).append(event)
            return account
        }
    }

    /// The accounts into which an agency is paid now. Anybody may know them.
    package func openAccounts(at agency: Place) async throws -> [ReceivingAccount] {
        try await database.read { try ReceivingAccountStore(db: $0).open(at: agency) }
    }

    /// All accounts an agency ever had, the newest first.
    package func accounts(at agency: Place, for actor: Actor) async throws -> [ReceivingAccount] {
        try actor.may(Payments.keepAccounts, in: agency)
        return try await database.read { try ReceivingAccountStore(db: $0).list(at: agency) }
    }
}
