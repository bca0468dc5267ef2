// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel
import Ledger

extension Permission {
    /// Enter figures that were reported, not counted.
    package static let reportFigures: Permission = "indicators.report"
}

/// Keeps the figures that others have reported, each with its source. They are public, and stand apart from what is counted.
package struct FigureService: Sendable {
    let database: any Database
    let now: Now
    let newID: NewID

    package init(database: any Database, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.now = now
        self.newID = newID
    }

    /// The newest version of each figure, or the newest there was at a moment, in the order of their codes.
    package func all(asOf time: Date? = nil) async throws -> [FigureEntry] {
        try await database.read { try FigureStore(db: $0).newest(asOf: time) }
    }

    /// All versions of one figure, the newest first.
    package func versions(of code: String) async throws -> [FigureEntry] {
        let versions = try await database.read { try FigureStore(db: $0).versions(of: code) }
        guard !versions.isEmpty else { throw IndicatorProblem.noSuchFigure }
        return versions
    }

    /// Enters what the files state, in one transaction with its event. What is there already stays; a figure that reads
    /// otherwise than before gets another version beside it. Returns how many versions are new.
    @discardableResult
    package func load(_ files: FigureFiles, by actor: Actor) async throws -> Int {
        try actor.may(.reportFigures, in: .everywhere)
        let (event, time) = (newID(), now())
        return try await database.write { db in
            let store = FigureStore(db: db)
            let known = Dictionary(uniqueKeysWithValues: try store.newest().map { ($0.figure.code, $0) })
            let entries = files.figures.filter { $0 != known[$0.code]?.figure }.map { figure in
                FigureEntry(
                    figure: figure, version: (known[figure.code]?.version ?? 0) + 1, event: event, enteredBy: actor.id,
                    enteredAt: time)
            }
            guard !entries.isEmpty else { return 0 }
            try store.insert(entries)
            let digest = Hash.of(Data(entries.map(\.figure.statement).joined(separator: "\n").utf8))
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "indicators.reported", subject: "figures", actor: actor.id, at: time,
                    facts: ["figures": "\(entries.count)", "sha256": "\(digest)"]))
            return entries.count
        }
    }
}
