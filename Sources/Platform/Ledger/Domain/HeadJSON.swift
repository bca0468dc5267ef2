// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Kernel

/// How the ledger writes JSON: keys sorted and in snake case.
enum LedgerJSON {
    static func data(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(value)
    }

    /// One line of a file of JSON lines.
    static func line(_ value: some Encodable) throws -> Data { try data(value) + Data([UInt8(ascii: "\n")]) }

    static func value<T: Decodable>(_ type: T.Type, from line: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(line.utf8))
    }
}

/// A signed head for programs. Hashes and bytes are hex; the fields are those of docs/ledger.md.
struct HeadJSON: Codable, Sendable {
    let size: Int64
    let root: String
    let previous: String
    /// Milliseconds since 1970 UTC.
    let at: Int64
    let keyId: String
    let signature: String
    /// PEM.
    let publicKey: String

    init(_ signed: SignedHead) {
        size = signed.head.size
        root = signed.head.root.hex
        previous = signed.head.previous.hex
        at = signed.head.at.milliseconds
        keyId = signed.head.keyID
        signature = Hex.text(signed.head.signature)
        publicKey = signed.key.pem
    }

    /// The head, if it is signed by the key beside it and the key is the one it names.
    var verified: Head? {
        guard let root = Hash(hex: root), let previous = Hash(hex: previous),
            let signature = Hex.bytes(signature),
            let publicKey = try? P256.Signing.PublicKey(pemRepresentation: publicKey)
        else { return nil }
        let key = NodeKey(
            id: keyId, publicKey: Array(publicKey.derRepresentation), validFrom: .distantPast, validUntil: nil,
            revokedAt: nil)
        let head = Head(
            size: size, root: root, previous: previous, at: Date(milliseconds: at), keyID: keyId,
            signature: signature)
        return NodeKey.id(of: key.publicKey) == keyId && key.verifies(signature, of: head.bytes) ? head : nil
    }
}
