// SPDX-License-Identifier: Apache-2.0

import Kernel

/// One agency with all that is told beside it.
package struct AgencyStory: Sendable {
    /// The administrative unit it serves.
    package struct Unit: Sendable { let name: String, code: String }
    /// What passed on one day, by the agency at the other end.
    struct OneDay { let day: Day, passages: [(agency: Agency, rows: [AgencySuccession])] }

    package let agency: Agency
    /// All that carried its identifier, the oldest first.
    package let versions: [Agency]
    /// From the top down to the parent.
    let above: [Agency]
    let below: [Agency]
    package let given: [AgencySuccession]
    package let taken: [AgencySuccession]
    let unit: Unit?
    private let others: [ID<Agency>: Agency]

    init(
        agency: Agency, versions: [Agency], above: [Agency] = [], below: [Agency] = [],
        successions: [AgencySuccession], others: [Agency], unit: Unit? = nil
    ) {
        (self.agency, self.versions, self.above, self.below, self.unit) = (agency, versions, above, below, unit)
        given = successions.filter { $0.old == agency.id }
        taken = successions.filter { $0.new == agency.id }
        self.others = Dictionary(others.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Those that took over something, each once.
    package var heirs: [Agency] {
        given.map(\.new).reduce(into: []) { heirs, id in
            if let agency = others[id], !heirs.contains(agency) { heirs.append(agency) }
        }
    }

    /// How it was written until 2022, for a body that was there then.
    var formerOrganID: OrganID? { agency.validFrom == .beginning ? agency.organID.formerSpelling : nil }

    func passages(of rows: [AgencySuccession], _ other: (AgencySuccession) -> ID<Agency>) -> [OneDay] {
        Dictionary(grouping: rows, by: \.day).sorted { $0.key < $1.key }.map { day, rows in
            let agencies = rows.map(other).reduce(into: [ID<Agency>]()) { if !$0.contains($1) { $0.append($1) } }
            return OneDay(
                day: day,
                passages: agencies.compactMap { id in
                    others[id].map { agency in (agency, rows.filter { other($0) == id }) }
                })
        }
    }
}
