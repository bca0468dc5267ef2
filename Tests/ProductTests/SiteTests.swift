// SPDX-License-Identifier: Apache-2.0

import Identity
import Kernel
import TestKit
import Testing

@Suite("Site")
struct SiteTests {
    @Test("a missing page says so in the visitor's language", arguments: Backend.available)
    func missing(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let vietnamese = try await site.browser().get("/khong-co")
            #expect(vietnamese.status == 404)
            #expect(vietnamese.html.contains("lang=\"vi\""))
            let english = try await site.browser(language: .en).get("/khong-co")
            #expect(english.text("h1") == "This page was not found")
        }
    }

    @Test("a chosen language is kept", arguments: Backend.available)
    func language(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let browser = site.browser()
            try await browser.get("/khong-co")
            let chosen = try await browser.post("/language", ["language": "en", "from": "/khong-co"])
            #expect(chosen.status == 303)
            #expect(chosen.location == "/khong-co")
            #expect(try await browser.get("/khong-co").html.contains("lang=\"en\""))
        }
    }

    @Test("a form without our token is refused", arguments: Backend.available)
    func token(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let refused = try await site.browser().post("/language", ["language": "en"])
            #expect(refused.status == 403)
        }
    }

    @Test("the header leads everybody only to pages that they may read", arguments: Backend.available)
    func header(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            for person in DemoPerson.allCases {
                let browser = try await site.signIn(as: person)
                let links = try await browser.get("/").html.split(separator: "</nav>")[0]
                    .matches(of: /<li><a href="([^"]+)"/).map { String($0.1) }
                #expect(!links.isEmpty)
                for link in links {
                    let page = try await browser.get(link)
                    #expect(page.status == 200, "\(person.username) \(link)")
                    #expect(page.html.matches(of: /aria-current="true"/).count == 1, "\(person.username) \(link)")
                }
            }
        }
    }
}
