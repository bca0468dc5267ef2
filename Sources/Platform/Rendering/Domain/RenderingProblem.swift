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
    /// The official has brought no key of their own yet.
    case noOwnKey
    /// Nothing waits for this person's signature under this address.
    case notWaiting
    case noFile, blankPassphrase
    /// A file to be verified: none, not a PDF, or longer than papers are.
    case noPDF, notPDF
    case pdfTooLarge(Int)
    /// The signing service did not answer, waits for the person, or answered what is no signature.
    case remoteSilent, remoteWaits
    case remoteRefused(String)

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
        case .noOwnKey: "rendering.no_own_key"
        case .notWaiting: "rendering.not_waiting"
        case .noFile: "rendering.no_file"
        case .blankPassphrase: "rendering.blank_passphrase"
        case .noPDF: "rendering.no_pdf"
        case .notPDF: "rendering.not_pdf"
        case .pdfTooLarge: "rendering.pdf_too_large"
        case .remoteSilent: "rendering.remote_silent"
        case .remoteWaits: "rendering.remote_waits"
        case .remoteRefused: "rendering.remote_refused"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound, .notWaiting: .notFound
        case .alreadyRevoked: .conflict
        case .pdfTooLarge: .tooLarge
        case .blankReason, .noOwnKey, .noFile, .noPDF, .notPDF, .blankPassphrase, .wrongPassphrase, .notPKCS12,
            .keyNotTaken,
            .certificateExpired:
            .invalid
        case .rendererStopped, .noCertificate, .remoteSilent, .remoteWaits, .remoteRefused: .unavailable
        case .paperRefused, .pdfUnreadable, .signatureTooLong, .certificateUnreadable, .keyFileOpen: .fault
        }
    }

    package var field: String? {
        switch self {
        case .blankReason: "reason"
        case .wrongPassphrase, .blankPassphrase: "passphrase"
        case .noFile, .notPKCS12, .keyNotTaken, .certificateExpired: "key"
        case .noPDF, .notPDF, .pdfTooLarge: "file"
        default: nil
        }
    }

    package var slots: [String: String] {
        switch self {
        case .rendererStopped(let reason), .paperRefused(let reason), .remoteRefused(let reason): ["reason": reason]
        case .pdfTooLarge(let limit): ["megabytes": "\(limit >> 20)"]
        case .noCertificate(let signatory): ["signatory": signatory]
        case .certificateExpired(let subject): ["subject": subject]
        case .keyFileOpen(let path): ["file": path]
        default: [:]
        }
    }
}
