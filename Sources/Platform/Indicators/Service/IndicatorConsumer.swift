// SPDX-License-Identifier: Apache-2.0

package import Database
import Kernel
package import Ledger

/// Follows the ledger by position and moves the counts: no writer touches a total, so none waits for another.
package struct IndicatorConsumer: LedgerConsumer {
    static let label = "indicators"
    package let name: String = Self.label
    /// The measures: one more must count what happened before it was declared.
    package let version: String
    /// By the kind of event they count.
    private let measures: [String: [Measure]]

    package init(measures: [Measure]) {
        version = measures.map(\.definition).sorted().joined(separator: " ")
        self.measures = Dictionary(grouping: measures, by: \.event)
    }

    package func apply(_ events: [SealedEvent], in connection: any Connection) throws {
        try IndicatorStore(db: connection).add(
            events.flatMap { sealed in
                let fact = Fact(
                    position: sealed.position, event: sealed.id.rawValue, subject: sealed.subject, place: sealed.place,
                    day: Day(sealed.at))
                return (measures[sealed.kind] ?? []).filter { $0.counts(sealed.facts) }.map { ($0, fact) }
            })
    }

    package func reset(in connection: any Connection) throws { try IndicatorStore(db: connection).clear() }
}
