// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Units

/// Agencies that are written to together.
package enum RecipientGroup: String, Sendable, CaseIterable {
    /// The People's Committees right below, and the other agencies right below.
    case committees, departments
    case ministries, provinces

    /// Its members, in the order of their identifiers.
    package func members(of all: [Agency], below place: Agency, in tree: UnitTree) throws -> [Agency] {
        let hierarchy = Hierarchy(all, in: tree)
        let found =
            switch self {
            case .committees:
                try all.filter { try $0.kind == .peoplesCommittee && hierarchy.superior(of: $0) == place.place }
            case .departments:
                try all.filter {
                    try ![.peoplesCommittee, .peoplesCouncil, .serviceDesk].contains($0.kind)
                        && hierarchy.superior(of: $0) == place.place
                }
            case .ministries: all.filter { $0.kind == .ministry }
            case .provinces:
                try all.filter { try $0.kind == .peoplesCommittee && hierarchy.superior(of: $0) == nil }
            }
        return found.filter { $0.id != place.id }.sorted { $0.organID.description < $1.organID.description }
    }
}
