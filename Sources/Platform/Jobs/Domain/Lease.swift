// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The right to do something that one process at a time may do, until a moment.
///
/// Clocks may differ and a process may freeze, so holding a lease proves nothing by itself: whoever acts on it calls
/// `Leases.confirm` in the transaction that writes. `token` grows with every change of holder (a fencing number), for
/// systems outside the database that must refuse a holder that was replaced.
package struct Lease: Sendable, Equatable {
    package let name: String
    /// The process that holds it.
    package let holder: String
    package let token: Int64
    package let until: Date

    package init(name: String, holder: String, token: Int64, until: Date) {
        self.name = name
        self.holder = holder
        self.token = token
        self.until = until
    }
}
