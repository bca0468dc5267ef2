// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A letter to one person, in plain text.
package struct Mail: Sendable, Equatable {
    /// The same for each attempt to deliver it, so that a mailbox knows the second one.
    package let id: String
    package let to: MailAddress
    package let subject: String
    package let text: String
    package let language: Language
    package let at: Date

    package init(id: String, to: MailAddress, subject: String, text: String, language: Language, at: Date) {
        (self.id, self.to, self.subject, self.text) = (id, to, subject, text)
        (self.language, self.at) = (language, at)
    }
}

/// Who writes: the node, under the name of its office.
package struct MailSender: Sendable, Equatable {
    package let address: MailAddress
    package let name: String

    package init(address: MailAddress, name: String) { (self.address, self.name) = (address, name) }
}

/// Takes letters to a mail server. A port: how they travel is for the adapter.
package protocol Mailer: Sendable {
    /// Returns when the server has taken the letter.
    func send(_ mail: Mail) async throws(MailProblem)
}

/// Why a letter was not taken.
package enum MailProblem: Error, Equatable, CustomStringConvertible {
    /// The server will not take this letter, now or later.
    case refused(code: Int)
    /// The server is away, hangs, does not trust us or we do not trust it; another attempt may succeed.
    case notTaken(String)

    package var description: String {
        switch self {
        case .refused(let code): "the mail server refuses the letter (\(code))"
        case .notTaken(let reason): "the mail server did not take the letter: \(reason)"
        }
    }
}
