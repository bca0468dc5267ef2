// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Testing

@Suite("Actor")
struct ActorTests {
    private let kimSon = Place(rawValue: "kim-son")

    @Test("a permission holds at its place only")
    func place() {
        let clerk = Actor(id: "a", kind: .official, grants: [Grant("petitions.accept", in: kimSon)], agency: kimSon)
        #expect(clerk.can("petitions.accept", in: kimSon))
        #expect(!clerk.can("petitions.accept", in: Place(rawValue: "yen-mo")))
        #expect(throws: Forbidden("petitions.answer")) { try clerk.may("petitions.answer", in: kimSon) }
    }

    @Test("a grant everywhere holds at every place")
    func everywhere() {
        let operate = Actor(id: "o", kind: .operator, grants: [Grant("users.recover", in: .everywhere)])
        #expect(operate.can("users.recover", in: kimSon))
    }
}

@Suite("UUID version 7")
struct UUIDv7Tests {
    @Test("ids sort by their time and carry version and variant")
    func order() throws {
        let early = UUIDv7.string(at: Date(timeIntervalSince1970: 1_000))
        let late = UUIDv7.string(at: Date(timeIntervalSince1970: 1_001))
        #expect(early < late)
        let uuid = try #require(UUID(uuidString: early))
        #expect(uuid.uuid.6 >> 4 == 7)
        #expect(uuid.uuid.8 >> 6 == 2)
    }
}
