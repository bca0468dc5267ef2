// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel
import Ledger
import Payments
import Product

/// What was played, held against what the node says it holds: the ledger, the books, the indicators.
package struct Reckoning: Sendable {
    /// How many dossiers ended the year in each state.
    package let states: [String: Int]
    /// Events of each kind, as the replay counted them itself.
    package let events: [String: Int]
    /// Whole đồng, by what became of them.
    package let money: [String: Int]
    package let papers: Int
    /// What does not add up; empty when all is well.
    package let differences: [String]

    package var dossiers: Int { states.values.reduce(0, +) }

    init(of run: Run, in platform: Platform, _ cast: Cast) async throws {
        (states, events, money, papers) = (run.states, run.tally.events, run.tally.money, run.takenBack)
        let written = try await LedgerReader(database: platform.database).counts()
        var differences = Self.differing(run.tally.events, written).map { "\($0): \($1) played, \($2) in the ledger" }
        if run.takenBack != run.tally.papers {
            differences.append("papers: \(run.tally.papers) played, \(run.takenBack) asked for")
        }
        for measure in platform.indicators.measures {
            let counted = try await platform.indicators.total(measure)
            let happened = written[measure.id] ?? run.tally.measured[measure.id] ?? 0
            if counted != happened { differences.append("\(measure.id): \(happened) happened, counted \(counted)") }
        }
        let books = try await Books(of: cast, in: platform)
        differences += books.differences(from: run.tally.money)
        self.differences = differences
    }

    private static func differing(_ one: [String: Int], _ other: [String: Int]) -> [(String, Int, Int)] {
        Set(one.keys).union(other.keys).sorted().map { ($0, one[$0] ?? 0, other[$0] ?? 0) }.filter { $0.1 != $0.2 }
    }
}

/// What the books of all desks say together.
private struct Books {
    private var balance: [BookAccount.Kind: Int] = [:]
    private var debit = 0, credit = 0

    init(of cast: Cast, in platform: Platform) async throws {
        for desk in cast.desks {
            let trial = try await platform.payments.balance(of: desk.place, for: desk.cashier)
            for kind in BookAccount.Kind.allCases { balance[kind, default: 0] += trial.balance(kind) }
            debit += trial.debit
            credit += trial.credit
        }
    }

    /// What each account must hold, from what happened to bills.
    func differences(from money: [String: Int]) -> [String] {
        func sum(_ name: String) -> Int { money[name] ?? 0 }
        let income = sum("billed") - sum("exempted") - sum("cancelled") - sum("refunded")
        let expected: [(BookAccount.Kind, Int)] = [
            (.receivable, sum("billed") - sum("paid") - sum("exempted") - sum("cancelled")), (.income, -income),
            (.refunds, sum("paidOut") - sum("refunded")),
        ]
        var differences = expected.filter { balance[$0.0] != $0.1 }.map { kind, dong in
            "\(kind.rawValue): \(dong) đồng played, \(balance[kind] ?? 0) in the books"
        }
        // Money whose bill nobody has found yet lies with the bank already.
        let held = (balance[.bank] ?? 0) + (balance[.suspense] ?? 0)
        if held != sum("paid") - sum("paidOut") {
            differences.append("bank: \(sum("paid") - sum("paidOut")) đồng played, \(held) in the books")
        }
        if debit != credit { differences.append("books: debit \(debit), credit \(credit)") }
        return differences
    }
}
