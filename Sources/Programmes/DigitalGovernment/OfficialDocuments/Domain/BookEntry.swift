// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Kernel

/// A line of the book of what an agency issued (sổ đăng ký văn bản đi, decree 30/2020, annex IV).
package struct BookEntry: Sendable, Equatable {
    package let file: ID<CaseFile>
    package let agency: Place
    package let type: String
    package let year: Int
    package let number: Int
    package let notation: String
    /// What parts its number from that.
    package var stroke = "/"
    package let day: Day
    package let subject: String
    /// The account of who signed.
    package let signer: String
    /// By their ids.
    package let recipients: [String]
    package let copies: Int
    package let urgency: Urgency
    /// Of the ledger.
    package let event: String

    /// `07/QĐ-UBND`
    package var text: String { Notation(number, stroke: stroke, notation).text }
}
