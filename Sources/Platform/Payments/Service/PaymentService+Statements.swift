// SPDX-License-Identifier: Apache-2.0

import Database
package import Kernel
import Ledger

extension PaymentService {
    /// Enters a statement of a provider: money that no notification told of pays its bill where reference and amount fit,
    /// the rest waits for a cashier. The same statement again changes nothing.
    package func enter(
        _ file: StatementFile, from provider: String = BankProvider.id, by actor: Actor
    ) async throws -> StatementOutcome {
        let accounts = try await accounts(in: file, of: provider, for: actor)
        var outcome = StatementOutcome()
        for line in file.lines {
            guard let account = accounts[line.account] else { continue }
            outcome.lines += 1
            if try await database.write({ [now = now()] connection in
                try StatementStore(db: connection).insert(line, of: account.id, at: now)
            }) {
                outcome.new += 1
            }
            // Also for a line that is there: whoever was interrupted between the two goes on here.
            if let notice = line.notice {
                switch try await take(notice, from: account.provider, by: .statement) {
                case .new(.applied): outcome.applied += 1
                case .new: outcome.unmatched += 1
                case .known: break
                }
            } else if try await payOut(line, from: account, by: actor) {
                outcome.paidOut += 1
            }
        }
        try await record(outcome, at: Set(accounts.values.map(\.agency)), by: actor)
        return outcome
    }

    /// All three sides of one day.
    package func reconcile(_ agency: Place, on day: Day, for actor: Actor) async throws -> Reconciliation {
        try actor.may(Payments.read, in: agency)
        return try await database.read { connection in
            let (notices, books) = (NoticeStore(db: connection), BookStore(db: connection))
            let lines = try StatementStore(db: connection).lines(at: agency, on: day)
            let stated = Dictionary(lines.map { ($0.transaction, $0.amount) }) { first, _ in first }
            var found = try notices.list(at: agency, paidFrom: day.start, to: (day + 1).start)
            let known = Set(found.map(\.notice.transaction))
            let providers = Dictionary(
                try ReceivingAccountStore(db: connection).list(at: agency).map { ($0.number, $0.provider) }
            ) { first, _ in first }
            // The bank may have told of it on another day than its statement says.
            found += try lines.filter { $0.amount > 0 && !known.contains($0.transaction) }.compactMap {
                try notices.find($0.transaction, provider: providers[$0.account] ?? BankProvider.id)
            }
            let booked = try books.landed(found.map(\.id))
            let rows = found.map { notice in
                Reconciliation.Row(
                    notice, stated: stated[notice.notice.transaction], booked: booked[notice.id],
                    hasStatement: lines.contains { $0.account == notice.notice.account })
            }
            let left = try books.transfers(of: agency, from: day.start, to: (day + 1).start)
                .filter { $0.credit.kind == .bank }
            return Reconciliation(
                agency: agency, day: day, rows: rows,
                statedOut: lines.filter { $0.amount < 0 }.reduce(0) { $0 + $1.amount },
                bookedOut: -left.reduce(0) { $0 + $1.amount.dong })
        }
    }

    /// The accounts a statement speaks of. Refuses it when one of them is not ours, or not the actor's to settle.
    private func accounts(
        in file: StatementFile, of provider: String, for actor: Actor
    ) async throws -> [String: ReceivingAccount] {
        let numbers = Set(file.lines.map(\.account))
        return try await database.read { connection in
            var accounts: [String: ReceivingAccount] = [:]
            for number in numbers.sorted() {
                let found = try ReceivingAccountStore(db: connection).find(number, provider: provider)
                guard let account = found.first(where: { actor.can(Payments.settle, in: $0.agency) }) else {
                    guard found.isEmpty else { throw Forbidden(Payments.settle) }
                    throw PaymentProblem.unknownAccount
                }
                accounts[number] = account
            }
            return accounts
        }
    }

    /// True when the line is the refund of a bill whose reference it carries.
    private func payOut(_ line: StatementLine, from account: ReceivingAccount, by actor: Actor) async throws -> Bool {
        guard let reference = PaymentReference.found(in: line.memo) else { return false }
        return try await database.write { connection in
            guard let bill = try BillStore(db: connection).take(reference), bill.agency == account.agency,
                bill.amount.dong == -line.amount,
                let refund = try ReceiptStore(db: connection).refund(of: bill.id)
            else { return false }
            return try payOut(refund, of: bill, from: account.inBooks, by: actor, in: connection)
        }
    }

    private func record(_ outcome: StatementOutcome, at agencies: Set<Place>, by actor: Actor) async throws {
        guard outcome.new > 0 else { return }
        let events = agencies.map { agency in
            Event(
                id: ID(newID()), kind: "payments.statement_entered", subject: agency.rawValue, place: agency.rawValue,
                actor: actor.id, at: now(), facts: ["lines": "\(outcome.lines)", "new": "\(outcome.new)"])
        }
        try await database.write { connection in
            for event in events { try Ledger(connection).append(event) }
        }
    }
}
