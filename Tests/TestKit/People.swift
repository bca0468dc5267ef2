// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Identity
package import Kernel
import Product

extension Site {
    /// The agency at which the named officials hold their posts: the service desk of xã Yên Mô.
    package static let agency = Place(rawValue: "ubnd-yen-mo")

    /// A browser in which `person` is signed in; their account and post are made when missing.
    package func signIn(as person: DemoPerson, language: Language = .vi) async throws -> Browser {
        try await platform.identity.openDemo([person], at: Self.agency)
        let browser = browser(language: language)
        try await browser.get("/session")
        let answer = try await browser.post("/session", ["username": person.username, "password": person.password])
        guard answer.status == 303 else { throw NotSignedIn(person: person.username, answer: answer.status) }
        // The token for forms is on every page once signed in.
        try await browser.get("/session?from=/")
        return browser
    }

    private struct NotSignedIn: Error { let person: String, answer: Int }
}

extension Secret {
    /// The same for every test; never used outside.
    package static var test: Secret {
        get throws { try Secret([UInt8](repeating: 7, count: 32)) }
    }
}
