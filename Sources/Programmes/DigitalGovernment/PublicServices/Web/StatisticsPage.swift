// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel
import Web

/// A month of all agencies: what came in, what was decided, how much of it in time, and how people liked it. Each number
/// opens down to its records.
struct StatisticsPage: Page {
    static let template = "publicservices/statistics"
    let breadcrumbs: Breadcrumbs
    let month: String
    let agencies: [Table]
    let isEmpty: Bool
    /// Where a month is empty: the last one before it that is not.
    let last: [Link]
    let turns: Pagination

    init(
        _ counts: [String: [Measure: Int]], names: [String: String], month: ClosedRange<Day>, isCurrent: Bool,
        last: Day? = nil, strings: Strings, formats: Formats
    ) {
        func name(_ month: ClosedRange<Day>) -> String {
            strings.fill(
                "services.statistics.month",
                ["month": "\(month.lowerBound.month)", "year": "\(month.lowerBound.year)"])
        }
        func link(_ month: ClosedRange<Day>) -> Link {
            Link(name(month), "/services/statistics?month=\("\(month.lowerBound)".prefix(7))")
        }
        breadcrumbs = Breadcrumbs([
            Link(strings["web.home_crumb"], "/"), Link(strings["services.title"], "/services"),
        ])
        self.month = name(month)
        isEmpty = counts.isEmpty
        self.last = last.map { [link($0.daysOfMonth)] } ?? []
        let words = StatisticsWords(month: month, strings: strings, formats: formats)
        let all = counts.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        let sorted = counts.sorted {
            ($0.value[Dossiers.received] ?? 0, $1.key) > ($1.value[Dossiers.received] ?? 0, $0.key)
        }
        agencies =
            counts.isEmpty
            ? []
            : [
                Table(
                    caption: strings["services.statistics.by_agency"], columns: words.columns,
                    rows: sorted.map { words.row(names[$0.key] ?? $0.key, $0.value, at: $0.key) }
                        + [words.row(strings["services.statistics.all"], all, at: nil)])
            ]
        turns = Pagination(
            label: "", previous: link((month.lowerBound - 1).daysOfMonth),
            next: isCurrent ? nil : link((month.upperBound + 1).daysOfMonth))
    }

    static var mocks: [Self] {
        let month = (Day("2026-07-08") ?? .beginning).daysOfMonth
        let counts = [Dossiers.received: 1234, Dossiers.decided: 12, Dossiers.onTime: 9, Dossiers.late: 3]
        return [
            .init(
                ["a": counts, .hostile: [:]], names: [.hostile: .hostile, "a": "UBND xã Yên Mô"], month: month,
                isCurrent: false, strings: .mock, formats: Formats(.vi)),
            .init(
                [:], names: [:], month: month, isCurrent: true, last: month.lowerBound - 1, strings: .mock,
                formats: Formats(.vi)),
            .init([:], names: [:], month: month, isCurrent: true, strings: .mock, formats: Formats(.vi)),
        ]
    }
}

/// The cells of the table: counts that open, and shares of them.
private struct StatisticsWords {
    let month: ClosedRange<Day>
    let strings: Strings
    let formats: Formats

    var columns: [Table.Column] {
        [.text(strings["services.statistics.agency"])]
            + ["opened", "received", "decided", "late", "on_time_share", "rated", "satisfied_share"].map {
                .number(strings["services.statistics.\($0)"])
            }
    }

    func row(_ name: String, _ counts: [Measure: Int], at place: String?) -> [Table.Cell] {
        func count(_ measure: Measure) -> Table.Cell {
            let count = counts[measure] ?? 0
            let text = formats.number(count)
            return count == 0 ? .text(text) : .link(text, measure.factsPath(at: place, on: month))
        }
        return [
            .text(name), count(Dossiers.opened), count(Dossiers.received), count(Dossiers.decided),
            count(Dossiers.late), share(counts, Dossiers.onTime, of: [Dossiers.onTime, Dossiers.late]),
            count(Dossiers.rated), share(counts, Dossiers.satisfied, of: [Dossiers.rated]),
        ]
    }

    /// "–" where there is nothing to have a share of.
    private func share(_ counts: [Measure: Int], _ part: Measure, of whole: [Measure]) -> Table.Cell {
        let all = whole.reduce(0) { $0 + (counts[$1] ?? 0) }
        return .text(all == 0 ? "–" : formats.percent(Double(counts[part] ?? 0) / Double(all)))
    }
}
