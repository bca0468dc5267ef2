// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel
import Ledger

/// Runs in the transaction in which a bill was settled (`bill.state` is paid or exempted), so that what waited for the money
/// moves on with it or not at all. When it throws, the money is kept as unmatched and a cashier sees it.
package typealias SettledHook = @Sendable (_ bill: Bill, _ connection: any Connection) throws -> Void

/// Bills, and the money that comes for them. A module asks for a bill inside its own transaction and is told when it is
/// settled, inside the transaction that settles it:
///
///     try await database.write { connection in
///         …
///         let bill = try payments.bill([line], for: dossier.id.rawValue, at: agency, payer: account, by: actor, in: connection)
///     }
///
/// Payments knows nothing of the module: `subject` is an id that only the module understands.
package struct PaymentService: Sendable {
    let database: any Database
    let now: Now
    let newID: NewID
    let newReference: @Sendable () -> PaymentReference
    let providers: [any PaymentProvider]
    let onSettled: [SettledHook]

    package init(
        database: any Database, providers: [any PaymentProvider] = [], onSettled: [SettledHook] = [],
        now: @escaping Now, newID: @escaping NewID,
        newReference: @escaping @Sendable () -> PaymentReference = { .random() }
    ) {
        self.database = database
        self.providers = providers
        self.onSettled = onSettled
        self.now = now
        self.newID = newID
        self.newReference = newReference
    }

    /// Makes a bill in the caller's transaction; nil when nothing is owed. Who may ask for money is the caller's to know.
    package func bill(
        _ lines: [BillLine], for subject: String, at agency: Place, payer: String, by actor: Actor,
        in connection: any Connection
    ) throws -> Bill? {
        let store = BillStore(db: connection)
        while true {
            let bill = try Bill(
                id: ID(newID()), reference: newReference(), agency: agency, subject: subject, payer: payer,
                lines: lines, at: now())
            guard let bill else { return nil }
            guard try store.insert(bill) else { continue }
            try book(.billed, bill.amount, of: bill, in: connection)
            try record("billed", bill, by: actor, in: connection)
            return bill
        }
    }

    /// The bills of one matter, the oldest first.
    package func bills(of subject: String, in connection: any Connection) throws -> [Bill] {
        try BillStore(db: connection).list(of: subject)
    }

    /// What some bills are for, by their ids; ids of anything else are left out.
    package func subjects(of bills: [String]) async throws -> [String: String] {
        try await database.read { try BillStore(db: $0).subjects(of: bills) }
    }

    /// Takes an open bill back in the caller's transaction, for example because the matter was withdrawn. Who may do so is
    /// the caller's to know.
    @discardableResult
    package func cancel(
        _ id: ID<Bill>, because reason: String, by actor: Actor, in connection: any Connection
    ) throws -> Bill {
        guard var bill = try BillStore(db: connection).take(id) else { throw PaymentProblem.noBill }
        try bill.cancel(because: reason, by: actor.id, at: now())
        try keep(bill, .cancelled, by: actor, in: connection)
        return bill
    }

    /// Waives an open bill: nothing is owed any more.
    package func exempt(_ id: ID<Bill>, because reason: String, by actor: Actor) async throws -> Bill {
        try await database.write { connection in
            var bill = try take(id, for: actor, Payments.exempt, in: connection)
            try bill.exempt(because: reason, by: actor.id, at: now())
            try keep(bill, .exempted, by: actor, in: connection)
            try onSettled.forEach { try $0(bill, connection) }
            return bill
        }
    }

    /// Takes the money for an open bill over the counter.
    package func takeCash(for id: ID<Bill>, by actor: Actor) async throws {
        try await database.write { connection in
            let bill = try take(id, for: actor, Payments.settle, in: connection)
            try pay(bill, from: BookAccount(.cash, of: bill.agency), .paid, by: actor, in: connection)
        }
    }

    /// Decides that a paid bill is given back. The money leaves the account later (`payOut`).
    package func refund(_ id: ID<Bill>, because reason: String, by actor: Actor) async throws -> Bill {
        try await database.write { connection in
            var bill = try take(id, for: actor, Payments.refund, in: connection)
            try bill.refund(because: reason, by: actor.id, at: now())
            let refund = Refund(
                id: ID(newID()), bill: bill.id, amount: bill.amount, decidedAt: now(), paidOutAt: nil)
            try ReceiptStore(db: connection).insert(refund, by: actor.id)
            try keep(bill, .refunded, by: actor, in: connection)
            return bill
        }
    }

    /// Writes down that the money of a refund has left the account.
    package func payOut(_ id: ID<Bill>, by actor: Actor) async throws {
        try await database.write { connection in
            let bill = try take(id, for: actor, Payments.refund, in: connection)
            // By the road on which it came: out of the till, or from the account in use.
            let wasCash = try BookStore(db: connection).transfers(of: id).contains { $0.debit.kind == .cash }
            let account = try ReceivingAccountStore(db: connection).list(at: bill.agency).first?.inBooks
            let source = wasCash ? nil : account
            guard let refund = try ReceiptStore(db: connection).refund(of: id),
                try payOut(
                    refund, of: bill, from: source ?? BookAccount(.cash, of: bill.agency), by: actor, in: connection)
            else { throw PaymentProblem.notWaiting }
        }
    }

    /// False when it was paid out already.
    func payOut(
        _ refund: Refund, of bill: Bill, from account: BookAccount, by actor: Actor, in connection: any Connection
    ) throws -> Bool {
        guard try ReceiptStore(db: connection).payOut(refund.id, by: actor.id, at: now()) else { return false }
        try book(
            .paidOut, refund.amount, debit: BookAccount(.refunds, of: bill.agency), credit: account,
            bill: bill.id, in: connection)
        try record("refund_paid_out", bill, by: actor, in: connection)
        return true
    }

    private func take(
        _ id: ID<Bill>, for actor: Actor, _ permission: Permission, in connection: any Connection
    ) throws -> Bill {
        guard let bill = try BillStore(db: connection).take(id), actor.can(Payments.read, in: bill.agency) else {
            throw PaymentProblem.noBill
        }
        try actor.may(permission, in: bill.agency)
        return bill
    }

    /// Stores a decision with its entry in the books and its event.
    private func keep(
        _ bill: Bill, _ occasion: Transfer.Occasion, by actor: Actor, in connection: any Connection
    ) throws {
        try BillStore(db: connection).updateDecision(of: bill)
        try book(occasion, bill.amount, of: bill, in: connection)
        try record(occasion.rawValue, bill, by: actor, ["reason": bill.decision?.reason ?? ""], in: connection)
    }
}
