// SPDX-License-Identifier: Apache-2.0

/// The code on a paper by which anybody can ask whether it is genuine: 12 letters and digits, 60 bits drawn by chance, so
/// that nobody comes upon the code of another's paper.
package struct VerifyCode: Hashable, Sendable {
    package let text: String

    /// Without I, L, O and U, which are misread.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let misread: [Character: Character] = ["O": "0", "I": "1", "L": "1"]
    private static let length = 12

    init() {
        var random = SystemRandomNumberGenerator()
        text = String((0..<Self.length).compactMap { _ in Self.alphabet.randomElement(using: &random) })
    }

    /// A code as a person types it: with or without its hyphens, in small letters, a letter O for a nought. Nil when it
    /// cannot be one.
    package init?(typed: String) {
        let repaired = typed.uppercased().filter { $0 != "-" && !$0.isWhitespace }.map { Self.misread[$0] ?? $0 }
        guard repaired.count == Self.length, repaired.allSatisfy(Self.alphabet.contains) else { return nil }
        text = String(repaired)
    }

    /// `8F3K-2MZQ-71TD`.
    package var grouped: String {
        stride(from: 0, to: text.count, by: 4).map { String(text.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    static let mock = VerifyCode(known: "8F3K2MZQ71TD")

    private init(known: String) { text = known }
}
