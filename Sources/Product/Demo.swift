// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
import Identity
import Kernel
import Units

/// A small office of invented people, for looking around: that of xã Yên Mô in Ninh Bình, which took in xã Yên Hòa on
/// 2025-07-01.
extension Platform {
    package func loadDemo() async throws {
        try await identity.openDemo(at: Place(rawValue: try await demoAgency().rawValue))
    }

    /// A line for each person who can sign in to the demo: name, account, password.
    package static var demoSignIns: [(name: String, username: String, password: String)] {
        DemoPerson.allCases.map { ($0.name, $0.username, $0.password) }
    }

    private func demoAgency() async throws -> ID<Agency> {
        // Below the province's own identifier; the last part is invented.
        let organID = "H42.999"
        if let known = try await agencies.find(OrganID(organID)) { return known.id }
        let province = try await agencies.find(OrganID("H42"))
        let registration = AgencyService.Registration(
            organID: organID, kind: .peoplesCommittee, name: "Ủy ban nhân dân xã Yên Mô",
            englishName: "People's Committee of Yên Mô Commune", unitCode: "14701", parent: province?.id)
        return try await agencies.register(registration, by: .system).id
    }
}
