// SPDX-License-Identifier: Apache-2.0

import TestKit
import Wire

/// Holds back what goes to one address until the test lets it go.
final class Gate: Sendable {
    private let part: String
    private let (reached, arrival) = AsyncStream.makeStream(of: Void.self)
    private let (orders, order) = AsyncStream.makeStream(of: Bool.self)

    /// `part` stands in the addresses that are held back.
    init(at part: String) { self.part = part }

    var weather: Loopback.Weather {
        { call, onward in
            guard call.address.contains(self.part) else { return try await onward(call) }
            self.arrival.yield()
            for await givesUp in self.orders {
                if givesUp { throw Away() }
                return try await onward(call)
            }
            throw Away()
        }
    }

    func isReached() async { for await _ in reached { return } }

    /// The next message that waits, or will, fails or goes on.
    func give(up: Bool) { order.yield(up) }

    private struct Away: Error {}
}
