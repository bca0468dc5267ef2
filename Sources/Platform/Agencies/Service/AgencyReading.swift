// SPDX-License-Identifier: Apache-2.0

import Database
package import Kernel
import Search
package import Units

/// What anybody may read.
extension AgencyService {
    /// The agency with its names through time, the agencies around it, and what passed to and from it.
    package func story(of id: ID<Agency>) async throws -> AgencyStory {
        let today = today
        return try await database.read { connection in
            let store = AgencyStore(db: connection)
            guard let agency = try store.find(id) else { throw AgencyProblem.notFound(id) }
            let successions = try store.successions(touching: id)
            var above: [Agency] = []
            while let parent = try (above.first ?? agency).parent.flatMap(store.find) { above.insert(parent, at: 0) }
            return AgencyStory(
                agency: agency, versions: try store.versions(of: agency.organID), above: above,
                below: try store.list(below: id, on: agency.validTo ?? today), successions: successions,
                others: try Set(successions.flatMap { [$0.old, $0.new] }).compactMap(store.find),
                unit: try agency.unit.flatMap { unit in
                    try UnitLookup(connection).unit(unit.code, on: unit.validFrom)
                        .map { AgencyStory.Unit(name: $0.name, code: $0.code) }
                })
        }
    }

    /// The units that these agencies serve, by their ids; those that serve the whole country are left out.
    package func units(of ids: [String]) async throws -> [String: UnitID] {
        try await database.read { connection in
            let store = AgencyStore(db: connection)
            return try stride(from: 0, to: ids.count, by: 1000).reduce(into: [:]) { units, start in
                for (id, unit) in try store.units(of: ids[start..<min(start + 1000, ids.count)]) { units[id] = unit }
            }
        }
    }

    /// What stands before the date of the agency's papers, "" for one that serves no unit.
    package func locality(of agency: Agency) async throws -> String {
        guard let unit = agency.unit else { return "" }
        return try await database.read { try UnitLookup($0).unit(unit.code, on: unit.validFrom)?.locality } ?? ""
    }

    /// Those that have ended, the latest first.
    package func former() async throws -> [Agency] {
        let today = today
        return try await database.read { try AgencyStore(db: $0).list(endedBefore: today) }
    }

    /// Those whose name in either language, or identifier, holds every word as people type it: of all times, or those of
    /// one kind that there are today.
    package func find(_ text: String, kind: Agency.Kind? = nil, limit: Int = 50) async throws -> [Agency] {
        let words = Self.words(text)
        guard !words.isEmpty else { return [] }
        let today = today
        let all = try await database.read { connection in
            let store = AgencyStore(db: connection)
            let present = try store.list(kind: kind, unit: nil, on: today)
            return kind == nil ? try present + store.list(endedBefore: today) : present
        }
        return Array(
            all.filter { agency in
                let own = Self.words("\(agency.name) \(agency.englishName) \(agency.organID)")
                return words.allSatisfy { word in own.contains { $0.hasPrefix(word) } }
            }.prefix(limit))
    }

    private static func words(_ text: String) -> [String] { VietnameseText.words(VietnameseText.folded(text)) }
}
