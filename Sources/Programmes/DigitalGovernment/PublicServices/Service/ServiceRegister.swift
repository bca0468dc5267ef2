// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
import Indicators
package import Kernel
import Ledger

/// Which services this node offers and how much of each happens on the screen, as the ledger knows it. The catalogue is read at
/// start only, so that is when a change is noticed and becomes an event; what is counted of services is counted from these.
package struct ServiceRegister: Sendable {
    package static let event = "services.level_set"

    /// Services begun and ended, and of these the ones that are fully online (level 4 before 2022): what there is is the one less
    /// the other.
    static let measures = [
        Measure("services.begun", nameKey: "services.measure.begun", event: event, where: ["before": ["none"]]),
        Measure("services.ended", nameKey: "services.measure.ended", event: event, where: ["after": ["none"]]),
        Measure(
            "services.full_begun", nameKey: "services.measure.full_begun", event: event, where: ["after": ["full"]]),
        Measure(
            "services.full_ended", nameKey: "services.measure.full_ended", event: event, where: ["before": ["full"]]),
    ]

    private let database: any Database
    private let now: Now
    private let newID: NewID

    package init(database: any Database, now: @escaping Now, newID: @escaping NewID) {
        (self.database, self.now, self.newID) = (database, now, newID)
    }

    /// Compares the catalogue with what the ledger knows. Each service that is new, gone or at another level becomes an event.
    /// Returns how many.
    @discardableResult
    package func record(_ catalogue: Catalogue) async throws -> Int {
        let levels = Dictionary(
            catalogue.procedures.map { ($0.code, $0.service.level.rawValue) }, uniquingKeysWith: { first, _ in first })
        return try await database.write { [now, newID] db in
            let store = ServiceLevelStore(db: db)
            let known = try store.levels()
            let changed = Set(known.keys).union(levels.keys).filter { known[$0] != levels[$0] }.sorted()
            for code in changed {
                try store.set(code, to: levels[code])
                try Ledger(db).append(
                    Event(
                        id: ID(newID()), kind: Self.event, subject: code, actor: Actor.system.id, at: now(),
                        facts: ["before": known[code] ?? "none", "after": levels[code] ?? "none"]))
            }
            return changed.count
        }
    }
}
