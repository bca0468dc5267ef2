// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Kernel
import SwiftASN1
import X509

/// Makes certificates on a demo node, with a root of its own beside them. Their names say that they are for trying.
package struct SealMaker: Sendable {
    private let root: URL
    private let name: @Sendable (Signatory) async throws -> String

    /// `name` finds out how a signatory is called.
    package init(root: URL, name: @escaping @Sendable (Signatory) async throws -> String) {
        (self.root, self.name) = (root, name)
    }

    package func make(for signatory: Signatory, at time: Date) async throws -> Seal {
        let (root, rootKey) = try authority(at: time)
        let key = P256.Signing.PrivateKey()
        let called = try await name(signatory)
        let subject = try DistinguishedName {
            CountryName("VN")
            OrganizationName(called)
            CommonName("\(called) (trình diễn)")
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: Self.serialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: time - 3600,
            notValidAfter: time + 5 * Self.year, issuer: root.subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true, nonRepudiation: true))
                SubjectKeyIdentifier(hash: .init(key.publicKey))
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: .init(rootKey.publicKey)).keyIdentifier)
            }, issuerPrivateKey: .init(rootKey))
        return Seal(
            key: Array(key.derRepresentation),
            certificates: [
                try certificate.serializeAsPEM().derBytes, try root.serializeAsPEM().derBytes,
            ])
    }

    /// The root, made at its first use.
    private func authority(at time: Date) throws -> (Certificate, P256.Signing.PrivateKey) {
        if try Seal(file: root) == nil { try Self.newRoot(at: time).write(to: root, replacing: false) }
        guard let seal = try Seal(file: root), let own = seal.certificates.first else {
            throw SignatureProblem.certificateUnreadable
        }
        return (try Certificate(derEncoded: own), try P256.Signing.PrivateKey(derRepresentation: seal.key))
    }

    private static func newRoot(at time: Date) throws -> Seal {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName {
            CountryName("VN")
            OrganizationName("Đôi Cánh")
            CommonName("Gốc chứng thư trình diễn, không có giá trị pháp lý")
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: serialNumber(), publicKey: .init(key.publicKey), notValidBefore: time - 3600,
            notValidAfter: time + 10 * year, issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: .init(key.publicKey))
            }, issuerPrivateKey: .init(key))
        return Seal(key: Array(key.derRepresentation), certificates: [try certificate.serializeAsPEM().derBytes])
    }

    /// Positive and at most 20 octets (RFC 5280, 4.1.2.2): NSS does not find a signer whose number has 21.
    private static func serialNumber() -> Certificate.SerialNumber {
        var random = SystemRandomNumberGenerator()
        let rest = (0..<15).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Certificate.SerialNumber(bytes: [UInt8.random(in: 1...127, using: &random)] + rest)
    }

    private static let year: TimeInterval = 365 * 86_400
}
