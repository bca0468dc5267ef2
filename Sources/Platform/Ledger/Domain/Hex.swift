// SPDX-License-Identifier: Apache-2.0

/// Bytes from their hexadecimal digits.
enum Hex {
    /// Nil unless every two characters are a byte.
    static func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while !rest.isEmpty {
            guard rest.count >= 2, let byte = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
