// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
package import Signatures

/// A paper that is printed and not yet signed by everybody.
package struct PendingSignature: Equatable, Sendable {
    package let document: ID<IssuedDocument>
    /// SHA-256 of the PDF with the signatures made so far.
    let draft: String
    /// How many those are.
    let done: Int
    /// Who is waited for; nil while the press goes on with it.
    package let signatory: Signatory?
    /// Since when it waits for them; also the time that their signature names, so that trying again asks for the same.
    package let since: Date
    /// The code of what went wrong last, "" when nothing did.
    package let problem: String
    /// What the office wrote into the blanks, by name, until the press has done so.
    let filling: [String: String]

    init(
        document: ID<IssuedDocument>, draft: String, done: Int, signatory: Signatory?, since: Date,
        problem: String = "", filling: [String: String] = [:]
    ) {
        (self.document, self.draft, self.done, self.signatory) = (document, draft, done, signatory)
        (self.since, self.problem, self.filling) = (since, problem, filling)
    }
}
