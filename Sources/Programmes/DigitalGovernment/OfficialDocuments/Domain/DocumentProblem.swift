// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why something about a document was refused. What concerns one field of the form names it.
package enum DocumentProblem: Problem, Equatable {
    case noType, blankSubject, longSubject, blankBody, longBody, longCopies, longPosition, longAnswers
    case noSuchRecipient(String), tooManyRecipients, recipientEnded(String, successor: String), noRecipient
    case noSigner, blankPosition, blankInPlaceOf
    /// Marked as a State secret, by what stands in its text.
    case secret(String)
    /// Said to be one.
    case classified
    case notDraft, notSigner, notSignedYet, incomplete
    /// The document that it is to change was not issued here.
    case noSuchChanged

    package var code: String {
        switch self {
        case .noType: "documents.no_type"
        case .blankSubject: "documents.blank_subject"
        case .longSubject: "documents.long_subject"
        case .blankBody: "documents.blank_body"
        case .longBody: "documents.long_body"
        case .longCopies: "documents.long_copies"
        case .longPosition: "documents.long_position"
        case .longAnswers: "documents.long_answers"
        case .noSuchRecipient: "documents.no_such_recipient"
        case .tooManyRecipients: "documents.too_many_recipients"
        case .recipientEnded: "documents.recipient_ended"
        case .noRecipient: "documents.no_recipient"
        case .noSigner: "documents.no_signer"
        case .blankPosition: "documents.blank_position"
        case .blankInPlaceOf: "documents.blank_in_place_of"
        case .secret: "documents.secret"
        case .classified: "documents.classified"
        case .notDraft: "documents.not_draft"
        case .notSigner: "documents.not_signer"
        case .notSignedYet: "documents.not_signed_yet"
        case .noSuchChanged: "documents.no_such_changed"
        case .incomplete: "documents.incomplete"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notDraft, .notSignedYet, .incomplete: .conflict
        case .notSigner: .forbidden
        default: .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .longSubject: ["limit": "\(DraftingService.subjectLimit)"]
        case .longBody: ["limit": "\(DraftingService.bodyLimit)"]
        case .longCopies, .longPosition, .longAnswers: ["limit": "\(DraftingService.lineLimit)"]
        case .noSuchRecipient(let text): ["text": text]
        case .tooManyRecipients: ["limit": "\(DraftingService.recipientLimit)"]
        case .recipientEnded(let name, let successor): ["name": name, "successor": successor]
        case .secret(let mark): ["mark": mark]
        default: [:]
        }
    }

    package var field: String? {
        switch self {
        case .noType: "type"
        case .blankSubject, .longSubject: "subject"
        case .blankBody, .longBody, .secret: "body"
        case .longCopies: "copies"
        case .noSuchRecipient, .tooManyRecipients, .recipientEnded, .noRecipient: "recipients"
        case .classified: "secrecy"
        case .noSigner: "signer"
        case .blankPosition, .longPosition: "position"
        case .blankInPlaceOf: "in_place_of"
        case .longAnswers: "answers"
        case .notDraft, .notSigner, .notSignedYet, .incomplete, .noSuchChanged: nil
        }
    }
}
