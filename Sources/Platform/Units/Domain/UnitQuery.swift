// SPDX-License-Identifier: Apache-2.0

import Search

/// What a person typed to find a unit, cut into words: `P. Yên Hòa`, `xa yen hoa yen mo ninh binh`, `TP.HCM`, `q1`.
struct UnitQuery: Sendable {
    /// One word at three levels of likeness.
    struct Word: Sendable, Hashable {
        /// As stored: NFC, old tone placement, lower case.
        let exact: String
        let toneless: String
        let folded: String

        init(_ text: String) {
            exact = VietnameseText.normalized(text).lowercased()
            toneless = VietnameseText.toneless(exact)
            folded = Self.key(VietnameseText.folded(exact))
        }

        /// i and y are written for each other after these letters: Mỹ and Mĩ, Lý and Lí.
        private static func key(_ folded: String) -> String {
            guard folded.utf8.count == 2, folded.hasSuffix("y"), let first = folded.first, "hklmst".contains(first)
            else { return folded }
            return "\(first)i"
        }

        /// 3 the same word, 2 the same but for its tone, 1 the same without marks, 0 another word.
        func likeness(to other: Word) -> Int {
            exact == other.exact ? 3 : toneless == other.toneless ? 2 : folded == other.folded ? 1 : 0
        }
    }

    let words: [Word]

    /// Longer than any unit with its parents; what comes after is not read.
    static let limit = 12

    init(_ text: String) {
        let cut = String(text.prefix(160))
        words = VietnameseText.words(cut).flatMap(Self.apart).prefix(Self.limit).map(Word.init)
    }

    /// The kinds a word may be short for, as folded words.
    static func kinds(abbreviatedBy folded: String) -> [[String]] { abbreviations[folded] ?? [] }

    private static let abbreviations: [String: [[String]]] = [
        "x": [["xa"]], "p": [["phuong"]], "f": [["phuong"]], "tt": [["thi", "tran"]], "tx": [["thi", "xa"]],
        "q": [["quan"]], "h": [["huyen"]], "tp": [["thanh", "pho"]], "t": [["tinh"]], "dk": [["dac", "khu"]],
        "dkhu": [["dac", "khu"]],
    ]

    /// `q1` is `q 1`, `tphcm` is `tp hcm`.
    private static func apart(_ word: String) -> [String] {
        let lower = word.lowercased()
        for short in ["tp", "tx", "tt", "p", "q", "f"]
        where lower.hasPrefix(short) && lower.utf8.count > short.utf8.count {
            let rest = lower.dropFirst(short.count)
            if rest.allSatisfy(\.isNumber) || lower == "tphcm" || lower == "tphn" { return [short, String(rest)] }
        }
        return [word]
    }
}
