// SPDX-License-Identifier: Apache-2.0

import Foundation

/// RFC 8785 for the one shape the ledger keeps: a flat object of texts. The stored text is what is hashed, so it is made
/// in one way only.
enum CanonicalJSON {
    static func text(_ object: [String: String]) -> String {
        var json = "{".utf8.map(\.self)
        let sorted = object.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
        for (index, pair) in sorted.enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            quote(pair.key, into: &json)
            json.append(UInt8(ascii: ":"))
            quote(pair.value, into: &json)
        }
        json.append(UInt8(ascii: "}"))
        return String(decoding: json, as: UTF8.self)
    }

    static func object(_ text: String) throws -> [String: String] {
        text == "{}" ? [:] : try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }

    private static func quote(_ text: String, into json: inout [UInt8]) {
        json.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): json += [UInt8(ascii: "\\"), byte]
            case 0x08: json += "\\b".utf8
            case 0x09: json += "\\t".utf8
            case 0x0A: json += "\\n".utf8
            case 0x0C: json += "\\f".utf8
            case 0x0D: json += "\\r".utf8
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                json += ("\\u00" + (hex.count == 1 ? "0" : "") + hex).utf8
            default: json.append(byte)
            }
        }
        json.append(UInt8(ascii: "\""))
    }
}
