// SPDX-License-Identifier: Apache-2.0

package import Database
import Kernel
package import Ledger

/// Follows the ledger by position and moves the counts: no writer touches a total, so none waits for another.
package struct IndicatorConsumer: LedgerConsumer {
    package let name = "indicators"
    private let measures: [String: Measure]

    package init(measures: [Measure]) {
        self.measures = Dictionary(uniqueKeysWithValues: measures.map { ($0.id, $0) })
    }

    package func apply(_ events: [SealedEvent], in connection: any Connection) throws {
        try IndicatorStore(db: connection).add(
            events.compactMap { sealed in
                guard let measure = measures[sealed.kind] else { return nil }
                let fact = Fact(
                    position: sealed.position, event: sealed.id.rawValue, subject: sealed.subject, place: sealed.place,
                    day: Day(sealed.at))
                return (measure, fact)
            })
    }

    package func reset(in connection: any Connection) throws { try IndicatorStore(db: connection).clear() }
}
