// SPDX-License-Identifier: Apache-2.0

package import Kernel
import Units

/// The agencies that ship with the product, `Content/Units/agencies.csv` and `agency_succession.csv`.
package struct AgencyFiles: Sendable {
    package let agencies: String
    package let successions: String

    package init(agencies: String, successions: String) {
        self.agencies = agencies
        self.successions = successions
    }

    package init(content: [String: String]) throws(ContentProblem) {
        guard let agencies = content["Units/agencies.csv"], let successions = content["Units/agency_succession.csv"]
        else { throw ContentProblem(file: "Units/agencies.csv", line: 0, reason: "the file is missing") }
        self.init(agencies: agencies, successions: successions)
    }

    /// The agencies; `unit` finds the unit an agency serves on the day it begins.
    func readAgencies(unit: (String, Day) throws -> UnitID?) throws -> [Agency] {
        let columns = [
            "id", "organ_id", "kind", "name_vi", "name_en", "unit_code", "valid_from", "valid_to", "basis",
        ]
        var seen: Set<String> = []
        return try CSVTable(agencies, file: "agencies.csv", columns: columns).rows.map { row in
            guard !row["id"].isEmpty, seen.insert(row["id"]).inserted else { throw row.mistake("the id stands twice") }
            guard let organID = try? OrganID(row["organ_id"]), organID.form == .current else {
                throw row.mistake("\(row["organ_id"]) is not an agency identifier")
            }
            guard let kind = Agency.Kind(rawValue: row["kind"]) else {
                throw row.mistake("\(row["kind"]) is not a kind")
            }
            let from = try Self.day(row, "valid_from") ?? .beginning
            let code = row["unit_code"]
            let unitID = code.isEmpty ? nil : try unit(code, from)
            guard code.isEmpty || unitID != nil else { throw row.mistake("there is no unit \(code) on \(from)") }
            return Agency(
                id: ID(row["id"]), organID: organID, kind: kind, name: row["name_vi"], englishName: row["name_en"],
                unit: unitID, validFrom: from, validTo: try Self.day(row, "valid_to"), basis: row["basis"])
        }
    }

    func readSuccessions(of agencies: [Agency]) throws -> [AgencySuccession] {
        let known = Set(agencies.map(\.id))
        let columns = ["old_id", "new_id", "function_vi", "function_en", "day", "basis"]
        return try CSVTable(successions, file: "agency_succession.csv", columns: columns).rows.map { row in
            let old = ID<Agency>(row["old_id"])
            let new = ID<Agency>(row["new_id"])
            guard known.contains(old) else { throw row.mistake("there is no agency \(old)") }
            guard known.contains(new) else { throw row.mistake("there is no agency \(new)") }
            guard let day = try Self.day(row, "day") else { throw row.mistake("the day is missing") }
            return AgencySuccession(
                old: old, new: new, function: row["function_vi"], englishFunction: row["function_en"], day: day,
                basis: row["basis"])
        }
    }

    private static func day(_ row: CSVTable.Row, _ column: String) throws -> Day? {
        guard !row[column].isEmpty else { return nil }
        guard let day = Day(row[column]) else { throw row.mistake("\(row[column]) is not a day (yyyy-MM-dd)") }
        return day
    }
}
