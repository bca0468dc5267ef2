// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// One thing a bill asks money for: a fee, and how often it is due.
package struct BillLine: Equatable, Sendable {
    package let text: String
    package let englishText: String
    package let unit: Money
    package let quantity: Int
    package let amount: Money

    package static let quantityLimit = 10_000

    package init(_ text: String, englishText: String, unit: Money, quantity: Int = 1) throws(PaymentProblem) {
        guard !text.isEmpty, !englishText.isEmpty, (1...Self.quantityLimit).contains(quantity),
            let amount = unit * quantity
        else { throw .badLine }
        (self.text, self.englishText, self.unit, self.quantity, self.amount) =
            (text, englishText, unit, quantity, amount)
    }

    package func text(in language: Language) -> String { language == .vi ? text : englishText }
}

/// What a person owes an agency for one matter (thông báo nộp phí, lệ phí). The matter is named by `subject`, an id of the
/// module that asked for the bill.
package struct Bill: Equatable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        case open, paid, exempted, cancelled, refunded
    }

    /// Who brought the bill into its present state, when, and why where a reason is due.
    package struct Decision: Equatable, Sendable {
        package let by: String
        package let at: Date
        package let reason: String
    }

    package let id: ID<Bill>
    package let reference: PaymentReference
    package let agency: Place
    package let subject: String
    /// The account of who pays.
    package let payer: String
    package let lines: [BillLine]
    /// More than zero.
    package let amount: Money
    package let issuedAt: Date
    package private(set) var state: State
    /// Nil while it is open.
    package private(set) var decision: Decision?

    /// How long a reason may be, in characters.
    package static let reasonLimit = 500

    /// A new bill. Nil when nothing is owed.
    init?(
        id: ID<Bill>, reference: PaymentReference, agency: Place, subject: String, payer: String, lines: [BillLine],
        at time: Date
    ) throws(PaymentProblem) {
        var amount = Money.zero
        for line in lines {
            guard let sum = amount + line.amount else { throw .badLine }
            amount = sum
        }
        guard amount > .zero else { return nil }
        self.init(
            id: id, reference: reference, agency: agency, subject: subject, payer: payer, lines: lines, amount: amount,
            issuedAt: time, state: .open, decision: nil)
    }

    /// A stored bill.
    init(
        id: ID<Bill>, reference: PaymentReference, agency: Place, subject: String, payer: String, lines: [BillLine],
        amount: Money, issuedAt: Date, state: State, decision: Decision?
    ) {
        self.id = id
        self.reference = reference
        self.agency = agency
        self.subject = subject
        self.payer = payer
        self.lines = lines
        self.amount = amount
        self.issuedAt = issuedAt
        self.state = state
        self.decision = decision
    }

    /// Nothing is owed any more: it was paid, or the agency waived it.
    package var isSettled: Bool { state == .paid || state == .exempted }

    mutating func pay(by actor: String, at time: Date) throws(PaymentProblem) {
        try move(from: .open, to: .paid, Decision(by: actor, at: time, reason: ""))
    }

    mutating func exempt(because reason: String, by actor: String, at time: Date) throws(PaymentProblem) {
        try move(from: .open, to: .exempted, Decision(by: actor, at: time, reason: try Self.checked(reason)))
    }

    mutating func cancel(because reason: String, by actor: String, at time: Date) throws(PaymentProblem) {
        try move(from: .open, to: .cancelled, Decision(by: actor, at: time, reason: try Self.checked(reason)))
    }

    mutating func refund(because reason: String, by actor: String, at time: Date) throws(PaymentProblem) {
        try move(from: .paid, to: .refunded, Decision(by: actor, at: time, reason: try Self.checked(reason)))
    }

    private mutating func move(
        from expected: State, to next: State, _ decision: Decision
    ) throws(PaymentProblem) {
        guard state == expected else { throw expected == .open ? .notOpen : .notPaid }
        state = next
        self.decision = decision
    }

    private static func checked(_ reason: String) throws(PaymentProblem) -> String {
        guard !reason.isEmpty else { throw .blankReason }
        guard reason.count <= reasonLimit else { throw .longReason }
        return reason
    }
}
