// SPDX-License-Identifier: Apache-2.0

/// What a payer writes so that the money finds its bill: `DC`, eight signs and a check sign, without the letters that are
/// mistaken for others (I, L, O, U), and without D, so that a reference never begins inside another. Short enough for every
/// bank's memo and for VietQR.
///
/// The check sign is a sum with the weights 1, 2, 3 … modulo the prime 31: one wrong sign and two exchanged ones are
/// always noticed.
package struct PaymentReference: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    static let prefix = "DC"
    static let alphabet = Array("0123456789ABCEFGHJKMNPQRSTVWXYZ")
    private static let payload = 8
    static let length = prefix.count + payload + 1

    /// Nil unless it is a whole reference with the right check sign.
    package init?(_ text: some StringProtocol) {
        guard text.count == Self.length, text.hasPrefix(Self.prefix) else { return nil }
        let signs = text.dropFirst(Self.prefix.count).map { Self.alphabet.firstIndex(of: $0) }
        let values = signs.compactMap(\.self)
        guard values.count == signs.count, Self.check(values.dropLast()) == values.last else { return nil }
        description = String(text)
    }

    /// A new one. There are 31⁸ of them; the database sees to it that none is given twice.
    package static func random() -> PaymentReference {
        var values: [Int] = []
        for _ in 0..<payload { values.append(Int.random(in: 0..<alphabet.count)) }
        return PaymentReference(values: values)
    }

    /// The first one in what a payer or a bank wrote: banks add words of their own, and drop or add signs between words.
    package static func found(in memo: String) -> PaymentReference? {
        let signs = memo.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        var rest = signs[...]
        while let start = rest.firstIndex(of: "D") {
            rest = rest[start...]
            if let found = PaymentReference(rest.prefix(length)) { return found }
            rest = rest.dropFirst()
        }
        return nil
    }

    private init(values: [Int]) {
        let signs = (values + [Self.check(values[...])]).map { Self.alphabet[$0] }
        description = Self.prefix + String(signs)
    }

    private static func check(_ values: ArraySlice<Int>) -> Int {
        zip(values, 1...).reduce(0) { $0 + $1.0 * $1.1 } % alphabet.count
    }
}
