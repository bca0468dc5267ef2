// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// The two files of figures that ship with the product: `figures.csv` and the documents they were printed in,
/// `figure_sources.csv`.
package struct FigureFiles: Sendable {
    package let figures: [ReportedFigure]

    /// The files of `Content/Indicators`, checked.
    package init(content: [String: String]) throws(ContentProblem) {
        let sources = try Self.sources(content)
        var figures: [ReportedFigure] = []
        for row in try Self.table("figures.csv", Self.columns, content).rows {
            guard let source = sources[row["source"]] else { throw row.mistake("there is no source \(row["source"])") }
            guard !figures.contains(where: { $0.code == row["code"] }) else {
                throw row.mistake("\(row["code"]) is there twice")
            }
            figures.append(try ReportedFigure(row, from: source))
        }
        self.figures = figures
    }

    private static let columns = [
        "code", "source", "topic", "name", "printed", "unit", "period", "base_period", "base_value", "change",
        "change_kind", "rank", "target", "target_year", "target_status", "origin", "note_vi", "note_en",
    ]

    private static func sources(_ content: [String: String]) throws(ContentProblem) -> [String: FigureSource] {
        var sources: [String: FigureSource] = [:]
        for row in try table("figure_sources.csv", ["code", "day", "title"], content).rows {
            guard let day = Day(row["day"]) else { throw row.mistake("\(row["day"]) is not a day (yyyy-MM-dd)") }
            sources[row["code"]] = FigureSource(title: row["title"], day: day)
        }
        return sources
    }

    private static func table(
        _ name: String, _ columns: [String], _ content: [String: String]
    ) throws(ContentProblem) -> CSVTable {
        guard let text = content["Indicators/\(name)"] else {
            throw ContentProblem(file: "Indicators/\(name)", line: 0, reason: "the file is missing")
        }
        return try CSVTable(text, file: "Indicators/\(name)", columns: columns)
    }
}

extension ReportedFigure {
    fileprivate init(_ row: CSVTable.Row, from source: FigureSource) throws(ContentProblem) {
        for column in ["code", "topic", "name", "printed", "period"] where row[column].isEmpty {
            throw row.mistake("\(column) is missing")
        }
        guard let origin = Origin(rawValue: row["origin"]) else { throw row.mistake("no origin \(row["origin"])") }
        guard row["note_vi"].isEmpty == row["note_en"].isEmpty else {
            throw row.mistake("a note needs both languages")
        }
        self.init(
            code: row["code"], source: source, topic: row["topic"], name: row["name"],
            printed: row["printed"], unit: row["unit"], period: row["period"],
            base: row["base_value"].isEmpty ? nil : Base(period: row["base_period"], value: row["base_value"]),
            change: try Self.change(row), rank: row["rank"], target: try Self.target(row), origin: origin,
            note: row["note_vi"].isEmpty ? [:] : [.vi: row["note_vi"], .en: row["note_en"]])
    }

    private static func change(_ row: CSVTable.Row) throws(ContentProblem) -> Change? {
        guard !row["change"].isEmpty else { return nil }
        guard let kind = ChangeKind(rawValue: row["change_kind"]) else {
            throw row.mistake("a change must be relative or unstated")
        }
        return Change(printed: row["change"], kind: kind)
    }

    private static func target(_ row: CSVTable.Row) throws(ContentProblem) -> Target? {
        guard row["target"] == "yes" else { return nil }
        let status = TargetStatus(rawValue: row["target_status"])
        guard status != nil || row["target_status"].isEmpty else {
            throw row.mistake("no target_status \(row["target_status"])")
        }
        return Target(year: row["target_year"], status: status)
    }
}
