// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// Writes the byte layout of docs/ledger.md: integers big-endian, texts as a 4-byte length and UTF-8.
struct ByteLayout {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    mutating func put(_ number: Int64) { withUnsafeBytes(of: number.bigEndian) { bytes += $0 } }

    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            withUnsafeBytes(of: UInt32(utf8.count).bigEndian) { bytes += $0 }
            bytes += utf8
        }
    }

    mutating func put(_ hash: Hash) { bytes += hash.bytes }
}

/// The row of one event exactly as stored: what a leaf is made of.
struct StoredEvent: Sendable, Equatable {
    var id: String
    var kind: String
    var subject: String
    var place: String
    var actor: String
    var at: Int64
    /// Canonical JSON, hashed as it is.
    var facts: String
    /// SHA-256(salt ‖ content) of the personal content, if the event has any.
    var commitment: Hash?

    /// The leaf bytes, version 1. The position is inside, so an event cannot be moved without being changed.
    func leafBytes(at position: Int64) -> [UInt8] {
        var layout = ByteLayout()
        layout.put(UInt8(1))
        layout.put(position)
        for text in [id, kind, subject, place, actor] { layout.put(text) }
        layout.put(at)
        layout.put(facts)
        layout.put(commitment ?? .zero)
        return layout.bytes
    }

    func leafHash(at position: Int64) -> Hash { .leaf(leafBytes(at: position)) }

    func sealed(at position: Int64) throws -> SealedEvent {
        SealedEvent(
            position: position, id: .init(id), kind: kind, subject: subject, place: place, actor: actor,
            at: Date(milliseconds: at), facts: try CanonicalJSON.object(facts))
    }
}
