// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Kernel

/// A signed head: what this node says its whole ledger is, at one size. Each names the one before it.
package struct Head: Sendable, Equatable {
    /// How many events it covers.
    package let size: Int64
    /// The Merkle tree hash of their leaves.
    package let root: Hash
    /// `hash` of the head before, zero for the first.
    package let previous: Hash
    package let at: Date
    package let keyID: String
    /// ECDSA over P-256 with SHA-256, in DER, of `bytes`.
    package let signature: [UInt8]

    /// The bytes that are signed, version 1 of docs/ledger.md.
    package var bytes: [UInt8] {
        Self.bytes(size: size, root: root, previous: previous, at: at, keyID: keyID)
    }

    /// What the next head names: SHA-256(0x02 ‖ bytes). The signature is left out, because a key can sign twice.
    package var hash: Hash { .prefixed(0x02, bytes, []) }

    static func signed(size: Int64, root: Hash, previous: Hash, at: Date, by key: SigningKey) throws -> Head {
        let bytes = bytes(size: size, root: root, previous: previous, at: at, keyID: key.id)
        return Head(
            size: size, root: root, previous: previous, at: at, keyID: key.id, signature: try key.signature(for: bytes))
    }

    private static func bytes(size: Int64, root: Hash, previous: Hash, at: Date, keyID: String) -> [UInt8] {
        var layout = ByteLayout()
        layout.put("doicanh-head-1")
        layout.put(size)
        layout.put(root)
        layout.put(previous)
        layout.put(at.milliseconds)
        layout.put(keyID)
        return layout.bytes
    }
}
