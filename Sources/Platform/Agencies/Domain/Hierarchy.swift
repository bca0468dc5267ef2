// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel
package import Units

/// Who stands above whom: the agency it belongs to; else the People's Committee of its unit, or of the unit above.
package struct Hierarchy {
    private let find: (ID<Agency>) throws -> Agency?
    private let unit: (String) throws -> AdministrativeUnit?
    private let committee: (UnitID) throws -> Agency?

    /// As it is in the database on a day, for a few questions inside one transaction.
    package init(_ db: any Connection, on day: Day) {
        let agencies = AgencyStore(db: db)
        find = { try agencies.find($0) }
        unit = { try UnitLookup(db).unit($0, on: day) }
        committee = { try agencies.list(kind: .peoplesCommittee, unit: $0, on: day).first }
    }

    /// Of agencies in memory, for questions about all of them.
    package init(_ agencies: [Agency], in tree: UnitTree) {
        let byID = Dictionary(agencies.map { ($0.id, $0) }) { first, _ in first }
        let committees = Dictionary(
            agencies.filter { $0.kind == .peoplesCommittee }.compactMap { agency in agency.unit.map { ($0, agency) } }
        ) { first, _ in first }
        find = { byID[$0] }
        unit = { tree.unit($0) }
        committee = { committees[$0] }
    }

    /// Nil above a province and above a ministry.
    package func superior(of agency: Agency) throws -> Place? {
        if let parent = agency.parent { return Place(rawValue: parent.rawValue) }
        var next = agency.unit.map { ($0.code, agency.kind == .peoplesCommittee) }
        while let (code, isItself) = next {
            guard let known = try unit(code) else { return nil }
            if !isItself, let committee = try committee(known.id) { return committee.place }
            next = known.parentCode.map { ($0, false) }
        }
        return nil
    }

    package func superior(of place: Place) throws -> Place? {
        try find(ID(place.rawValue)).flatMap { try superior(of: $0) }
    }
}
