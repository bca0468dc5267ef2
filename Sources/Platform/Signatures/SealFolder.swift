// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
import Ledger
import SwiftASN1
import X509

/// Keys and certificates in the data folder, one PEM file for each signatory, mode 0600: `agency-ubnd-yen-mo.pem`.
///
/// Certificates come out of a PKCS #12 file, as a certification authority hands them out. On a demo node, who has none gets
/// one made, vouched for by a root that everybody can see through.
package final class SealFolder: Signer {
    private let folder: URL
    private let now: Now
    private let maker: SealMaker?

    /// `name` finds out how a signatory is called; given on demo nodes only, where certificates are made.
    package init(
        _ folder: URL, now: @escaping Now, makingFor name: (@Sendable (Signatory) async throws -> String)? = nil
    ) {
        self.folder = folder
        self.now = now
        maker = name.map { SealMaker(root: folder.appending(path: "root.pem"), name: $0) }
    }

    package func credential(of signatory: Signatory) async throws -> any SigningCredential {
        let place = place(of: signatory)
        // Read each time: what an operator takes in counts from the next signature on.
        if let seal = try Seal(file: place) { return seal }
        guard let maker else { throw SignatureProblem.noCertificate(signatory.name) }
        let made = try await maker.make(for: signatory, at: now())
        try made.write(to: place, replacing: false)
        // Another process may have been quicker.
        return try Seal(file: place) ?? made
    }

    /// For agencies, and for officials whose key an operator took in for good.
    package func signsAlone(for signatory: Signatory) throws -> Bool {
        switch signatory {
        case .agency: true
        case .official: FileManager.default.fileExists(atPath: place(of: signatory).path(percentEncoded: false))
        case .remote, .office: false
        }
    }

    /// Takes key and certificates from a PKCS #12 file, in the place of those that may be there.
    package func take(_ file: [UInt8], passphrase: String, for signatory: Signatory) throws -> SealFacts {
        let seal = try Seal(pkcs12: file, passphrase: passphrase)
        let facts = try seal.facts(signatory)
        guard facts.validUntil > now() else { throw SignatureProblem.certificateExpired(facts.subject) }
        try seal.write(to: place(of: signatory))
        return facts
    }

    /// Those who have a file here, by their names.
    package func signatories() throws -> [Signatory] {
        let path = folder.path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().compactMap { file in
            let name = file.hasSuffix(".pem") ? file.dropLast(4) : ""
            let parts = name.split(separator: "-", maxSplits: 1)
            guard parts.count == 2, let rest = String(parts[1]).removingPercentEncoding else { return nil }
            return Signatory(name: "\(parts[0]):\(rest)")
        }
    }

    package func facts(of signatory: Signatory) throws -> SealFacts? {
        try Seal(file: place(of: signatory))?.facts(signatory)
    }

    private func place(of signatory: Signatory) -> URL {
        let name = signatory.name.replacing(":", with: "-", maxReplacements: 1)
        let safe = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_"])) ?? name
        return folder.appending(path: "\(safe).pem")
    }
}

extension Seal {
    package func facts(_ signatory: Signatory) throws -> SealFacts {
        guard let own = certificates.first, let certificate = try? Certificate(derEncoded: own) else {
            throw SignatureProblem.certificateUnreadable
        }
        return SealFacts(
            signatory: signatory, subject: "\(certificate.subject)", validUntil: certificate.notValidAfter,
            fingerprint: Hash.of(own).hex)
    }
}

/// What a certificate says of itself.
package struct SealFacts: Sendable, Equatable {
    package let signatory: Signatory
    /// The distinguished name of its owner.
    package let subject: String
    package let validUntil: Date
    /// SHA-256 of the certificate, in hex.
    package let fingerprint: String
}
