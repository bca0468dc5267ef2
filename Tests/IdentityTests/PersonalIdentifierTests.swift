// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Identity

@Suite("Personal identifier")
struct PersonalIdentifierTests {
    @Test("place, sex and year are read from it")
    func parts() throws {
        let one = try PersonalIdentifier("087084000999")
        #expect(one.place == 87)
        #expect(one.sex == .male)
        #expect(one.birthYear == 1984)
        let other = try PersonalIdentifier("001 305 123 456")
        #expect(other.sex == .female)
        #expect(other.birthYear == 2005)
    }

    @Test("codes of provinces that merged stay valid", arguments: ["083", "096", "002", "058", "079"])
    func legacy(code: String) throws { _ = try PersonalIdentifier(code + "090000001") }

    @Test("a birth abroad carries a country code")
    func abroad() throws { #expect(try PersonalIdentifier("123090000001").place == 123) }

    @Test(
        "what cannot be one is refused",
        arguments: [
            "", "03709000000", "0370900000011", "03709000000a", "003090000001", "000090000001", "099090000001",
            "０３７０９００００００１", "037090000001\u{301}", "٠٣٧٠٩٠٠٠٠٠٠١", "037-090-000-001",
        ])
    func refused(typed: String) {
        #expect(throws: IdentityProblem.badIdentifier) { try PersonalIdentifier(typed) }
    }

    @Test("printing one hides it")
    func masked() throws { #expect("\(try PersonalIdentifier("087084000999"))" == "•••••••••999") }
}

@Suite("Password rule")
struct PasswordRuleTests {
    @Test(
        "weak ones are refused",
        arguments: [
            ("ngắn", PasswordRule.tooShort), ("1234567890", .tooSimple), ("0987654321", .tooSimple),
            ("aaaaaaaaaaaa", .tooSimple), ("abcabcabcabc", .tooSimple), ("Matkhau123", .tooSimple),
            ("lanlanlanlan1", .tooSimple), (String(repeating: "ă", count: 300), .tooLong),
        ])
    func weak(password: String, rule: PasswordRule) {
        #expect(PasswordRule.broken(by: password, username: "lan") == rule)
    }

    @Test("a long sentence passes", arguments: ["mưa xuân rơi trên mái ngói", "correct horse battery"])
    func strong(password: String) { #expect(PasswordRule.broken(by: password, username: "lan") == nil) }
}
