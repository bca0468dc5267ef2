// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Ledger
package import Signatures

/// A PDF with the signature of one signatory, and what is said of it in the ledger.
package struct SignedPDF: Sendable {
    package let bytes: [UInt8]
    package let signatory: Signatory
    /// SHA-256 of the certificate, in hex.
    package let fingerprint: String

    /// Signs `pdf` once more. `signer` may take its time: no transaction is open.
    package init(
        signing pdf: [UInt8], for signatory: Signatory, called name: String, reason: String, at time: Date,
        by signer: any Signer
    ) async throws {
        let credential = try await signer.credential(of: signatory)
        guard let own = credential.certificates.first else { throw SignatureProblem.noCertificate(signatory.name) }
        let signable = try SignablePDF(pdf, signer: name, reason: reason, at: time)
        let cms = try CMSSignature(over: signable.signedBytes, certificates: credential.certificates)
        let signature = try await credential.sign(try cms.attributes())
        bytes = try signable.signed(with: try cms.finished(with: signature))
        self.signatory = signatory
        fingerprint = Hash.of(own).hex
    }

    /// What the ledger tells of it; `file` is the PDF with this signature in it.
    func facts(_ file: String) -> [String: String] {
        ["signatory": signatory.name, "certificate": fingerprint, "file": file]
    }
}
