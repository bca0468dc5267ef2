// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel
import Search
package import Units

/// The agency tables. Other services read them inside their own transactions.
package struct AgencyStore {
    private let db: any Connection

    package init(db: any Connection) { self.db = db }

    package func find(_ id: ID<Agency>) throws -> Agency? {
        try db.rows("SELECT \(Self.columns) FROM agency WHERE id = \(id)").first.map(Agency.init(row:))
    }

    /// The units that some agencies serve.
    func units(of ids: some Sequence<String>) throws -> [(agency: String, unit: UnitID)] {
        let list = ids.map { "\($0)" as SQL }.joined(by: ", ")
        return try db.rows(
            "SELECT id, unit_code, unit_from FROM agency WHERE unit_code IS NOT NULL AND id IN (\(list))"
        ).map {
            (try $0.text("id"), UnitID(try $0.text("unit_code"), from: try $0.day("unit_from")))
        }
    }

    /// The agency that was written with this identifier, in either form, on `day`.
    package func find(_ organID: OrganID, on day: Day) throws -> Agency? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM agency
            WHERE id IN (SELECT agency_id FROM agency_organ_id WHERE organ_id = \(organID.description))
              AND valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))
            ORDER BY valid_from DESC
            """
        ).first.map(Agency.init(row:))
    }

    /// Those that exist on `day`, by identifier; the first `limit` of them if one is given.
    package func list(kind: Agency.Kind?, unit: UnitID?, on day: Day, limit: Int? = nil) throws -> [Agency] {
        var condition: SQL = "valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))"
        if let kind { condition = condition + " AND kind = \(kind.rawValue)" }
        if let unit { condition = condition + " AND unit_code = \(unit.code) AND unit_from = \(unit.validFrom)" }
        var query: SQL = "SELECT \(Self.columns) FROM agency WHERE \(condition) ORDER BY organ_id, name_key"
        if let limit { query = query + " LIMIT \(limit)" }
        return try db.rows(query).map(Agency.init(row:))
    }

    /// The agencies directly below one.
    package func list(below parent: ID<Agency>, on day: Day) throws -> [Agency] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM agency
            WHERE parent_id = \(parent) AND valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))
            ORDER BY organ_id
            """
        ).map(Agency.init(row:))
    }

    /// Those that ended before `day`, the latest first.
    func list(endedBefore day: Day) throws -> [Agency] {
        try db.rows("SELECT \(Self.columns) FROM agency WHERE valid_to < \(day) ORDER BY valid_to DESC, name_key")
            .map(Agency.init(row:))
    }

    /// All that ever carried this identifier, the oldest first.
    package func versions(of organID: OrganID) throws -> [Agency] {
        try db.rows("SELECT \(Self.columns) FROM agency WHERE organ_id = \(organID.description) ORDER BY valid_from")
            .map(Agency.init(row:))
    }

    package func successions(touching id: ID<Agency>) throws -> [AgencySuccession] {
        try db.rows(
            """
            SELECT old_id, new_id, function, function_en, day, basis FROM agency_succession
            WHERE old_id = \(id) OR new_id = \(id) ORDER BY day, new_id, function
            """
        ).map(AgencySuccession.init(row:))
    }

    /// Adds the agency with its identifier, and with the former spelling for a body that was there when it was in use.
    func insert(_ agency: Agency) throws {
        try db.run(
            """
            INSERT INTO agency (\(Self.columns), name_key)
            VALUES (\(agency.id), \(agency.organID.description), \(agency.kind.rawValue), \(agency.name),
                    \(agency.englishName), \(agency.unit?.code), \(agency.unit?.validFrom), \(agency.parent),
                    \(agency.validFrom), \(agency.validTo), \(agency.basis), \(VietnameseText.sortKey(agency.name)))
            """)
        try insert(agency.organID, of: agency, from: agency.validFrom, to: agency.validTo)
        if agency.validFrom == .beginning, let former = agency.organID.formerSpelling {
            try insert(former, of: agency, from: .beginning, to: Self.lastDayOfFormerOrder)
        }
    }

    func insert(_ succession: AgencySuccession) throws {
        try db.run(
            """
            INSERT INTO agency_succession (old_id, new_id, function, function_en, day, basis)
            VALUES (\(succession.old), \(succession.new), \(succession.function), \(succession.englishFunction),
                    \(succession.day), \(succession.basis))
            """)
    }

    private func insert(_ organID: OrganID, of agency: Agency, from: Day, to: Day?) throws {
        try db.run(
            """
            INSERT INTO agency_organ_id (agency_id, organ_id, form, valid_from, valid_to)
            VALUES (\(agency.id), \(organID.description), \(organID.form.rawValue), \(from), \(to))
            """)
    }

    /// Circular 01/2022/TT-BTTTT is in force from 2022-09-15.
    private static let lastDayOfFormerOrder = Day("2022-09-14")

    private static let columns: SQL =
        "id, organ_id, kind, name, name_en, unit_code, unit_from, parent_id, valid_from, valid_to, basis"
}

extension Agency {
    fileprivate init(row: Row) throws {
        let unitCode = try row.optional("unit_code", row.text)
        self.init(
            id: try row.id("id"), organID: try row.value("organ_id") { try? OrganID($0) },
            kind: try row.value("kind", Kind.init(rawValue:)), name: try row.text("name"),
            englishName: try row.text("name_en"),
            unit: try unitCode.map { UnitID($0, from: try row.day("unit_from")) },
            parent: try row.optional("parent_id") { try row.id($0) }, validFrom: try row.day("valid_from"),
            validTo: try row.optional("valid_to", row.day), basis: try row.text("basis"))
    }
}

extension AgencySuccession {
    fileprivate init(row: Row) throws {
        self.init(
            old: try row.id("old_id"), new: try row.id("new_id"), function: try row.text("function"),
            englishFunction: try row.text("function_en"), day: try row.day("day"), basis: try row.text("basis"))
    }
}
