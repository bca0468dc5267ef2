// SPDX-License-Identifier: Apache-2.0

import Identity
import Kernel
import Product
import TestKit
import Testing

@Suite("/session")
struct SessionRoutesTests {
    @Test("sign in, be greeted by name, sign out, and the old cookie is worth nothing", arguments: Backend.available)
    func roundTrip(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let browser = try await site.signIn(as: .lan)
            let old = browser.cookies
            #expect(try await browser.get("/khong-co").html.contains("Trần Thị Lan"))
            #expect(try await browser.post("/session/end").status == 303)
            #expect(try await browser.get("/khong-co").html.contains("Trần Thị Lan") == false)
            let replay = site.browser(cookies: old)
            #expect(try await replay.get("/khong-co").html.contains("Trần Thị Lan") == false)
        }
    }

    @Test("a mistake keeps what was typed and says what to do", arguments: Backend.available, Language.allCases)
    func mistake(backend: Backend, language: Language) async throws {
        try await Site.run(on: backend) { site in
            let browser = site.browser(language: language)
            try await browser.get("/session")
            let page = try await browser.post("/session", ["username": "lan", "password": "sai", "from": "/units"])
            #expect(page.status == 422)
            #expect(page.html.contains("value=\"lan\""))
            #expect(page.html.contains("value=\"/units\""))
            #expect(!page.html.contains("value=\"sai\""))
            #expect(page.html.contains(language == .vi ? "không khớp" : "do not belong together"))
        }
    }

    @Test(
        "only paths of ours are returned to", arguments: Backend.available,
        [
            ("/petitions", "/petitions"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil", "/"),
            ("/\t/evil", "/"), ("", "/"), ("/session", "/"),
        ])
    func from(backend: Backend, given: (from: String, to: String)) async throws {
        try await Site.run(on: backend) { site in
            try await site.platform.identity.openDemo([.minh], at: Site.agency)
            let browser = site.browser()
            try await browser.get("/session")
            let answer = try await browser.post(
                "/session", ["username": "minh", "password": DemoPerson.minh.password, "from": given.from])
            #expect(answer.location == given.to)
        }
    }
}
