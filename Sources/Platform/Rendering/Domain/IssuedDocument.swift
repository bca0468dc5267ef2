// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
package import Signatures

/// A document that an agency issued: what it is and where its bytes are, never what stands in it.
package struct IssuedDocument: Equatable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// It will be printed and signed in a moment.
        case waiting
        /// A signed PDF is there.
        case ready
        /// This node has no renderer: the page is there, to be printed and signed by hand.
        case printable
        /// It can never be printed; `problem` says why.
        case failed
    }

    package struct Revocation: Equatable, Sendable {
        package let at: Date
        package let reason: String
    }

    package let id: ID<IssuedDocument>
    /// What it belongs to, for example a dossier's id.
    package let subject: String
    /// The `kind` of the paper.
    package let kind: String
    package let title: String
    /// Number and notation, "" when it bears none.
    package let number: String
    package let place: Place
    /// The issuing agency as the paper names it.
    package let agency: String
    package let code: VerifyCode
    package let signatories: [Signatory]
    package let requestedAt: Date
    package internal(set) var state: State
    /// SHA-256 of the PDF in hex, once there is one.
    package internal(set) var file: String?
    /// When it became ready or printable.
    package internal(set) var issuedAt: Date?
    /// Why it failed; "" otherwise.
    package internal(set) var problem: String
    package internal(set) var revocation: Revocation?

    mutating func issue(_ hash: String, at time: Date) { (state, file, issuedAt) = (.ready, hash, time) }

    mutating func leaveToHand(at time: Date) { (state, issuedAt) = (.printable, time) }

    mutating func fail(_ reason: String) { (state, problem) = (.failed, reason.isEmpty ? "?" : reason) }

    /// How the file is called when somebody saves it.
    package var fileName: String { "\(kind)-\(code.grouped).pdf" }
}

/// Everything about a document but its text.
package struct DocumentOrder: Sendable {
    package let subject: String
    package let place: Place
    package let letterhead: Letterhead
    /// Who signs, in this order; each with the name that the paper shows. Empty for a paper that is signed by hand or not at
    /// all.
    package let signers: [(signatory: Signatory, name: String)]

    package init(
        of subject: String, at place: Place, letterhead: Letterhead,
        signers: [(signatory: Signatory, name: String)] = []
    ) {
        self.subject = subject
        self.place = place
        self.letterhead = letterhead
        self.signers = signers
    }
}
