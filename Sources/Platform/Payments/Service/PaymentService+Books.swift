// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
package import Kernel
import Ledger

extension PaymentService {
    /// What passed through each of an agency's accounts, up to now or up to the end of a day.
    package func balance(of agency: Place, on day: Day? = nil, for actor: Actor) async throws -> TrialBalance {
        try actor.may(Payments.read, in: agency)
        let end = day.map { ($0 + 1).start } ?? .distantFuture
        return try await database.read { try BookStore(db: $0).balance(of: agency, before: end) }
    }

    /// What passes when nothing but the bill is concerned.
    func book(
        _ occasion: Transfer.Occasion, _ amount: Money, of bill: Bill, in connection: any Connection
    ) throws {
        let receivable = BookAccount(.receivable, of: bill.agency)
        let income = BookAccount(.income, of: bill.agency)
        let (debit, credit) =
            switch occasion {
            case .billed: (receivable, income)
            case .refunded: (income, BookAccount(.refunds, of: bill.agency))
            default: (income, receivable)
            }
        try book(occasion, amount, debit: debit, credit: credit, bill: bill.id, in: connection)
    }

    func book(
        _ occasion: Transfer.Occasion, _ amount: Money, debit: BookAccount, credit: BookAccount, bill: ID<Bill>? = nil,
        notice: ID<ReceivedNotice>? = nil, in connection: any Connection
    ) throws {
        try BookStore(db: connection).insert(
            Transfer(
                id: ID(newID()), debit: debit, credit: credit, amount: amount, occasion: occasion, bill: bill,
                notice: notice, at: now()))
    }

    /// Appends what happened to a bill. The matter it belongs to and the amount are public, the people are not.
    @discardableResult
    func record(
        _ what: String, _ bill: Bill, by actor: Actor, _ personal: [String: String] = [:],
        saying facts: [String: String] = [:], in connection: any Connection
    ) throws -> ID<Event> {
        let event = Event(
            id: ID(newID()), kind: "payments.\(what)", subject: bill.id.rawValue, place: bill.agency.rawValue,
            actor: actor.id, at: now(),
            facts: facts.merging(["amount": "\(bill.amount.dong)", "matter": bill.subject]) { $1 },
            personal: personal.merging(["payer": bill.payer]) { $1 }.filter { !$0.value.isEmpty })
        try Ledger(connection).append(event)
        return event.id
    }
}

extension ReceivingAccount {
    var inBooks: BookAccount { BookAccount(.bank, of: agency, detail: id.rawValue) }
}

extension Day {
    /// Midnight in Việt Nam.
    package var start: Date { Date(timeIntervalSince1970: Double(number) * 86_400 - 7 * 3600) }
}
