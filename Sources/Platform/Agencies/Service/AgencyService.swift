// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel
import Ledger
package import Units

extension Permission {
    /// To add agencies, below the agency where it is held or anywhere.
    package static let registerAgencies: Permission = "agencies.register"
}

/// The agencies of the State: those that ship with the product, and those a node registers for its own communes.
package struct AgencyService: Sendable {
    let database: any Database
    let now: Now
    private let newID: NewID

    package init(database: any Database, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.now = now
        self.newID = newID
    }

    /// The day it is now in Việt Nam.
    package var today: Day { Day(now()) }

    /// What a person states to register an agency.
    package struct Registration: Sendable {
        package var organID: String
        package var kind: Agency.Kind
        package var name: String
        package var englishName: String
        /// The code of the unit it serves, "" for the whole country.
        package var unitCode: String
        package var parent: ID<Agency>?

        package init(
            organID: String, kind: Agency.Kind, name: String, englishName: String, unitCode: String = "",
            parent: ID<Agency>? = nil
        ) {
            self.organID = organID
            self.kind = kind
            self.name = name
            self.englishName = englishName
            self.unitCode = unitCode
            self.parent = parent
        }
    }

    /// Adds an agency that exists from today on. Its identifier lies below that of its parent.
    package func register(_ registration: Registration, by actor: Actor) async throws -> Agency {
        let id = ID<Agency>(newID())
        let event = ID<Event>(newID())
        let time = now()
        return try await database.write { connection in
            try actor.may(
                .registerAgencies, in: registration.parent.map { Place(rawValue: $0.rawValue) } ?? .everywhere)
            let store = AgencyStore(db: connection)
            let agency = try agency(from: registration, id: id, on: Day(time), by: actor, connection)
            guard try store.find(agency.organID, on: Day(time)) == nil else {
                throw AgencyProblem.organIDTaken(agency.organID)
            }
            try store.insert(agency)
            try Ledger(connection).append(
                Event(
                    id: event, kind: "agencies.registered", subject: id.rawValue,
                    place: registration.parent?.rawValue ?? "", actor: actor.id, at: time,
                    facts: ["organ_id": agency.organID.description, "name": agency.name, "unit": registration.unitCode])
            )
            return agency
        }
    }

    package func find(_ id: ID<Agency>) async throws -> Agency? {
        try await database.read { try AgencyStore(db: $0).find(id) }
    }

    /// The agency that was written with this identifier, in either form, on a day (today unless told).
    package func find(_ organID: OrganID, on day: Day? = nil) async throws -> Agency? {
        let day = day ?? Day(now())
        return try await database.read { try AgencyStore(db: $0).find(organID, on: day) }
    }

    /// The agencies of a day, by identifier; the first `limit` of them if one is given.
    package func list(
        kind: Agency.Kind? = nil, unit: UnitID? = nil, on day: Day? = nil, limit: Int? = nil
    ) async throws -> [Agency] {
        let day = day ?? Day(now())
        return try await database.read { try AgencyStore(db: $0).list(kind: kind, unit: unit, on: day, limit: limit) }
    }

    /// The agencies of a kind that serve one of these units today, in the order of the units.
    package func list(kind: Agency.Kind, serving units: [UnitID]) async throws -> [Agency] {
        let today = today
        return try await database.read { db in
            try units.flatMap { try AgencyStore(db: db).list(kind: kind, unit: $0, on: today) }
        }
    }

    /// What passed from the agency to others and from others to it, function by function.
    package func successions(touching id: ID<Agency>) async throws -> [AgencySuccession] {
        try await database.read { try AgencyStore(db: $0).successions(touching: id) }
    }

    /// Loads the shipped agencies once, after the units. Returns how many it added.
    @discardableResult
    package func load(_ files: AgencyFiles, by actor: Actor) async throws -> Int {
        let event = ID<Event>(newID())
        let time = now()
        return try await database.write { connection in
            try actor.may(.registerAgencies, in: .everywhere)
            let store = AgencyStore(db: connection)
            let agencies = try files.readAgencies { code, day in
                try UnitLookup(connection).unit(code, on: day)?.id
            }
            let successions = try files.readSuccessions(of: agencies)
            guard let first = agencies.first, try store.find(first.id) == nil else { return 0 }
            for agency in agencies { try store.insert(agency) }
            for succession in successions { try store.insert(succession) }
            try Ledger(connection).append(
                Event(
                    id: event, kind: "agencies.loaded", subject: "agencies.csv", actor: actor.id, at: time,
                    facts: ["agencies": "\(agencies.count)", "successions": "\(successions.count)"]))
            return agencies.count
        }
    }

    private func agency(
        from registration: Registration, id: ID<Agency>, on day: Day, by actor: Actor, _ connection: any Connection
    ) throws -> Agency {
        let organID = try OrganID(registration.organID)
        guard organID.form == .current else { throw AgencyProblem.notAnOrganID(registration.organID) }
        let name = registration.name.trimmingCharacters(in: .whitespacesAndNewlines)
        let englishName = registration.englishName.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, !englishName.isEmpty else { throw AgencyProblem.blankName }
        if let parent = registration.parent {
            guard let above = try AgencyStore(db: connection).find(parent) else { throw AgencyProblem.notFound(parent) }
            guard organID.description.hasPrefix(above.organID.description + ".") else {
                throw AgencyProblem.notUnderParent(organID)
            }
        }
        let unit = registration.unitCode.isEmpty ? nil : try UnitLookup(connection).unit(registration.unitCode, on: day)
        guard registration.unitCode.isEmpty || unit != nil else {
            throw AgencyProblem.unknownUnit(registration.unitCode)
        }
        return Agency(
            id: id, organID: organID, kind: registration.kind, name: name.precomposedStringWithCanonicalMapping,
            englishName: englishName, unit: unit?.id, parent: registration.parent, validFrom: day,
            basis: "registered by \(actor.id)")
    }
}
