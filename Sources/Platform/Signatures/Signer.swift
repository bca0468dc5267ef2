// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Whose signature a document bears. Content says which a result needs by `Kind`; the module says whose it is.
package enum Signatory: Hashable, Sendable {
    /// The seal of an agency.
    case agency(Place)
    /// An official, named by the account.
    case official(String)
    /// An official whose key lies in a signing service far away.
    case remote(String)
    /// Nobody's: between two signatures the office of an agency gives the paper its number and day (`DocumentService.fill`).
    case office(Place)

    package enum Kind: String, Codable, Sendable, CaseIterable { case agency, official, remote }

    /// Nil where nothing is signed.
    package var kind: Kind? {
        switch self {
        case .agency: .agency
        case .official: .official
        case .remote: .remote
        case .office: nil
        }
    }

    /// `agency:<id>`, as it is stored and as events name it.
    package var name: String {
        switch self {
        case .agency(let place): "agency:\(place.rawValue)"
        case .official(let account): "official:\(account)"
        case .remote(let account): "remote:\(account)"
        case .office(let place): "office:\(place.rawValue)"
        }
    }

    package init?(name: some StringProtocol) {
        let parts = String(name).split(separator: ":", maxSplits: 1).map { String($0) }
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "agency": self = .agency(Place(rawValue: parts[1]))
        case "official": self = .official(parts[1])
        case "remote": self = .remote(parts[1])
        case "office": self = .office(Place(rawValue: parts[1]))
        default: return nil
        }
    }
}

/// Finds out with which key somebody signs: one in the data folder (`SealFolder`), or one in a signing service far away.
package protocol Signer: Sendable {
    /// Throws `SignatureProblem.noCertificate` when it cannot sign for them.
    func credential(of signatory: Signatory) async throws -> any SigningCredential
    /// Whether it signs for them at once and by itself.
    func signsAlone(for signatory: Signatory) throws -> Bool
}

extension Signer {
    package func signsAlone(for signatory: Signatory) throws -> Bool { signatory.kind == .agency }
}

/// A private key that can be used, wherever it lies, and the certificates that go with it.
package protocol SigningCredential: Sendable {
    /// In DER: the signatory's own first, then those that vouch for it.
    var certificates: [[UInt8]] { get }

    /// The signature over SHA-256 of `bytes`, as CMS holds it: ECDSA in DER, or RSA with PKCS #1 v1.5.
    func sign(_ bytes: [UInt8]) async throws -> [UInt8]
}
