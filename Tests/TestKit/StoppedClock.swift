// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
import Synchronization

/// A clock that stands still until the test moves it.
package final class StoppedClock: Sendable {
    private let time: Mutex<Date>

    package init(_ time: Date) { self.time = Mutex(time) }

    package var now: Now { { self.time.withLock(\.self) } }

    package func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
