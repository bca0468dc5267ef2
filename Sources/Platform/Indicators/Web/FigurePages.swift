// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// Every figure that was reported, topic by topic.
struct FigureListPage: Page {
    static let template = "indicators/figures"

    struct Topic: Sendable {
        let id: String, title: String
        let table: Table
    }

    let breadcrumbs: Breadcrumbs
    let lead: String
    let topics: [Topic]
    let contents: [Link]
    let isEmpty: Bool

    init(_ entries: [FigureEntry], strings: Strings) {
        breadcrumbs = .indicators(strings)
        lead = strings.fill("figures.list.lead", ["count": "\(entries.count)"])
        isEmpty = entries.isEmpty
        let byTopic = Dictionary(grouping: entries, by: \.figure.topic)
        // What can be measured comes first, dates and congresses last.
        let share = byTopic.mapValues { $0.count { $0.figure.value != nil } * 100 / $0.count }
        topics = byTopic.keys.sorted { (share[$0] ?? 0, $1) > (share[$1] ?? 0, $0) }.map { topic in
            let title = strings["figures.topic.\(topic)"]
            let rows = (byTopic[topic] ?? []).map { Self.row($0.figure, strings) }
            return Topic(
                id: topic, title: title,
                table: Table(
                    caption: title, isCaptionHidden: true,
                    columns: ["name", "printed", "period", "kind"].map { .text(strings["figures.column.\($0)"]) },
                    rows: rows))
        }
        contents = topics.map { Link("\($0.title) (\(byTopic[$0.id]?.count ?? 0))", "#\($0.id)") }
    }

    private static func row(_ figure: ReportedFigure, _ strings: Strings) -> [Table.Cell] {
        let kind = strings[figure.target == nil ? "figures.kind.result" : "figures.kind.target"]
        return [
            .link(figure.name, "/figures/\(figure.code)"), .text("\(figure.printed) \(figure.unit)"),
            .text(figure.period),
            .text(figure.note.isEmpty ? kind : strings.fill("figures.kind.noted", ["kind": kind])),
        ]
    }

    static var mocks: [Self] { [.init(FigureEntry.mocks, strings: .mock), .init([], strings: .mock)] }
}

/// One figure: what was printed, what is said about it, where it comes from.
struct ReportedFigurePage: Page {
    static let template = "indicators/figure"
    let breadcrumbs: Breadcrumbs
    let code: String, title: String
    let figure: Figure
    let note: Notice
    let facts: SummaryList
    let versions: [Table]

    /// `versions` has one at least, the newest first.
    init(_ versions: [FigureEntry], strings: Strings, formats: Formats) {
        let entry = versions[0]
        let reported = entry.figure
        (code, title) = (reported.code, reported.name)
        breadcrumbs = .indicators(strings, [Link(strings["figures.list.title"], "/figures#\(reported.topic)")])
        let source = strings.fill(
            "figures.source", ["title": reported.source.title, "day": formats.date(reported.source.day)])
        figure = Figure(
            label: reported.period, value: reported.printed, unit: reported.unit, source: source,
            status: reported.target.map { _ in Status(.neutral, strings["figures.kind.target"]) })
        note = reported.note[strings.language].map { Notice(strings["figures.note"], $0) } ?? .none
        facts = SummaryList(Self.facts(entry, strings, formats))
        self.versions =
            versions.count < 2
            ? []
            : [
                Table(
                    caption: strings["figures.versions"],
                    columns: ["printed", "entered", "proof"].map { .text(strings["figures.column.\($0)"]) },
                    rows: versions.map { version in
                        [
                            .text("\(version.figure.printed) \(version.figure.unit)"),
                            .text(formats.time(version.enteredAt)),
                            .link(strings["figures.event"], "/ledger/events/\(version.event)"),
                        ]
                    })
            ]
    }

    private static func facts(_ entry: FigureEntry, _ strings: Strings, _ formats: Formats) -> [SummaryList.Row] {
        let figure = entry.figure
        func row(_ key: String, _ value: String?, change: Link? = nil) -> SummaryList.Row? {
            value.flatMap { $0.isEmpty ? nil : .init(strings["figures.fact.\(key)"], $0, change: change) }
        }
        let proof = Link(strings["figures.event"], "/ledger/events/\(entry.event)")
        return [
            row("read_as", figure.value.map { $0.text(formats) } ?? strings["figures.no_number"]),
            row("base", figure.base.map { [$0.value, $0.period].filter { !$0.isEmpty }.joined(separator: " · ") }),
            row(
                "change",
                figure.change.map { strings.fill("figures.change.\($0.kind.rawValue)", ["change": $0.printed]) }),
            row("rank", figure.rank),
            row(
                "target",
                figure.target.map { target in
                    [target.year, target.status.map { strings["figures.target.\($0.rawValue)"] } ?? ""]
                        .filter { !$0.isEmpty }.joined(separator: " · ")
                }),
            row("origin", strings["figures.origin.\(figure.origin.rawValue)"]),
            row(
                "entered",
                strings.fill(
                    "figures.entered", ["time": formats.time(entry.enteredAt), "version": "\(entry.version)"]),
                change: proof),
        ].compactMap(\.self)
    }

    static var mocks: [Self] {
        FigureEntry.mocks.map { .init([$0], strings: .mock, formats: Formats(.vi)) }
            + [.init(FigureEntry.mocks, strings: .mock, formats: Formats(.vi))]
    }
}

extension Breadcrumbs {
    static func indicators(_ strings: Strings, _ further: [Link] = []) -> Breadcrumbs {
        Breadcrumbs(
            [Link(strings["web.home_crumb"], "/"), Link(strings["indicators.list.title"], "/indicators")] + further)
    }
}

extension PrintedNumber {
    /// "1.914", or "4 – 5".
    fileprivate func text(_ formats: Formats) -> String {
        func text(_ number: Decimal) -> String {
            formats.decimal(NSDecimalNumber(decimal: number).doubleValue, places: max(0, -number.exponent))
        }
        return low == high ? text(low) : "\(text(low)) – \(text(high))"
    }
}

extension FigureEntry {
    /// A share with a note, a target of an attacker, and one that says no number.
    package static var mocks: [FigureEntry] {
        let time = Date(timeIntervalSince1970: 1_783_476_000)
        func entry(
            _ code: String, _ printed: String, _ name: String, target: ReportedFigure.Target? = nil,
            note: [Language: String] = [:]
        ) -> FigureEntry {
            FigureEntry(
                figure: ReportedFigure(
                    code: code, source: FigureSource(title: name, day: Day(time)), topic: "online_service", name: name,
                    printed: printed, unit: "%", period: "2020", base: .init(period: "2019", value: "10,76%"),
                    change: .init(printed: "28%", kind: .unstated), rank: target == nil ? "" : "<=50", target: target,
                    origin: .printed, note: note),
                version: 1, event: "01a1", enteredBy: "system", enteredAt: time)
        }
        return [
            entry("F067", "31", "DVC trực tuyến mức độ 4", note: [.vi: "Không ghép.", .en: "Never merged."]),
            entry("F002", .hostile, .hostile, target: .init(year: .hostile, status: .wished)),
            entry("F014", "XIII", "Đại hội"),
        ]
    }
}
