// SPDX-License-Identifier: Apache-2.0

import Casework
import Kernel
import Ledger
import TestKit
import Testing

/// What a number is made of opens for those who may see it.
@Suite("Cases behind a number")
struct CaseLinksTests {
    @Test(
        "those whose they are and the agencies concerned see them, and that they looked is kept",
        arguments: Backend.available)
    func visible(backend: Backend) async throws {
        let office = try await Office(backend)
        let (first, second) = (try await office.open(), try await office.open())
        let ids = [first.id, ID<CaseFile>("none"), second.id]
        func seen(_ actor: Actor) async throws -> [ID<CaseFile>] {
            try await office.cases.visible(ids, to: actor).map(\.id)
        }
        #expect(try await seen(Office.lan) == [first.id, second.id])
        #expect(try await seen(Office.minh) == [first.id, second.id])
        #expect(try await seen(Office.hoa) == [])
        #expect(try await seen(Office.binh) == [])
        let readings = try await AccessService(database: office.database).readings(of: Office.minh)
        #expect(readings.map(\.reader) == ["lan"])
    }
}
