// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel
import Product
import TestKit
import Testing
import Web

@Suite("Interface description")
struct APITests {
    @Test("every route under /api/ is described, and nothing else is")
    func complete() async throws {
        let database = try await Backend.sqlite.empty()
        let platform = try Platform.test(on: database)
        let served = RouteTable(try platform.router()).routes.filter { $0.template.hasPrefix("/api/") }
        #expect(Set(served) == Set(try platform.operations().map(\.route)))
        await database.close()
    }
}
