// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing

@Suite("Permissions of identity")
struct IdentityPermissionTests {
    private static let paths = ["/me", "/me/password", "/me/second-factor", "/me/consents"]

    @Test("what belongs to a person leads to the sign-in page first, and back", arguments: Backend.available, paths)
    func pages(backend: Backend, path: String) async throws {
        try await Site.run(on: backend) { site in
            let visitor = site.browser()
            #expect(try await visitor.get(path).location == "/session?from=\(path)")
            for person in [DemoPerson.minh, .lan, .hung] {
                let browser = try await site.signIn(as: person)
                #expect(try await browser.get(path).status == 200)
            }
        }
    }

    @Test(
        "what changes something refuses whoever is not signed in", arguments: Backend.available,
        ["/me/capacity", "/me/sessions/end", "/me/password", "/me/second-factor", "/me/second-factor/removal"])
    func posts(backend: Backend, path: String) async throws {
        try await Site.run(on: backend) { site in
            let browser = site.browser()
            try await browser.get("/session")
            #expect(try await browser.post(path).status == 401)
        }
    }

    @Test("only those who keep accounts open, close and recover them", arguments: Backend.available)
    func accounts(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let minh = try await bench.open(.minh)
        for person in [DemoPerson.minh, .lan, .tuan] {
            let actor = try await bench.signIn(person).present.actor
            await #expect(throws: Forbidden.self) {
                try await bench.service.open(NewPerson(name: "X", username: "x.y"), by: actor)
            }
            await #expect(throws: Forbidden.self) { try await bench.service.set(.disabled, of: minh.id, by: actor) }
            await #expect(throws: Forbidden.self) { try await bench.service.issueRecovery(for: minh.id, by: actor) }
        }
        let hung = try await bench.signIn(.hung).present.actor
        #expect(hung.kind == .operator)
        _ = try await bench.service.open(NewPerson(name: "X", username: "x.y"), by: hung)
        _ = try await bench.service.issueRecovery(for: minh.id, by: hung)
        try await bench.service.set(.disabled, of: minh.id, by: hung)
    }

    @Test(
        "a head gives posts at their own agency, not elsewhere, and never an operator's", arguments: Backend.available)
    func posts(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let minh = try await bench.open(.minh)
        let tuan = try await bench.signIn(.tuan).present.actor
        let lan = try await bench.signIn(.lan).present.actor
        let post = try await bench.service.assign("desk_clerk", at: Site.agency, to: minh.id, by: tuan)
        await #expect(throws: Forbidden.self) {
            try await bench.service.assign("desk_clerk", at: Site.agency, to: minh.id, by: lan)
        }
        await #expect(throws: Forbidden.self) {
            try await bench.service.assign("desk_clerk", at: Place(rawValue: "elsewhere"), to: minh.id, by: tuan)
        }
        await #expect(throws: Forbidden.self) {
            try await bench.service.assign("operator", at: Site.agency, to: minh.id, by: tuan)
        }
        await #expect(throws: Forbidden.self) {
            try await bench.service.assign("operator", at: .everywhere, to: minh.id, by: tuan)
        }
        await #expect(throws: Forbidden.self) { try await bench.service.end(post.id, by: lan) }
        await #expect(throws: IdentityProblem.noSuchRole) {
            try await bench.service.assign("king", at: Site.agency, to: minh.id, by: tuan)
        }
        try await bench.service.end(post.id, by: tuan)
    }
}
