// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing

@Suite("Signing in with the simulated e-ID")
struct ElectronicSignInTests {
    /// From the sign-in page to the simulator's answer: the address to which the browser is sent back.
    private func answer(_ browser: Browser, as identifier: String, _ more: [String: String] = [:]) async throws
        -> String
    {
        try await browser.get("/session")
        let departure = try #require(try await browser.post("/session/eid", ["from": "/me"]).location)
        #expect(departure.hasPrefix("http://localhost:8080/demo-eid/authorize?"))
        let choose = try await browser.get(String(departure.dropFirst("http://localhost:8080".count)))
        #expect(choose.status == 200)
        let query = URLComponents(string: departure)?.queryItems ?? []
        var fields = query.reduce(into: ["person": identifier, "level": "2"]) { $0[$1.name] = $1.value }
        fields.merge(more) { $1 }
        let back = try #require(try await browser.post("/demo-eid/authorize", fields).location)
        #expect(back.hasPrefix("http://localhost:8080/session/eid/callback?"))
        return String(back.dropFirst("http://localhost:8080".count))
    }

    @Test("a resident comes in without an account, and finds the same one again", arguments: Backend.available)
    func resident(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let browser = site.browser()
            let back = try await answer(browser, as: "037090000001")
            let arrived = try await browser.get(back)
            #expect(arrived.location == "/me")
            let me = try await browser.get("/me")
            #expect(me.text("h1") == "Nguyễn Văn Minh")
            #expect(me.html.contains("•••••••••001") && !me.html.contains("037090000001"))
            #expect(try await browser.get(back).status == 422)
            let other = site.browser()
            #expect(try await other.get(try await answer(other, as: "037090000001")).location == "/me")
            #expect(try await other.get("/me").texts("tr").count == 3)
        }
    }

    @Test("an official opened by an operator keeps their post", arguments: Backend.available)
    func official(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            try await site.platform.identity.openDemo([.lan], at: Site.agency)
            let browser = site.browser()
            _ = try await browser.get(try await answer(browser, as: "037191000003"))
            #expect(try await browser.get("/me").html.contains("Công chức bộ phận một cửa"))
        }
    }

    @Test("another browser, an altered state and a refusal lead back to the sign-in page", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let browser = site.browser()
            let back = try await answer(browser, as: "037090000001")
            let stranger = try await site.browser().get(back)
            #expect(stranger.status == 422 && stranger.html.contains("trình duyệt khác"))
            let altered = try await browser.get(back.replacing("state=", with: "state=x"))
            #expect(altered.status == 422)
            let declined = site.browser()
            let no = try await answer(declined, as: "037090000001", ["decision": "decline"])
            #expect(try await declined.get(no).html.contains("đã bị hủy"))
            #expect(try await declined.get("/me").status == 303)
        }
    }

    @Test("the simulator sends nobody to a stranger", arguments: Backend.available)
    func redirect(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let page = try await site.browser().get(
                "/demo-eid/authorize?client_id=doicanh&redirect_uri=https://evil.example&code_challenge=x&state=s")
            #expect(page.status == 422)
        }
    }
}
