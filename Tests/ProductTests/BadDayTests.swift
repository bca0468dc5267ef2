// SPDX-License-Identifier: Apache-2.0

import Database
import Hummingbird
import HummingbirdTesting
import Identity
import Kernel
import Product
import TestKit
import Testing
import Web

/// What people read when something is wrong with us, or too much: what happened, what to do, and what was kept.
@Suite("Pages of a bad day")
struct BadDayTests {
    private static let words: [Language: (ours: String, paused: String, home: String)] = [
        .vi: ("Hệ thống gặp lỗi", "Dịch vụ tạm dừng", "Về trang chủ"),
        .en: ("The system has failed", "The service is paused", "Go to the home page"),
    ]

    /// Helps: a heading that says what, a way on, no key without words, no trace.
    private func expectHelp(
        _ html: String, _ heading: String, _ language: Language, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let words = try #require(Self.words[language])
        #expect(html.contains("<h1>\(heading)</h1>"), sourceLocation: sourceLocation)
        #expect(html.contains(words.home) && html.contains("href=\"/\""), sourceLocation: sourceLocation)
        #expect(!html.contains("⟦") && !html.contains("Error("), sourceLocation: sourceLocation)
        #expect(html.contains("lang=\"\(language.rawValue)\""), sourceLocation: sourceLocation)
    }

    @Test("503 when the database is away: try again soon, with a code for the operator", arguments: Language.allCases)
    func unavailable(language: Language) async throws {
        try await Site.run(on: .sqlite) { site in
            await site.platform.database.close()
            let page = try await site.browser(language: language).get("/indicators")
            #expect(page.status == 503)
            #expect(page.headers["retry-after"] == "5")
            try expectHelp(page.html, try #require(Self.words[language]?.paused), language)
            #expect(page.html.firstMatch(of: /<code[^>]*>[0-9a-f-]{36}<\/code>/) != nil)
        }
    }

    @Test("429 after too many wrong passwords", arguments: Language.allCases)
    func tooMany(language: Language) async throws {
        try await Site.run(on: .sqlite) { site in
            _ = try await site.signIn(as: .minh)
            let guesser = site.browser(language: language)
            try await guesser.get("/session")
            var page = try await guesser.post("/session", ["username": "minh", "password": "sai mật khẩu"])
            for _ in 0..<30 where page.status != 429 {
                page = try await guesser.post("/session", ["username": "minh", "password": "sai mật khẩu"])
            }
            #expect(page.status == 429)
            #expect(!page.html.contains("⟦"))
            #expect(page.html.contains("lang=\"\(language.rawValue)\""))
        }
    }

    private struct Boom: Error {}

    @Test("500 for a mistake of ours: its code is in the page, its cause is not", arguments: Language.allCases)
    func ours(language: Language) async throws {
        let platform = try Platform.test(on: try await Backend.sqlite.migrated(Platform.migrations))
        let router = try platform.router()
        router.get("boom") { _, _ -> Response in throw Boom() }
        try await Application(router: router).test(.router) { client in
            let answer = try await client.execute(
                uri: "/boom", method: .get, headers: [.acceptLanguage: language.rawValue])
            #expect(answer.status == .internalServerError)
            let html = String(buffer: answer.body)
            try expectHelp(html, try #require(Self.words[language]?.ours), language)
            #expect(!html.contains("Boom"))
            #expect(html.firstMatch(of: /<code[^>]*>[0-9a-f-]{36}<\/code>/) != nil)
        }
        await platform.database.close()
    }
}
