// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Units and successions as files state them, each with the place it was read from, until they pass the checks.
struct UnitDraft: Sendable {
    /// Where something was read: a line of a file, or the database.
    struct Source: Sendable, Hashable {
        let file: String
        let line: Int

        static let database = Source(file: "database", line: 0)

        func mistake(_ reason: String) -> ContentProblem { ContentProblem(file: file, line: line, reason: reason) }
    }

    var units: [(unit: AdministrativeUnit, source: Source)] = []
    var successions: [(succession: Succession, source: Source)] = []
    var changes: [UnitChange] = []

    var history: UnitHistory {
        UnitHistory(version: 0, units: units.map(\.unit), successions: successions.map(\.succession), changes: changes)
    }
}

/// The three files that state the trees: units, successions, and the law behind each day of change.
package struct UnitFiles: Sendable {
    package let units: String
    package let successions: String
    package let changes: String

    package init(units: String, successions: String, changes: String) {
        self.units = units
        self.successions = successions
        self.changes = changes
    }

    /// The files of `Content/Units`.
    package init(content: [String: String]) throws(ContentProblem) {
        func file(_ name: String) throws(ContentProblem) -> String {
            guard let text = content["Units/\(name)"] else {
                throw ContentProblem(file: "Units/\(name)", line: 0, reason: "the file is missing")
            }
            return text
        }
        self.init(
            units: try file("units.csv"), successions: try file("unit_succession.csv"),
            changes: try file("unit_changes.csv"))
    }

    /// Everything the files state, checked.
    func draft() throws(ContentProblem) -> UnitDraft {
        var draft = UnitDraft()
        draft.changes = try readChanges()
        draft.units = try readUnits()
        try UnitChecks.checkUnits(of: draft)
        draft.successions = try readSuccessions(of: draft.units.map(\.unit))
        try UnitChecks.checkSuccessions(of: draft)
        return draft
    }

    private func readChanges() throws(ContentProblem) -> [UnitChange] {
        var changes: [UnitChange] = []
        for row in try CSVTable(self.changes, file: "unit_changes.csv", columns: ["day", "basis"]).rows {
            guard let day = Day(row["day"]) else { throw row.mistake("\(row["day"]) is not a day (yyyy-MM-dd)") }
            guard !row["basis"].isEmpty else { throw row.mistake("the legal basis is missing") }
            changes.append(UnitChange(day: day, basis: row["basis"]))
        }
        return changes
    }

    private func readUnits() throws(ContentProblem) -> [(unit: AdministrativeUnit, source: UnitDraft.Source)] {
        let columns = [
            "code", "parent_code", "level", "kind", "name", "latitude", "longitude", "area_km2", "valid_from",
            "valid_to",
        ]
        var units: [(unit: AdministrativeUnit, source: UnitDraft.Source)] = []
        for row in try CSVTable(self.units, file: "units.csv", columns: columns).rows {
            units.append((try AdministrativeUnit(row: row), UnitDraft.Source(file: "units.csv", line: row.line)))
        }
        return units
    }

    /// The file names units by code: the old one is the unit that ended, the new one began on the day after.
    private func readSuccessions(
        of units: [AdministrativeUnit]
    ) throws(ContentProblem) -> [(succession: Succession, source: UnitDraft.Source)] {
        let columns = ["old_code", "old_level", "new_code", "new_level", "extent", "main_part"]
        let byCode = Dictionary(grouping: units, by: \.code)
        var successions: [(succession: Succession, source: UnitDraft.Source)] = []
        for row in try CSVTable(self.successions, file: "unit_succession.csv", columns: columns).rows {
            guard
                let old = byCode[row["old_code"]]?.first(where: {
                    $0.validTo != nil && $0.level.rawValue == row["old_level"]
                }), let end = old.validTo
            else { throw row.mistake("no \(row["old_level"]) \(row["old_code"]) came to an end") }
            guard
                let new = byCode[row["new_code"]]?.first(where: {
                    $0.validFrom == end + 1 && $0.level.rawValue == row["new_level"]
                })
            else { throw row.mistake("no \(row["new_level"]) \(row["new_code"]) began on \(end + 1)") }
            guard let extent = Succession.Extent(rawValue: row["extent"]), ["", "main"].contains(row["main_part"])
            else { throw row.mistake("extent must be whole or part, main_part empty or main") }
            successions.append(
                (
                    Succession(old: old.id, new: new.id, extent: extent, isMain: row["main_part"] == "main"),
                    UnitDraft.Source(file: "unit_succession.csv", line: row.line)
                ))
        }
        return successions
    }
}

extension AdministrativeUnit {
    fileprivate init(row: CSVTable.Row) throws(ContentProblem) {
        func day(_ column: String) throws(ContentProblem) -> Day? {
            guard !row[column].isEmpty else { return nil }
            guard let day = Day(row[column]) else { throw row.mistake("\(row[column]) is not a day (yyyy-MM-dd)") }
            return day
        }
        guard let level = Level(rawValue: row["level"]) else { throw row.mistake("\(row["level"]) is not a level") }
        let parent = row["parent_code"]
        self.init(
            id: UnitID(row["code"], from: try day("valid_from") ?? .beginning), validTo: try day("valid_to"),
            level: level,
            kind: row["kind"], name: row["name"], parentCode: parent.isEmpty ? nil : parent,
            latitude: try UnitMeasure.degrees(row["latitude"], 90, row),
            longitude: try UnitMeasure.degrees(row["longitude"], 180, row),
            areaKm2: try UnitMeasure.area(row["area_km2"], row))
    }
}

/// Reads the numbers of a unit's row.
enum UnitMeasure {
    static func degrees(_ text: String, _ limit: Double, _ row: CSVTable.Row) throws(ContentProblem) -> Double {
        guard let degrees = Double(text), abs(degrees) <= limit else {
            throw row.mistake("\(text) is not a coordinate in degrees")
        }
        return degrees
    }

    /// Nil where none is stated; the data set writes 0 for one it does not know.
    static func area(_ text: String, _ row: CSVTable.Row) throws(ContentProblem) -> Double? {
        guard !text.isEmpty else { return nil }
        guard let area = Double(text), area >= 0, area.isFinite else {
            throw row.mistake("\(text) is not an area in km²")
        }
        return area == 0 ? nil : area
    }
}
