// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why nothing was signed. The codes begin as those of `RenderingProblem`, among which they were before: they stand in the
/// words, in tables and in what other programs know.
package enum SignatureProblem: Problem, Equatable {
    case certificateUnreadable
    /// Nobody here can sign for this signatory.
    case noCertificate(String)
    case wrongPassphrase, notPKCS12, keyNotTaken
    case certificateExpired(String)
    /// A key file that others can read.
    case keyFileOpen(String)
    /// The official has brought no key of their own yet.
    case noOwnKey
    /// The signing service did not answer, waits for the person, or answered what is no signature.
    case remoteSilent, remoteWaits
    case remoteRefused(String)

    package var code: String {
        switch self {
        case .certificateUnreadable: "rendering.certificate_unreadable"
        case .noCertificate: "rendering.no_certificate"
        case .wrongPassphrase: "rendering.wrong_passphrase"
        case .notPKCS12: "rendering.not_pkcs12"
        case .keyNotTaken: "rendering.key_not_taken"
        case .certificateExpired: "rendering.certificate_expired"
        case .keyFileOpen: "rendering.key_file_open"
        case .noOwnKey: "rendering.no_own_key"
        case .remoteSilent: "rendering.remote_silent"
        case .remoteWaits: "rendering.remote_waits"
        case .remoteRefused: "rendering.remote_refused"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noOwnKey, .wrongPassphrase, .notPKCS12, .keyNotTaken, .certificateExpired: .invalid
        case .noCertificate, .remoteSilent, .remoteWaits, .remoteRefused: .unavailable
        case .certificateUnreadable, .keyFileOpen: .fault
        }
    }

    package var field: String? {
        switch self {
        case .wrongPassphrase: "passphrase"
        case .notPKCS12, .keyNotTaken, .certificateExpired: "key"
        default: nil
        }
    }

    package var slots: [String: String] {
        switch self {
        case .remoteRefused(let reason): ["reason": reason]
        case .noCertificate(let signatory): ["signatory": signatory]
        case .certificateExpired(let subject): ["subject": subject]
        case .keyFileOpen(let path): ["file": path]
        default: [:]
        }
    }
}
