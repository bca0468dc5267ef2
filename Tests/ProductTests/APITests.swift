// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel
import Product
import TestKit
import Testing
import Web

@Suite("Interface description")
struct APITests {
    @Test("every route under /api/ is described, and every route that is described is served")
    func complete() async throws {
        let database = try await Backend.sqlite.empty()
        let platform = try Platform.test(on: database)
        let served = Set(RouteTable(try platform.router()).routes)
        let described = Set(try platform.operations().map(\.route))
        #expect(served.filter { $0.template.hasPrefix("/api/") }.subtracting(described) == [])
        #expect(described.subtracting(served) == [])
        await database.close()
    }
}
