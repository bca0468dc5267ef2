// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// RFC 8785 for the one shape the ledger keeps: a flat object of texts. The stored text is what is hashed, so it is made
/// in one way only.
enum CanonicalJSON {
    static func text(_ object: [String: String]) -> String {
        var json = "{".utf8.map(\.self)
        let sorted = object.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
        for (index, pair) in sorted.enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            json.append(jsonText: pair.key)
            json.append(UInt8(ascii: ":"))
            json.append(jsonText: pair.value)
        }
        json.append(UInt8(ascii: "}"))
        return String(decoding: json, as: UTF8.self)
    }

    static func object(_ text: String) throws -> [String: String] {
        text == "{}" ? [:] : try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }
}
