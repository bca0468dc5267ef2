// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel

/// What was refused and is kept for whoever looks into it.
extension Reception {
    /// For how many days unless a node says otherwise.
    package static let daysOfRefusals = 90

    /// What was refused lately, the newest first.
    package func refused(limit: Int = 100, for actor: Actor) async throws -> [RefusedMessage] {
        try actor.may(.keepExchange, in: .everywhere)
        return try await database.read { try RefusalStore(db: $0).newest(limit) }
    }

    package func refusal(_ sha256: String, for actor: Actor) async throws -> RefusedMessage {
        try actor.may(.keepExchange, in: .everywhere)
        guard let found = try await database.read({ try RefusalStore(db: $0).find(sha256) }) else {
            throw ExchangeProblem.noSuchMessage(sha256)
        }
        return found
    }

    /// Forgets what was refused and did not come again for so many days. The events that tell of it stay, and what comes
    /// again after that is judged anew.
    @discardableResult
    package func sweepRefusals(olderThan days: Int) async throws -> Int {
        let end = now() - Double(days) * 86_400
        return try await database.write { try RefusalStore(db: $0).sweep(before: end) }
    }
}
