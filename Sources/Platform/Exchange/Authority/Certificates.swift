// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Kernel
import Signatures
import SwiftASN1
import X509

extension Seal {
    var keyInPEM: String { PEMDocument(type: "PRIVATE KEY", derBytes: key).pemString }
}

/// The certificates of the exchange: P-256, one authority that signs itself and vouches for nodes directly.
enum Certificates {
    /// A new authority with a key of its own. It signs directories, too.
    static func authority(named name: String, years: Int, at time: Date) throws -> Seal {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName {
            CountryName("VN")
            OrganizationName(name)
            CommonName("\(name) (trục liên thông)")
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: serialNumber(), publicKey: .init(key.publicKey), notValidBefore: time - 3600,
            notValidAfter: time + Double(years) * 365 * 86_400, issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(digitalSignature: true, keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: .init(key.publicKey))
            }, issuerPrivateKey: .init(key))
        return Seal(key: Array(key.derRepresentation), certificates: [try certificate.serializeAsPEM().derBytes])
    }

    /// An authority that was made elsewhere. `certificates` are its own and those above it.
    static func authority(of certificates: [[UInt8]], key text: String, at time: Date) throws(ExchangeProblem) -> Seal {
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: text) else { throw .authorityKeyNotTaken }
        guard let first = certificates.first, let own = try? Certificate(derEncoded: first) else {
            throw .notAnAuthority
        }
        guard P256.Signing.PublicKey(own.publicKey)?.rawRepresentation == key.publicKey.rawRepresentation else {
            throw .authorityKeyNotTaken
        }
        guard mayVouch(own), own.notValidBefore <= time, time < own.notValidAfter else { throw .notAnAuthority }
        guard isChain(certificates), let last = certificates.last, isIssued(last, by: last) else {
            throw .authorityChainBroken
        }
        return Seal(key: Array(key.derRepresentation), certificates: certificates)
    }

    /// The same authority for longer: its name, its key, what it may do, and other days. It vouches for itself.
    static func renewed(_ authority: Seal, years: Int, at time: Date) throws -> Seal {
        guard let first = authority.certificates.first, let own = try? Certificate(derEncoded: first) else {
            throw ExchangeProblem.noAuthority
        }
        guard authority.certificates.count == 1, isIssued(first, by: first) else {
            throw ExchangeProblem.authorityRenewedAbove
        }
        let end = time + Double(years) * 365 * 86_400
        guard end > own.notValidAfter else { throw ExchangeProblem.authorityNotNewer }
        let certificate = try Certificate(
            version: .v3, serialNumber: serialNumber(), publicKey: own.publicKey, notValidBefore: time - 3600,
            notValidAfter: end, issuer: own.subject, subject: own.subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: own.extensions,
            issuerPrivateKey: .init(try P256.Signing.PrivateKey(derRepresentation: authority.key)))
        return Seal(key: authority.key, certificates: [try certificate.serializeAsPEM().derBytes])
    }

    /// Whether two certificates are of one authority: one name and one key, and both may vouch for nodes.
    static func isSameAuthority(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard let one = try? Certificate(derEncoded: one), let other = try? Certificate(derEncoded: other) else {
            return false
        }
        return one.subject == other.subject && one.publicKey == other.publicKey && mayVouch(one) && mayVouch(other)
    }

    /// Whether somebody who trusts `chain` may trust this one as well: a certificate of the same authority, signed by that
    /// authority itself or by who stands above it.
    static func isRenewal(_ certificate: [UInt8], of chain: [[UInt8]]) -> Bool {
        guard let known = chain.first, isSameAuthority(certificate, known) else { return false }
        return isIssued(certificate, by: chain.count > 1 ? chain[1] : known)
    }

    static func isValid(_ certificate: [UInt8], at time: Date) -> Bool {
        guard let certificate = try? Certificate(derEncoded: certificate) else { return false }
        return certificate.notValidBefore <= time && time < certificate.notValidAfter
    }

    private static func mayVouch(_ certificate: Certificate) -> Bool {
        guard let constraints = try? certificate.extensions.basicConstraints,
            case .isCertificateAuthority = constraints
        else { return false }
        // It signs directories, too. No statement about its use forbids nothing (RFC 5280, 4.2.1.3).
        guard let usage = try? certificate.extensions.keyUsage else { return true }
        return usage.keyCertSign && usage.digitalSignature
    }

    /// Whether each vouches for the one before.
    static func isChain(_ certificates: [[UInt8]]) -> Bool {
        zip(certificates, certificates.dropFirst()).allSatisfy { isIssued($0, by: $1) }
    }

    static func isIssued(_ certificate: [UInt8], by authority: [UInt8]) -> Bool {
        guard let certificate = try? Certificate(derEncoded: certificate),
            let authority = try? Certificate(derEncoded: authority)
        else { return false }
        return certificate.issuer == authority.subject
            && authority.publicKey.isValidSignature(certificate.signature, for: certificate)
    }

    /// What an authority is called: its common name, or the organisation's.
    static func title(_ certificate: [UInt8]) -> String? {
        guard let subject = (try? Certificate(derEncoded: certificate))?.subject else { return nil }
        return name(in: subject)
            ?? subject.flatMap { Array($0) }.first { $0.type == .RDNAttributeType.organizationName }
            .map { "\($0.value)" }
    }

    /// Before each kind of message, among the names that a request asks for.
    private static let service = "urn:doicanh:kind:"

    /// A request (PKCS #10) in PEM: who asks is in the name, which kinds of message are understood there in the alternative
    /// names; the rest the authority knows.
    static func request(
        for node: String, key: P256.Signing.PrivateKey, offering services: [String]? = nil
    ) throws -> String {
        var attributes: [CertificateSigningRequest.Attribute] = []
        if let services {
            let names = services.map { GeneralName.uniformResourceIdentifier(service + $0) }
            attributes = [
                try .init(ExtensionRequest(extensions: try .init { SubjectAlternativeNames([.dnsName(node)] + names) }))
            ]
        }
        let request = try CertificateSigningRequest(
            version: .v1, subject: try DistinguishedName { CommonName(node) }, privateKey: .init(key),
            attributes: .init(attributes),
            signatureAlgorithm: .ecdsaWithSHA256)
        return try request.serializeAsPEM().pemString
    }

    /// What a node asks for.
    struct Request {
        let node: String
        let key: P256.Signing.PublicKey
        /// Which kinds of message it understands; nil when it does not say.
        let services: [String]?
    }

    /// Reads a request, which its own key has signed.
    static func read(request text: String) throws(ExchangeProblem) -> Request {
        guard let request = try? CertificateSigningRequest(pemEncoded: text),
            request.publicKey.isValidSignature(request.signature, for: request),
            let key = P256.Signing.PublicKey(request.publicKey),
            let node = name(in: request.subject)
        else { throw .requestUnreadable(String(text.prefix(40))) }
        guard NodeName.isName(node) else { throw .notANodeName(node) }
        return Request(node: node, key: key, services: services(of: request))
    }

    private static func services(of request: CertificateSigningRequest) -> [String]? {
        guard let asked = try? request.attributes.extensionRequest,
            let names = try? asked.extensions.subjectAlternativeNames
        else { return nil }
        let found = names.compactMap { name -> String? in
            guard case .uniformResourceIdentifier(let text) = name, text.hasPrefix(service) else { return nil }
            let kind = String(text.dropFirst(service.count))
            return Shape.isWord(kind, upTo: 40, and: "_.-") ? kind : nil
        }
        return Set(found.prefix(64)).sorted()
    }

    /// A node's certificate: it signs messages with it and shows it to its neighbours.
    static func issue(
        to node: String, at host: String, key: P256.Signing.PublicKey, by authority: Seal, days: Int, at time: Date
    ) throws -> [UInt8] {
        guard let own = authority.certificates.first else { throw ExchangeProblem.noAuthority }
        let root = try Certificate(derEncoded: own)
        let rootKey = try P256.Signing.PrivateKey(derRepresentation: authority.key)
        let certificate = try Certificate(
            version: .v3, serialNumber: serialNumber(), publicKey: .init(key), notValidBefore: time - 3600,
            notValidAfter: min(time + Double(days) * 86_400, root.notValidAfter), issuer: root.subject,
            subject: try DistinguishedName { CommonName(node) }, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true, nonRepudiation: true))
                try ExtendedKeyUsage([.serverAuth, .clientAuth])
                SubjectAlternativeNames([name(of: host)])
                SubjectKeyIdentifier(hash: .init(key))
                AuthorityKeyIdentifier(
                    keyIdentifier: (try? root.extensions.subjectKeyIdentifier)?.keyIdentifier
                        ?? SubjectKeyIdentifier(hash: .init(rootKey.publicKey)).keyIdentifier)
            }, issuerPrivateKey: .init(rootKey))
        return try certificate.serializeAsPEM().derBytes
    }

    static func name(of certificate: [UInt8]) -> String? {
        (try? Certificate(derEncoded: certificate)).flatMap { name(in: $0.subject) }
    }

    static func validUntil(_ certificate: [UInt8]) -> Date? {
        (try? Certificate(derEncoded: certificate))?.notValidAfter
    }

    static func key(of certificate: [UInt8]) -> P256.Signing.PublicKey? {
        (try? Certificate(derEncoded: certificate)).flatMap { P256.Signing.PublicKey($0.publicKey) }
    }

    static func pem(_ certificates: [[UInt8]]) -> String {
        certificates.map { PEMDocument(type: "CERTIFICATE", derBytes: $0).pemString + "\n" }.joined()
    }

    /// The certificates of a PEM text, in their order.
    static func read(pem text: String) throws(ExchangeProblem) -> [[UInt8]] {
        guard let parts = try? PEMDocument.parseMultiple(pemString: text) else { throw .notEnrolled }
        return parts.filter { $0.discriminator == "CERTIFICATE" }.map(\.derBytes)
    }

    private static func name(in subject: DistinguishedName) -> String? {
        subject.flatMap { Array($0) }.first { $0.type == .RDNAttributeType.commonName }.map { "\($0.value)" }
    }

    private static func name(of host: String) -> GeneralName {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: four) { ArraySlice($0) }))
        }
        var six = in6_addr()
        if inet_pton(AF_INET6, host, &six) == 1 {
            return .ipAddress(ASN1OctetString(contentBytes: withUnsafeBytes(of: six) { ArraySlice($0) }))
        }
        return .dnsName(host)
    }

    /// Positive and at most 20 octets (RFC 5280, 4.1.2.2).
    private static func serialNumber() -> Certificate.SerialNumber {
        var random = SystemRandomNumberGenerator()
        let rest = (0..<15).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Certificate.SerialNumber(bytes: [UInt8.random(in: 1...127, using: &random)] + rest)
    }
}
