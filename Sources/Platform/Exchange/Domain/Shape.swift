// SPDX-License-Identifier: Apache-2.0

/// How short texts of envelopes and notes are written. Byte by byte: a pattern is made anew wherever it is used, and that takes
/// longer than everything else that is looked at in a message.
enum Shape {
    /// `0197f3c2-7b1e-7cc3-98c4-dc0c0c07398f`, in small letters.
    static func isUUID(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(isHex) }
    }

    /// SHA-256 in hex, in small letters.
    static func isDigest(_ text: String) -> Bool { text.utf8.count == 64 && text.utf8.allSatisfy(isHex) }

    /// Begins with a small letter; small letters and these signs follow.
    static func isWord(_ text: String, upTo longest: Int, and signs: String) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.first.map(isLetter) == true
            && text.utf8.dropFirst().allSatisfy { isLetter($0) || signs.utf8.contains($0) }
    }

    /// `application/pdf`, without parameters.
    static func isMediaType(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count == 2
            && zip(parts, [61, 101]).allSatisfy { part, longest in
                (1...longest).contains(part.count) && part.first.map { isLetter($0) || isDigit($0) } == true
                    && part.allSatisfy { isLetter($0) || isDigit($0) || ".+-".utf8.contains($0) }
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
