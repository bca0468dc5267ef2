// SPDX-License-Identifier: Apache-2.0

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
    /// In a witness's file, the word of the node that kept the head.
    var countersignature: Countersignature?

    init(_ signed: SignedHead) {
        size = signed.head.size
        root = signed.head.root.hex
        previous = signed.head.previous.hex
        at = signed.head.at.milliseconds
        keyId = signed.head.keyID
        signature = signed.head.signature.hex
        publicKey = signed.key.pem
    }

    /// The head, if it is signed by the key beside it and the key is the one it names.
    var verified: Head? {
        guard let root = Hash(hex: root), let previous = Hash(hex: previous),
            let signature = Hex.bytes(signature), let key = NodeKey(pem: publicKey, named: keyId)
        else { return nil }
        let head = Head(
            size: size, root: root, previous: previous, at: Date(milliseconds: at), keyID: keyId,
            signature: signature)
        return key.verifies(signature, of: head.bytes) ? head : nil
    }

    /// With the word of whoever holds `key` that they saw it.
    func countersigned(_ head: Head, by key: SigningKey, at time: Date) throws -> HeadJSON {
        var signed = self
        let at = time.milliseconds
        signed.countersignature = Countersignature(
            keyId: key.id, publicKey: key.publicPEM, at: at,
            signature: try key.signature(for: Countersignature.bytes(of: head, at: at)).hex)
        return signed
    }
}
