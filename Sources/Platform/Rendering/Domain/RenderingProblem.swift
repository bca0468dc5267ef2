// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum RenderingProblem: Problem, Equatable {
    case notFound
    case alreadyRevoked, blankReason
    /// The renderer stopped or took too long: trying again may help.
    case rendererStopped(String)
    /// The renderer will never print this paper.
    case paperRefused(String)
    case pdfUnreadable, signatureTooLong
    /// Nothing waits for this person's signature under this address.
    case notWaiting
    case noFile, blankPassphrase
    /// A file to be verified: none, not a PDF, or longer than papers are.
    case noPDF, notPDF
    case pdfTooLarge(Int)

    package var code: String {
        switch self {
        case .notFound: "rendering.not_found"
        case .alreadyRevoked: "rendering.already_revoked"
        case .blankReason: "rendering.blank_reason"
        case .rendererStopped: "rendering.renderer_stopped"
        case .paperRefused: "rendering.paper_refused"
        case .pdfUnreadable: "rendering.pdf_unreadable"
        case .signatureTooLong: "rendering.signature_too_long"
        case .notWaiting: "rendering.not_waiting"
        case .noFile: "rendering.no_file"
        case .blankPassphrase: "rendering.blank_passphrase"
        case .noPDF: "rendering.no_pdf"
        case .notPDF: "rendering.not_pdf"
        case .pdfTooLarge: "rendering.pdf_too_large"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound, .notWaiting: .notFound
        case .alreadyRevoked: .conflict
        case .pdfTooLarge: .tooLarge
        case .blankReason, .noFile, .noPDF, .notPDF, .blankPassphrase: .invalid
        case .rendererStopped: .unavailable
        case .paperRefused, .pdfUnreadable, .signatureTooLong: .fault
        }
    }

    package var field: String? {
        switch self {
        case .blankReason: "reason"
        case .blankPassphrase: "passphrase"
        case .noFile: "key"
        case .noPDF, .notPDF, .pdfTooLarge: "file"
        default: nil
        }
    }

    package var slots: [String: String] {
        switch self {
        case .rendererStopped(let reason), .paperRefused(let reason): ["reason": reason]
        case .pdfTooLarge(let limit): ["megabytes": "\(limit >> 20)"]
        default: [:]
        }
    }
}
