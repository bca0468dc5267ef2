// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Where one page of a list of bills ends and the next begins.
package struct BillMark: Sendable, Equatable, LosslessStringConvertible {
    package let issuedAt: Date
    package let id: ID<Bill>

    package init(_ bill: Bill) { (issuedAt, id) = (bill.issuedAt, bill.id) }

    package init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let milliseconds = Int64(parts[0]) else { return nil }
        (issuedAt, id) = (Date(timeIntervalSince1970: Double(milliseconds) / 1000), ID(String(parts[1])))
    }

    package var description: String { "\(Int64((issuedAt.timeIntervalSince1970 * 1000).rounded())).\(id)" }
}
