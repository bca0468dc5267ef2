// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The SHA-256 of a PDF that comes piece by piece, and of every state it was in before something was added to its end. Nothing of
/// a stranger's file is read but its first bytes and where its revisions end.
struct PDFFingerprint {
    /// What was added more than so many times is not one of ours.
    private static let revisionLimit = 64
    private static let beginning = Array("%PDF-".utf8)
    private static let end = Array("%%EOF\n".utf8)

    private var hash = SHA256()
    private var first: [UInt8] = []
    private var matched = 0
    private(set) var count = 0
    /// In hex, in the order of the file.
    private(set) var revisions: [String] = []

    /// Whether it begins as a PDF does.
    var isPDF: Bool { first == Self.beginning }
    /// Of all bytes, in hex.
    var whole: String { Self.hex(hash) }

    mutating func add(_ piece: [UInt8]) {
        count += piece.count
        first += piece.prefix(Self.beginning.count - first.count)
        var rest = piece[...]
        while let index = rest.firstIndex(where: { isEnd(after: $0) }) {
            hash.update(data: rest[...index])
            rest = rest[(index + 1)...]
            if revisions.count < Self.revisionLimit { revisions.append(Self.hex(hash)) }
        }
        hash.update(data: rest)
    }

    /// Whether this byte ends the mark of a revision's end.
    private mutating func isEnd(after byte: UInt8) -> Bool {
        if byte == Self.end[matched] {
            matched += 1
        } else if byte == Self.end[0] {
            // "%%%" ends with the beginning of a mark.
            matched = matched == 2 ? 2 : 1
        } else {
            matched = 0
        }
        guard matched == Self.end.count else { return false }
        matched = 0
        return true
    }

    private static func hex(_ hash: SHA256) -> String {
        hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
