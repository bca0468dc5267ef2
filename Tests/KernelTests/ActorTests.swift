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
    @Test("those of now sort as they were made, however many a millisecond has")
    func turns() {
        let ids = (0..<10_000).map { _ in UUIDv7.string() }
        #expect(ids == ids.sorted() && Set(ids.map { $0.suffix(16) }).count == 10_000)
    }

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
