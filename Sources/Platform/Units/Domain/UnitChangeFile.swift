// SPDX-License-Identifier: Apache-2.0

import Kernel

/// A later change of the units, as its law states it: which units begin on a day, and out of which. The format is
/// described in `docs/units.md`.
package struct UnitChangeFile: Sendable {
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// What the file changes, before it is checked against the units there are.
    struct Change: Sendable {
        let day: Day
        let basis: String
        var opened: [(unit: AdministrativeUnit, source: UnitDraft.Source)] = []
        var closed: [UnitID] = []
        var successions: [(succession: Succession, source: UnitDraft.Source)] = []
    }

    private static let columns = [
        "day", "basis", "code", "kind", "name", "parent_code", "latitude", "longitude", "area_km2", "made_of",
    ]

    /// Reads the file against the units there are. Fields left empty are those of the unit that has the code now.
    func change(of history: UnitHistory) throws(ContentProblem) -> Change {
        let rows = try CSVTable(text, file: name, columns: Self.columns).rows
        guard let first = rows.first else { throw ContentProblem(file: name, line: 1, reason: "no unit begins") }
        guard let day = Day(first["day"]) else { throw first.mistake("\(first["day"]) is not a day (yyyy-MM-dd)") }
        guard !first["basis"].isEmpty else { throw first.mistake("the legal basis is missing") }
        var change = Change(day: day, basis: first["basis"])
        for row in rows {
            guard row["day"] == first["day"], row["basis"] == first["basis"] else {
                throw row.mistake("all rows must have the day and the legal basis of the first")
            }
            try read(row, into: &change, history)
        }
        return change
    }

    private func read(
        _ row: CSVTable.Row, into change: inout Change, _ history: UnitHistory
    ) throws(ContentProblem) {
        let source = UnitDraft.Source(file: name, line: row.line)
        let origins = try origins(row, on: change.day, history)
        guard let model = origins.first(where: { $0.unit.code == row["code"] })?.unit ?? origins.first?.unit else {
            throw row.mistake("the unit is made of nothing")
        }
        let unit = try unit(row, on: change.day, like: model)
        change.opened.append((unit, source))
        for (old, extent, isMain) in origins {
            if !change.closed.contains(old.id) { change.closed.append(old.id) }
            change.successions.append((Succession(old: old.id, new: unit.id, extent: extent, isMain: isMain), source))
        }
    }

    private typealias Origin = (unit: AdministrativeUnit, extent: Succession.Extent, isMain: Bool)

    /// `made_of` names units by code: `14701` whole, `14704:part` a part, `14722:main` the part that stands for it.
    private func origins(_ row: CSVTable.Row, on day: Day, _ history: UnitHistory) throws(ContentProblem) -> [Origin] {
        var origins: [Origin] = []
        for text in row["made_of"].split(separator: " ") {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            let mark = parts.count == 2 ? parts[1] : ""
            guard parts.count == 1 || ["part", "main"].contains(mark) else {
                throw row.mistake("\(text) is neither a code, nor a code with :part or :main")
            }
            guard let unit = history.unit(parts[0], on: day - 1), unit.validTo == nil else {
                throw row.mistake("there is no unit \(parts[0]) that could end on \(day - 1)")
            }
            origins.append((unit, mark.isEmpty ? .whole : .part, mark == "main"))
        }
        return origins
    }

    private func unit(
        _ row: CSVTable.Row, on day: Day, like model: AdministrativeUnit
    ) throws(ContentProblem) -> AdministrativeUnit {
        let isSame = model.code == row["code"]
        guard isSame || !(row["kind"].isEmpty || row["name"].isEmpty) else {
            throw row.mistake("a unit with a new code needs its kind and its name")
        }
        func filled(_ column: String, _ value: String) -> String { row[column].isEmpty ? value : row[column] }
        let parent = filled("parent_code", model.parentCode ?? "")
        let (latitude, longitude) = (row["latitude"], row["longitude"])
        return AdministrativeUnit(
            id: UnitID(row["code"], from: day), validTo: nil, level: model.level, kind: filled("kind", model.kind),
            name: filled("name", model.name), parentCode: parent.isEmpty ? nil : parent,
            latitude: latitude.isEmpty ? model.latitude : try UnitMeasure.degrees(latitude, 90, row),
            longitude: longitude.isEmpty ? model.longitude : try UnitMeasure.degrees(longitude, 180, row),
            areaKm2: try UnitMeasure.area(row["area_km2"], row) ?? (isSame ? model.areaKm2 : nil))
    }
}

extension UnitDraft {
    /// The units there are with a change on top of them.
    init(_ history: UnitHistory, successions: [Succession], with change: UnitChangeFile.Change) {
        let closed = Set(change.closed)
        units =
            history.units.map { unit in
                (closed.contains(unit.id) ? unit.ending(on: change.day - 1) : unit, .database)
            } + change.opened
        self.successions = successions.map { ($0, .database) } + change.successions
        changes = history.changes + [UnitChange(day: change.day, basis: change.basis)]
    }
}

extension AdministrativeUnit {
    fileprivate func ending(on day: Day) -> AdministrativeUnit {
        AdministrativeUnit(
            id: id, validTo: day, level: level, kind: kind, name: name, parentCode: parentCode, latitude: latitude,
            longitude: longitude, areaKm2: areaKm2)
    }
}
