// SPDX-License-Identifier: Apache-2.0

import CXML
package import Foundation

/// The RSA key of a system and its certificate: what it signs messages with.
package struct EdXMLSeal: Sendable {
    /// PEM.
    private let key: String
    package let certificate: String

    /// Refuses a key that is not RSA of 2048 bits or more, or not the certificate's.
    package init(key: String, certificate: String) throws(EdXMLProblem) {
        (self.key, self.certificate) = (key, certificate)
        _ = try signed(Array("<edXML><edXMLHeader/></edXML>".utf8))
    }

    /// One that nobody knows, for demos and tests. Takes a moment.
    package static func made(for name: String, from: Date, until: Date) throws(EdXMLProblem) -> EdXMLSeal {
        var (key, certificate) = (cxml_bytes(), cxml_bytes())
        let isMade = cxml_make_identity(
            name, Int64(from.timeIntervalSince1970), Int64(until.timeIntervalSince1970), &key, &certificate)
        let texts = [key, certificate].map { String(decoding: [UInt8](taking: $0), as: UTF8.self) }
        guard isMade == 1 else { throw .badKey }
        return try EdXMLSeal(key: texts[0], certificate: texts[1])
    }

    /// PEM of both, for programs of others that shall sign as this one.
    package var pem: (key: String, certificate: String) { (key, certificate) }

    /// The same document with the signature in its header.
    func signed(_ bytes: [UInt8]) throws(EdXMLProblem) -> [UInt8] {
        var limits = EdXMLLimits()
        limits.bytes = .max
        let tree = try XMLTree(bytes[...], limits)
        var result = cxml_bytes()
        let outcome = withExtendedLifetime(tree) {
            cxml_sign(tree.handle, EdXMLNames.header, key, certificate, &result)
        }
        let signed = [UInt8](taking: result)
        switch outcome {
        case cxml_signed: return signed
        case cxml_unfit_key: throw .unfitKey
        case cxml_no_place: throw .notEdXML
        default: throw .badKey
        }
    }
}

/// Whose signature was found right.
package struct EdXMLSigner: Sendable, Equatable {
    /// In DER.
    package let certificate: [UInt8]
    /// SHA-1, or a key that is too short by today's measure.
    package let isWeak: Bool

    /// Whether one of the authorities vouches for it.
    package func isVouchedFor(by roots: EdXMLRoots, at time: Date) -> Bool {
        cxml_is_vouched_for(certificate, certificate.count, roots.pem, Int64(time.timeIntervalSince1970)) == 1
    }
}

/// Whom to believe that a certificate is whose it says.
package struct EdXMLRoots: Sendable {
    let pem: String

    /// Nil when it is no PEM, or holds none.
    package init?(pem: String) {
        guard cxml_count_certificates(pem) > 0 else { return nil }
        self.pem = pem
    }
}

extension XMLTree {
    /// Nil for a document that is not signed.
    func signer() throws(EdXMLProblem) -> EdXMLSigner? {
        var signer = cxml_signer()
        let verdict = cxml_verify(handle, EdXMLNames.header, &signer)
        let certificate = [UInt8](taking: signer.certificate)
        switch verdict {
        case cxml_unsigned: return nil
        case cxml_holds: return EdXMLSigner(certificate: certificate, isWeak: signer.is_weak != 0)
        case cxml_unsupported: throw .signatureNotKnown
        default: throw .altered
        }
    }
}

extension [UInt8] {
    fileprivate init(taking bytes: cxml_bytes) {
        self = bytes.bytes.map { Array(UnsafeBufferPointer(start: $0, count: bytes.count)) } ?? []
        cxml_free(bytes.bytes)
    }
}
