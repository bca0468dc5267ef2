// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Bills of the State, the money that comes for them, and the books: for every module that asks for a fee.
package enum Payments {
    /// See an agency's bills, what came for them, and its books.
    package static let read: Permission = "payments.read"
    /// Say that nothing is owed, and why.
    package static let exempt: Permission = "payments.exempt"
    /// Give back what was paid.
    package static let refund: Permission = "payments.refund"
    /// Decide where money belongs that came without finding its bill, and enter bank statements.
    package static let settle: Permission = "payments.settle"
    /// Say into which account an agency is paid.
    package static let keepAccounts: Permission = "payments.keep_accounts"
}
