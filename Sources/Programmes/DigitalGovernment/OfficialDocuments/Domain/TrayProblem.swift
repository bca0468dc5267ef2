// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why something about a document on its way was refused.
package enum TrayProblem: Problem, Equatable {
    case noSuchDocument, alreadyDecided, blankReason, longReason
    /// The sender has asked for it back: that is answered first.
    case recallWaiting
    case noRecall
    case notIssued, nothingToRecall, noReceiverChosen

    package var code: String {
        switch self {
        case .noSuchDocument: "documents.no_such_document"
        case .alreadyDecided: "documents.already_decided"
        case .blankReason: "documents.blank_reason"
        case .longReason: "documents.long_reason"
        case .recallWaiting: "documents.recall_waiting"
        case .noRecall: "documents.no_recall"
        case .notIssued: "documents.not_issued"
        case .nothingToRecall: "documents.nothing_to_recall"
        case .noReceiverChosen: "documents.no_receiver_chosen"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchDocument: .notFound
        case .alreadyDecided, .recallWaiting, .noRecall, .notIssued, .nothingToRecall: .conflict
        case .blankReason, .longReason, .noReceiverChosen: .invalid
        }
    }

    package var slots: [String: String] { self == .longReason ? ["limit": "\(TrayService.reasonLimit)"] : [:] }

    package var field: String? {
        switch self {
        case .blankReason, .longReason: "reason"
        case .noReceiverChosen: "receivers"
        default: nil
        }
    }
}
