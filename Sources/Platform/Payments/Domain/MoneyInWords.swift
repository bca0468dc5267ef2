// SPDX-License-Identifier: Apache-2.0

extension Money {
    /// As receipts spell it: "Mười sáu nghìn đồng".
    package var inWords: String {
        let words = Self.words(dong) + " đồng"
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    private static let scales: [(size: Int, word: String)] = [
        (1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn"), (1, ""),
    ]

    private static func words(_ number: Int) -> String {
        guard number > 0 else { return digits[0] }
        var (parts, rest): ([String], Int) = ([], number)
        for (size, word) in scales {
            let group = rest / size
            rest %= size
            guard group > 0 else { continue }
            // Thousands of billions are spelled as a number of their own; a group after another names its hundreds.
            parts.append(group > 999 ? words(group) : hundreds(group, isFirst: parts.isEmpty))
            if !word.isEmpty { parts.append(word) }
        }
        return parts.joined(separator: " ")
    }

    private static func hundreds(_ group: Int, isFirst: Bool) -> String {
        let (hundred, rest) = (group / 100, group % 100)
        guard hundred > 0 || !isFirst else { return tens(rest, afterHundreds: false) }
        let tail = rest == 0 ? "" : " " + tens(rest, afterHundreds: true)
        return digits[hundred] + " trăm" + tail
    }

    private static func tens(_ number: Int, afterHundreds: Bool) -> String {
        let (ten, one) = (number / 10, number % 10)
        let last =
            switch (ten, one) {
            case (_, 0): ""
            case (2..., 1): " mốt"
            case (2..., 4): " tư"
            case (1..., 5): " lăm"
            default: " " + digits[one]
            }
        return switch ten {
        case 0: (afterHundreds ? "linh " : "") + digits[one]
        case 1: "mười" + last
        default: digits[ten] + " mươi" + last
        }
    }
}
