// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Where one page of a long list ends and the next begins, as it stands in an address: the time by which the list is
/// ordered, to the millisecond, and the id that decides between equals.
package struct PageMark<Item>: Sendable, Equatable, LosslessStringConvertible {
    package let time: Date
    package let id: ID<Item>

    package init(_ time: Date, _ id: ID<Item>) { (self.time, self.id) = (time, id) }

    package init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let milliseconds = Int64(parts[0]) else { return nil }
        self.init(Date(timeIntervalSince1970: Double(milliseconds) / 1000), ID(String(parts[1])))
    }

    package var description: String { "\(Int64((time.timeIntervalSince1970 * 1000).rounded())).\(id)" }
}
