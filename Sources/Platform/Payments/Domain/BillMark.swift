// SPDX-License-Identifier: Apache-2.0

package import Kernel

package typealias BillMark = PageMark<Bill>

extension BillMark {
    /// The end of a page of a list of bills.
    package init(_ bill: Bill) { self.init(bill.issuedAt, bill.id) }
}
