// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// A public key of this node in the key register, with the time in which its signatures count.
package struct NodeKey: Sendable, Equatable {
    /// The first 16 bytes of the SHA-256 of the public key's DER, in hex.
    package let id: String
    /// SubjectPublicKeyInfo in DER.
    package let publicKey: [UInt8]
    package let validFrom: Date
    /// When a successor took over.
    package internal(set) var validUntil: Date?
    /// When it was declared lost or stolen.
    package internal(set) var revokedAt: Date?

    /// Whether a head signed at `time` may carry this key.
    package func counts(at time: Date) -> Bool {
        time >= validFrom && time <= (validUntil ?? .distantFuture) && time <= (revokedAt ?? .distantFuture)
    }

    package var pem: String {
        (try? P256.Signing.PublicKey(derRepresentation: publicKey).pemRepresentation) ?? ""
    }

    package func verifies(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        guard let key = try? P256.Signing.PublicKey(derRepresentation: publicKey),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: bytes)
    }

    static func id(of publicKey: [UInt8]) -> String { String(Hash.of(publicKey).hex.prefix(32)) }

    /// What a key signs to vouch for its successor.
    static func endorsementBytes(of publicKey: [UInt8]) -> [UInt8] {
        var layout = ByteLayout()
        layout.put("doicanh-key-1")
        layout.put(Hash.of(publicKey))
        return layout.bytes
    }
}

extension NodeKey {
    /// A key read from a file, if it is the one it is called.
    init?(pem: String, named id: String) {
        guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else { return nil }
        self.init(
            id: Self.id(of: Array(key.derRepresentation)), publicKey: Array(key.derRepresentation),
            validFrom: .distantPast, validUntil: nil, revokedAt: nil)
        guard self.id == id else { return nil }
    }
}

/// A private key of this node. It never leaves its file, mode 0600 in the data folder.
struct SigningKey: Sendable {
    let id: String
    private let key: P256.Signing.PrivateKey

    init() { self.init(P256.Signing.PrivateKey()) }

    init(pem: String) throws { self.init(try P256.Signing.PrivateKey(pemRepresentation: pem)) }

    private init(_ key: P256.Signing.PrivateKey) {
        self.key = key
        id = NodeKey.id(of: Array(key.publicKey.derRepresentation))
    }

    var publicKey: [UInt8] { Array(key.publicKey.derRepresentation) }

    var pem: String { key.pemRepresentation }

    var publicPEM: String { key.publicKey.pemRepresentation }

    func signature(for bytes: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: bytes).derRepresentation) }
}
