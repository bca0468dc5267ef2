// SPDX-License-Identifier: Apache-2.0

extension Sequence<UInt8> {
    /// The bytes as lower-case hexadecimal digits.
    package var hex: String {
        String(decoding: flatMap { [hexDigits[Int($0 >> 4)], hexDigits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

private let hexDigits = Array("0123456789abcdef".utf8)
