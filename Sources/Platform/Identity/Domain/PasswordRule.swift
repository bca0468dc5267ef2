// SPDX-License-Identifier: Apache-2.0

/// What a new password must not be. Length counts, not exotic characters (NIST SP 800-63B).
package enum PasswordRule: String, Sendable, CaseIterable {
    case tooShort = "too_short"
    case tooLong = "too_long"
    case tooSimple = "too_simple"

    static let shortest = 10
    /// Longer ones are refused before they are hashed.
    static let longestBytes = 512

    /// The first rule that `password` breaks.
    static func broken(by password: String, username: String?) -> PasswordRule? {
        if password.utf8.count > longestBytes { return .tooLong }
        if password.count < shortest { return .tooShort }
        let plain = password.lowercased()
        if common.contains(plain) || isRun(plain) || isRepetition(plain) { return .tooSimple }
        if let username, plain.replacing(username, with: "").count < 4 { return .tooSimple }
        return nil
    }

    /// abcdefghij, 0987654321: each character is the neighbour of the one before.
    private static func isRun(_ text: String) -> Bool {
        let values = text.unicodeScalars.map { Int($0.value) }
        let steps = zip(values, values.dropFirst()).map { ($1 - $0 + 10) % 10 }
        return Set(steps).count == 1 && [0, 1, 9].contains(steps[0])
    }

    /// abcabcabcabc: one short piece again and again.
    private static func isRepetition(_ text: String) -> Bool {
        let characters = Array(text)
        return (1...4).contains { length in
            characters.indices.allSatisfy { characters[$0] == characters[$0 % length] }
        }
    }

    /// Long enough, and yet among the first that an attacker tries.
    private static let common: Set<String> = [
        "1234567890a", "123456789a", "a123456789", "aa123456789", "abc1234567", "abcd123456", "abc123456789",
        "administrator", "anhyeuem123", "anhyeuemnhieu", "anhyeuem1234", "emyeuanh123", "chuyendoiso", "congdanso",
        "doicanh123", "hanoi123456", "iloveyou123", "iloveyou1234", "khongbiet123", "letmein123", "maiyeuem123",
        "matkhau123", "matkhau1234", "matkhau12345", "matkhau123456", "matkhaumoi", "password12", "password123",
        "password1234", "password12345", "passw0rd123", "p@ssw0rd123", "qwerty1234", "qwerty12345", "qwerty123456",
        "qwertyuiop", "qwertyuiop123", "1q2w3e4r5t", "1qaz2wsx3edc", "q1w2e3r4t5", "saigon123456", "vietnam123",
        "vietnam1234", "vietnam2020", "vietnam123456", "welcome123", "welcome1234", "xinchao123", "yeuemnhieu",
        "changeme123", "default123", "0123456789a", "11223344556677", "112233445566", "123qweasdzxc", "asdfghjkl123",
        "zxcvbnm123", "zxcvbnm1234", "1234qwerasdf", "a1b2c3d4e5", "a1s2d3f4g5", "admin12345", "admin123456",
        "admin@12345", "adminadmin1", "canbo123456", "ubnd123456", "quantri123", "quantrivien",
    ]
}
