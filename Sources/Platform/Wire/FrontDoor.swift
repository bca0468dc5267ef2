// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where this process listens, known once it does.
package final class FrontDoor: Sendable {
    private let base = Mutex<String?>(nil)

    package init() {}

    /// `address` is scheme, host and port: `http://127.0.0.1:8080`.
    package func open(at address: String) { base.withLock { $0 = address } }

    /// Throws while nobody listens yet.
    package func url(of path: String) throws -> String {
        guard let base = base.withLock({ $0 }) else { throw Closed() }
        return base + path
    }

    private struct Closed: Error {}
}
