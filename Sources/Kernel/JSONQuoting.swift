// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// Appends a text as RFC 8785 writes it: quoted, and nothing escaped that need not be.
    package mutating func append(jsonText text: String) {
        var text = text
        append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var written = bytes.startIndex
            for (index, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                append(contentsOf: bytes[written..<index])
                append(contentsOf: Self.escape(of: byte))
                written = index + 1
            }
            append(contentsOf: bytes[written...])
        }
        append(UInt8(ascii: "\""))
    }

    private static func escape(of byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x08: Array("\\b".utf8)
        case 0x09: Array("\\t".utf8)
        case 0x0A: Array("\\n".utf8)
        case 0x0C: Array("\\f".utf8)
        case 0x0D: Array("\\r".utf8)
        case 0..<0x20: Array("\\u00".utf8) + (byte < 0x10 ? [0x30] : []) + Array(String(byte, radix: 16).utf8)
        default: [UInt8(ascii: "\\"), byte]
        }
    }
}
