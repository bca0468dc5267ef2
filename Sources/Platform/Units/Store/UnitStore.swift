// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The unit tables. Rows are added and units closed; nothing else about the past is ever changed.
struct UnitStore {
    let db: any Connection

    /// The version of the last load, 0 before the first.
    static var newest: Query<Int> {
        Query("SELECT COALESCE(MAX(version), 0) AS version FROM unit_load") { try $0.first?.int("version") ?? 0 }
    }

    func version() throws -> Int { try db.ask(Self.newest) }

    func history() throws -> UnitHistory {
        UnitHistory(version: try version(), units: try units(), successions: try successions(), changes: try changes())
    }

    func units() throws -> [AdministrativeUnit] {
        var units: [AdministrativeUnit] = []
        try db.each("SELECT \(Self.columns) FROM unit ORDER BY code, valid_from") {
            units.append(try AdministrativeUnit(row: $0))
        }
        return units
    }

    /// How many units of each level there are on a day.
    func counts(on day: Day) throws -> [AdministrativeUnit.Level: Int] {
        let rows = try db.rows(
            """
            SELECT level, COUNT(*) AS number FROM unit
            WHERE valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day)) GROUP BY level
            """)
        return try rows.reduce(into: [:]) { counts, row in
            counts[try row.value("level", AdministrativeUnit.Level.init(rawValue:))] = try row.int("number")
        }
    }

    func unit(_ code: String, on day: Day) throws -> AdministrativeUnit? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM unit
            WHERE code = \(code) AND valid_from <= \(day) AND (valid_to IS NULL OR valid_to >= \(day))
            """
        ).first.map(AdministrativeUnit.init(row:))
    }

    func successions() throws -> [Succession] {
        var successions: [Succession] = []
        try db.each(
            "SELECT old_code, old_from, new_code, new_from, extent, is_main FROM unit_succession ORDER BY old_code, new_code"
        ) { row in
            successions.append(
                Succession(
                    old: UnitID(try row.text("old_code"), from: try row.day("old_from")),
                    new: UnitID(try row.text("new_code"), from: try row.day("new_from")),
                    extent: try row.value("extent", Succession.Extent.init(rawValue:)), isMain: try row.bool("is_main"))
            )
        }
        return successions
    }

    func changes() throws -> [UnitChange] {
        try db.rows("SELECT day, basis FROM unit_change ORDER BY day, basis").map {
            UnitChange(day: try $0.day("day"), basis: try $0.text("basis"))
        }
    }

    func isLoaded(_ sha256: String) throws -> Bool {
        try !db.rows("SELECT version FROM unit_load WHERE sha256 = \(sha256)").isEmpty
    }

    /// Takes the next version. Two loads at the same time collide here, on the primary key.
    func insertLoad(version: Int, sha256: String, at time: Date) throws {
        try db.run("INSERT INTO unit_load (version, sha256, loaded_at) VALUES (\(version), \(sha256), \(time))")
    }

    func insert(_ units: [AdministrativeUnit]) throws {
        for chunk in units.chunks(of: Self.rowsAtOnce) {
            let rows = chunk.map { unit -> SQL in
                """
                (\(unit.code), \(unit.validFrom), \(unit.validTo), \(unit.level.rawValue), \(unit.kind), \(unit.name), \
                \(unit.parentCode), \(unit.latitude), \(unit.longitude), \(unit.areaKm2))
                """
            }
            try db.run("INSERT INTO unit (\(Self.columns)) VALUES \(rows.joined(by: ", "))")
        }
    }

    func insert(_ successions: [Succession]) throws {
        for chunk in successions.chunks(of: Self.rowsAtOnce) {
            let rows = chunk.map { row -> SQL in
                """
                (\(row.old.code), \(row.old.validFrom), \(row.new.code), \(row.new.validFrom), \
                \(row.extent.rawValue), \(row.isMain))
                """
            }
            try db.run(
                """
                INSERT INTO unit_succession (old_code, old_from, new_code, new_from, extent, is_main)
                VALUES \(rows.joined(by: ", "))
                """)
        }
    }

    func insert(_ changes: [UnitChange]) throws {
        for change in changes {
            try db.run(
                """
                INSERT INTO unit_change (day, basis) VALUES (\(change.day), \(change.basis))
                ON CONFLICT (day, basis) DO NOTHING
                """)
        }
    }

    /// Ends a unit that is open; false when it is not.
    func close(_ id: UnitID, on day: Day) throws -> Bool {
        try db.change(
            """
            UPDATE unit SET valid_to = \(day)
            WHERE code = \(id.code) AND valid_from = \(id.validFrom) AND valid_to IS NULL
            """) == 1
    }

    /// Ten values a row, and SQLite binds at most 32,766 values.
    private static let rowsAtOnce = 400

    private static let columns: SQL =
        "code, valid_from, valid_to, level, kind, name, parent_code, latitude, longitude, area_km2"
}

extension AdministrativeUnit {
    fileprivate init(row: Row) throws {
        self.init(
            id: UnitID(try row.text("code"), from: try row.day("valid_from")),
            validTo: try row.optional("valid_to", row.day), level: try row.value("level", Level.init(rawValue:)),
            kind: try row.text("kind"), name: try row.text("name"),
            parentCode: try row.optional("parent_code", row.text), latitude: try row.real("latitude"),
            longitude: try row.real("longitude"), areaKm2: try row.optional("area_km2", row.real))
    }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
