// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel

/// Keeps the newest head outside and remembers that it was kept, so that `/ledger` can say so.
package struct WitnessService: Sendable {
    let database: any Database
    let now: Now

    package init(database: any Database, now: @escaping Now) {
        self.database = database
        self.now = now
    }

    /// Call this after the ledger was found whole. Nil while nothing is sealed.
    package func keepNewest(in file: WitnessFile) async throws -> SignedHead? {
        guard let newest = try await LedgerReader(database: database).newestHead() else { return nil }
        try file.keep(newest)
        let note = WitnessNote(name: file.name, size: newest.head.size, at: now())
        try await database.write { try WitnessStore(db: $0).note(note) }
        return newest
    }
}
