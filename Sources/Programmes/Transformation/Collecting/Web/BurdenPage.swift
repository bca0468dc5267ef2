// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators
import Kernel
import Web

/// One reporting request: what is typed, what the system answers, and the hours that spares.
struct BurdenPage: Page {
    static let template = "collection/burden"
    /// So many of what agencies said are listed.
    static let shown = 50

    let back: Link
    let title: String, about: String, basis: String
    let figures: [Figure]
    let fields: Table
    let sum: String
    let efforts: [Table]

    init(_ burden: Burden, agencies: [Place: String], catalogue: IndicatorCatalogue, words: CollectionWords) {
        let (strings, formats, template) = (words.strings, words.formats, burden.template)
        func label(_ name: String) -> String { strings["collection.burden.\(name)"] }
        back = Link(strings["collection.list.title"], "/collection")
        (title, about) = (words.name(template), template.about[strings.language])
        basis = template.basis == "unverified" ? strings["collection.basis_unverified"] : template.basis
        let hours = burden.hoursSaved.map { formats.decimal($0, places: 1) }
        figures = [
            Figure(
                label: label("answered"), value: formats.number(burden.answered), href: "#fields",
                source: strings.plural("collection.burden.reports", burden.reports)),
            Figure(
                label: label("hours"), value: hours ?? strings["collection.no_value"],
                href: burden.efforts.isEmpty ? "" : "#efforts",
                source: strings.plural("collection.burden.said", burden.efforts.count)),
        ]
        sum =
            burden.perFigure.map {
                strings.fill(
                    "collection.burden.sum",
                    [
                        "answered": formats.number(burden.answered), "minutes": formats.decimal($0, places: 1),
                        "hours": hours ?? "",
                    ])
            } ?? label("unsaid")
        fields = Table(
            caption: label("fields"), columns: [.text(strings["collection.sheet.name"]), .text(label("by"))],
            rows: template.fields.map { field in
                let indicator = field.counted.flatMap { catalogue[$0] }
                return [
                    .text(words.name(field)),
                    indicator.map { .link(label("system"), "/indicators/\($0.id)") } ?? .text(label("agency")),
                ]
            }, stacks: false)
        let rows = burden.efforts.prefix(Self.shown).map { effort -> [Table.Cell] in
            [
                .link(agencies[effort.agency] ?? effort.agency.rawValue, "/agencies/\(effort.agency.rawValue)"),
                .text(words.period(effort.period)), .text(formats.number(effort.minutes)),
                .link(formats.date(effort.at), "/ledger/events/\(effort.event)"),
            ]
        }
        efforts =
            rows.isEmpty
            ? []
            : [
                Table(
                    caption: label("efforts"),
                    columns: [
                        .text(strings["collection.column.agency"]), .text(label("period")), .number(label("minutes")),
                        .text(strings["collection.column.sent"]),
                    ], rows: Array(rows))
            ]
    }

    static var mocks: [Self] {
        let effort = Effort(
            agency: Place(rawValue: "a"), period: Report.mocks[0].period, minutes: 90, at: .distantPast, event: "01")
        return [[], [effort]].map {
            Self(
                Burden(template: .mock, reports: 3, efforts: $0), agencies: [effort.agency: .hostile],
                catalogue: IndicatorCatalogue(), words: .mock)
        }
    }
}
