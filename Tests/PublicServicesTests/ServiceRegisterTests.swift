// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Indicators
import Kernel
import Ledger
import Product
import TestKit
import Testing

@testable import PublicServices

@Suite("Register of services")
struct ServiceRegisterTests {
    @Test("what is offered at level 4 is counted from what began and ended", arguments: Backend.available)
    func counted(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let platform = site.platform
            let all = platform.catalogue.procedures
            let full = all.count { $0.service.level == .full }
            #expect(full > 0 && full < all.count)
            let register = ServiceRegister(database: platform.database, now: platform.now, newID: platform.newID)
            let changed1 = try await register.record(platform.catalogue)
            #expect(changed1 == all.count)
            let changed2 = try await register.record(platform.catalogue)
            #expect(changed2 == 0)

            func share() async throws -> [Int] {
                try await site.settle()
                let indicator = try platform.indicators.indicator("services_level_4")
                let year = Period(.year, containing: Day(Site.moment))
                let values = try await platform.indicators.values(
                    of: indicator, in: [year, year.next], today: Day(Site.moment))
                return values.flatMap { [$0.numerator, $0.denominator] }
            }
            let share1 = try await share()
            #expect(share1 == [full, all.count, full, all.count])

            // One that was fully online is gone, and comes back.
            let fewer = Catalogue(all.filter { $0.code != all.first { $0.service.level == .full }?.code })
            let changed3 = try await register.record(fewer)
            #expect(changed3 == 1)
            let share2 = try await share()
            #expect(share2 == [full - 1, all.count - 1, full - 1, all.count - 1])
            let changed4 = try await register.record(platform.catalogue)
            #expect(changed4 == 1)
            let share3 = try await share()
            #expect(share3 == [full, all.count, full, all.count])
        }
    }
}
