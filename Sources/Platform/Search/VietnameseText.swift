// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Vietnamese text as it is stored, compared and searched.
///
/// Three levels of likeness, each weaker than the one before: `normalized` (the same word, however its tone was placed),
/// `toneless` (ă â đ ê ô ơ ư count, tones do not) and `folded` (what is typed without a Vietnamese keyboard).
package enum VietnameseText {
    /// NFC, with Ð and Ɖ repaired to Đ and the tone of a final oa, oe, uy on its first vowel: `hoà` becomes `hòa`, as
    /// the State prints names. `quý` stays: its u belongs to the q.
    package static func normalized(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return text.unicodeScalars.contains(where: Self.needsWork)
            ? string(placingTones(in: letters(of: text))) : text.precomposedStringWithCanonicalMapping
    }

    /// Lower case, tones dropped, letters kept: `Thuỷ Đường` is `thuy đương`.
    package static func toneless(_ text: String) -> String {
        string(letters(of: text.lowercased()).map { Letter(base: $0.base, marks: $0.marks.filter { !isTone($0) }) })
    }

    /// Lower case without any mark, đ as d: `Thuỷ Đường` is `thuy duong`.
    package static func folded(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.lowercased() }
        var folded = String.UnicodeScalarView()
        for letter in letters(of: text.lowercased()) { folded.append(letter.base == "đ" ? "d" : letter.base) }
        return String(folded)
    }

    /// The words of a text, cut at everything that is neither letter, mark nor digit; an apostrophe inside a word is
    /// left out (`M'Drắk` is one word).
    package static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || isMark(scalar) {
                word.append(scalar)
            } else if !"'’ʼ`".unicodeScalars.contains(scalar), !word.isEmpty {
                words.append(String(word))
                word = String.UnicodeScalarView()
            }
        }
        return word.isEmpty ? words : words + [String(word)]
    }
}

// MARK: letters with their marks

extension VietnameseText {
    /// A base character with its combining marks, in canonical order.
    struct Letter {
        var base: Unicode.Scalar
        var marks: [Unicode.Scalar] = []
    }

    static func letters(of text: String) -> [Letter] {
        var letters: [Letter] = []
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            if isMark(scalar), !letters.isEmpty {
                letters[letters.count - 1].marks.append(scalar)
            } else {
                letters.append(Letter(base: repaired(scalar)))
            }
        }
        return letters
    }

    static func isTone(_ scalar: Unicode.Scalar) -> Bool { tones.contains(scalar) }

    /// huyền, hỏi, ngã, sắc, nặng: the order in which dictionaries sort them.
    static let tones: [Unicode.Scalar] = ["\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"]

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300 && scalar.properties.generalCategory == .nonspacingMark
    }

    private static func needsWork(_ scalar: Unicode.Scalar) -> Bool { scalar.value > 0x7F }

    /// Icelandic eth and African d look like Đ on screen and came from old converters.
    private static func repaired(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{D0}", "\u{189}": "Đ"
        case "\u{F0}", "\u{256}": "đ"
        default: scalar
        }
    }

    private static func string(_ letters: [Letter]) -> String {
        var scalars = String.UnicodeScalarView()
        for letter in letters {
            scalars.append(letter.base)
            scalars.append(contentsOf: letter.marks)
        }
        return String(scalars).precomposedStringWithCanonicalMapping
    }

    private static func placingTones(in letters: [Letter]) -> [Letter] {
        var letters = letters
        for last in letters.indices.dropFirst() {
            let first = last - 1
            guard letters[last].marks.count == 1, isTone(letters[last].marks[0]), letters[first].marks.isEmpty,
                isPair(letters[first].base, letters[last].base),
                last + 1 == letters.count || !letters[last + 1].base.properties.isAlphabetic,
                first == 0 || !"qQ".unicodeScalars.contains(letters[first - 1].base)
            else { continue }
            letters[first].marks = letters[last].marks
            letters[last].marks = []
        }
        return letters
    }

    private static func isPair(_ first: Unicode.Scalar, _ last: Unicode.Scalar) -> Bool {
        switch (first, last) {
        case ("o", "a"), ("O", "a"), ("O", "A"), ("o", "e"), ("O", "e"), ("O", "E"), ("u", "y"), ("U", "y"), ("U", "Y"):
            true
        default: false
        }
    }
}
