// SPDX-License-Identifier: Apache-2.0

import Foundation

extension VietnameseText {
    /// Bytes whose order is the order of a Vietnamese dictionary, the same in both databases (CLDR `vi`): first the
    /// letters, a ă â b c d đ …, then the tones, then lower case before capitals. Digits come before letters, spaces
    /// and punctuation before digits. Store it in a blob and sort by that.
    package static func sortKey(_ text: String) -> [UInt8] {
        var letters: [UInt8] = []
        var tones: [UInt8] = []
        var cases: [UInt8] = []
        for letter in Self.letters(of: text) {
            letters += Self.weight(of: letter)
            tones.append(Self.plain)
            for mark in letter.marks where !Self.isPartOfLetter(mark, of: letter) {
                tones.append(Self.weight(of: mark))
            }
            cases.append(letter.base.properties.isUppercase ? 3 : 2)
        }
        return letters + [1] + tones + [1] + cases
    }

    private static let plain: UInt8 = 2

    /// The letters after the signs and digits, each with a place of its own.
    private static let alphabet: [String] = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z"
        .split(separator: " ").map(String.init)

    /// White space, punctuation and symbols of ASCII in the order of the CLDR root, then the digits.
    private static let signs: [Unicode.Scalar] =
        Array("\t\n\u{B}\u{C}\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789".unicodeScalars)

    private static let weights: [Unicode.Scalar: UInt8] = {
        var weights: [Unicode.Scalar: UInt8] = [:]
        for (place, scalar) in signs.enumerated() { weights[scalar] = UInt8(2 + place) }
        for (place, letter) in alphabet.enumerated() {
            weights[letter.precomposedStringWithCanonicalMapping.unicodeScalars.first!] = UInt8(100 + place)
        }
        return weights
    }()

    private static func weight(of letter: Letter) -> [UInt8] {
        let lower = letter.base.properties.lowercaseMapping.unicodeScalars.first ?? letter.base
        let shape = letter.marks.first { isShape($0) }
        if let shape, let weight = weights[composed(lower, shape)] { return [weight] }
        if let weight = weights[lower] { return [weight] }
        return [0xFE, UInt8(lower.value >> 16), UInt8(lower.value >> 8 & 0xFF), UInt8(lower.value & 0xFF)]
    }

    private static func isPartOfLetter(_ mark: Unicode.Scalar, of letter: Letter) -> Bool {
        isShape(mark) && mark == letter.marks.first { isShape($0) }
            && weights[composed(letter.base.properties.lowercaseMapping.unicodeScalars.first ?? letter.base, mark)]
                != nil
    }

    /// mũ, trăng, móc: they make another letter.
    private static func isShape(_ mark: Unicode.Scalar) -> Bool {
        mark == "\u{302}" || mark == "\u{306}" || mark == "\u{31B}"
    }

    private static func composed(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar {
        switch (base, mark) {
        case ("a", "\u{306}"): "ă"
        case ("a", "\u{302}"): "â"
        case ("e", "\u{302}"): "ê"
        case ("o", "\u{302}"): "ô"
        case ("o", "\u{31B}"): "ơ"
        case ("u", "\u{31B}"): "ư"
        default: "\u{FFFD}"
        }
    }

    private static func weight(of mark: Unicode.Scalar) -> UInt8 {
        if let place = tones.firstIndex(of: mark) { return plain + 1 + UInt8(place) }
        return 10 + UInt8(truncatingIfNeeded: min(mark.value &- 0x300, 0xE0))
    }
}
