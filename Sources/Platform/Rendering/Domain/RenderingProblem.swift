// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum RenderingProblem: Problem, Equatable {
    case notFound
    case alreadyRevoked, blankReason
    /// The renderer stopped or took too long: trying again may help.
    case rendererStopped(String)
    /// The renderer will never print this paper.
    case paperRefused(String)
    case pdfUnreadable, signatureTooLong, certificateUnreadable
    /// Nobody here can sign for this signatory.
    case noCertificate(String)
    case wrongPassphrase, notPKCS12, keyNotTaken
    case certificateExpired(String)
    /// A key file that others can read.
    case keyFileOpen(String)

    package var code: String {
        switch self {
        case .notFound: "rendering.not_found"
        case .alreadyRevoked: "rendering.already_revoked"
        case .blankReason: "rendering.blank_reason"
        case .rendererStopped: "rendering.renderer_stopped"
        case .paperRefused: "rendering.paper_refused"
        case .pdfUnreadable: "rendering.pdf_unreadable"
        case .signatureTooLong: "rendering.signature_too_long"
        case .certificateUnreadable: "rendering.certificate_unreadable"
        case .noCertificate: "rendering.no_certificate"
        case .wrongPassphrase: "rendering.wrong_passphrase"
        case .notPKCS12: "rendering.not_pkcs12"
        case .keyNotTaken: "rendering.key_not_taken"
        case .certificateExpired: "rendering.certificate_expired"
        case .keyFileOpen: "rendering.key_file_open"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound: .notFound
        case .alreadyRevoked: .conflict
        case .blankReason, .wrongPassphrase, .notPKCS12, .keyNotTaken, .certificateExpired: .invalid
        case .rendererStopped, .noCertificate: .unavailable
        case .paperRefused, .pdfUnreadable, .signatureTooLong, .certificateUnreadable, .keyFileOpen: .fault
        }
    }

    package var field: String? { self == .blankReason ? "reason" : nil }

    package var slots: [String: String] {
        switch self {
        case .rendererStopped(let reason), .paperRefused(let reason): ["reason": reason]
        case .noCertificate(let signatory): ["signatory": signatory]
        case .certificateExpired(let subject): ["subject": subject]
        case .keyFileOpen(let path): ["file": path]
        default: [:]
        }
    }
}
