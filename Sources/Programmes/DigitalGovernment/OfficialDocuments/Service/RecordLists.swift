// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Reports
import Web

/// The lists of files as they are printed: of a year (danh mục hồ sơ), and of what lies in one (mục lục văn bản).
struct RecordLists {
    let strings: Strings
    let retentions: Retentions
    /// Of those who answer for files.
    let names: [String: String]

    private var formats: Formats { Formats(strings.language) }

    func list(_ files: [RecordFile], of agency: String, in year: Int, on day: Day) -> Report {
        let columns = ["notation", "title", "retention", "keeper", "papers", "state"]
        let rows = files.map { file in
            Report.Row(
                file.id.rawValue,
                [
                    .init(file.notation), .init(file.title),
                    .init(retentions[file.retention]?.name(in: strings.language) ?? file.retention),
                    .init(names[file.keeper] ?? ""), .init(formats.number(file.count)),
                    .init(strings["documents.records.state.\(file.state(on: day).rawValue)"]),
                ])
        }
        return report(
            strings.fill("documents.records.list_of", ["year": "\(year)"]), agency, on: day,
            [.init("files", strings["documents.records.title"], [table("files", columns, rows)])])
    }

    func index(_ index: RecordIndex) -> Report {
        let file = index.file
        let columns = ["ordinal", "number", "day", "issuer", "subject", "digest"]
        let rows = index.papers.enumerated().map { place, entry in
            Report.Row(
                entry.paper.key,
                [
                    .init("\(place + 1)"), .init([entry.typeName, entry.paper.text].joined(separator: " ")),
                    .init(formats.date(entry.paper.day)),
                    .init(entry.paper.issuer.isEmpty ? index.organName : entry.paper.issuer),
                    .init(entry.paper.title),
                    .init(entry.files.map { String($0.hash.prefix(16)) }.joined(separator: " ")),
                ])
        }
        let facts =
            strings.fill(
                "documents.records.index_facts",
                [
                    "notation": "\(index.organID) · \(file.year) · \(file.notation)", "retention": index.retention,
                    "keeper": index.keeper, "count": formats.number(index.papers.count),
                ])
        return report(
            file.title, index.organName, on: Day(index.exportedAt),
            [
                .init(
                    "papers", strings["documents.records.papers"],
                    [.text(facts), table("papers", columns, rows)])
            ])
    }

    private func table(_ id: String, _ columns: [String], _ rows: [Report.Row]) -> Report.Block {
        .table(
            .init(
                id, strings["documents.records.title"],
                columns: columns.map { .text(strings["documents.records.column.\($0)"]) }, rows: rows))
    }

    private func report(_ title: String, _ agency: String, on day: Day, _ sections: [Report.Section]) -> Report {
        Report(
            title: title, author: agency, about: strings.fill("documents.records.as_of", ["day": formats.date(day)]),
            language: strings.language.rawValue, sections: sections, notesTitle: "", notes: [])
    }
}
