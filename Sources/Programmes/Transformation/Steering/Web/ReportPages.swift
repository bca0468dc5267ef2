// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators
import Kernel
import Reports
import Units
import Web

/// Which reports an agency can make, and those it has kept.
struct ReportListPage: Page {
    static let template = "steering/reports"

    struct Kind {
        let name: String
        let kind: ReportPlan.Kind
        let periods: [Period]
    }

    struct Offer: Sendable {
        let name: String
        let links: [Link]
    }

    let offers: [Offer]
    let errors: ErrorSummary
    let period: Field
    let unit: Select
    let button: Button
    let editions: [Table]

    init(
        _ kinds: [Kind], editions: [Edition], plan: ReportPlan?, units: [AdministrativeUnit], unit: UnitID?,
        typed: String, isWrong: Bool, name: (UnitID?) -> String?, strings: Strings, formats: Formats
    ) {
        offers = kinds.map { kind in
            Offer(
                name: kind.name,
                links: kind.periods.map {
                    Link(
                        strings.period($0, formats),
                        ReportAddress(kind: kind.kind.id, period: $0, unit: unit).href)
                })
        }
        let country = strings["indicators.country"]
        let mistakes = Mistakes(isWrong ? [ReportPeriodProblem()] : [], strings: strings)
        errors = mistakes.summary
        period = Field(
            "period", label: strings["steering.reports.form.period"], value: typed,
            hint: strings["steering.reports.form.period_hint"], problem: mistakes["period"], width: .short)
        self.unit = Select(
            "unit", label: strings["steering.reports.form.unit"],
            options: [Choice.Option("", country, isChosen: unit == nil)]
                + units.map { Choice.Option("\($0.id)", $0.name, isChosen: $0.id == unit) })
        button = Button(strings["steering.reports.form.open"], style: .secondary)
        let rows = editions.map { edition -> [Table.Cell] in
            let number = strings.fill("steering.reports.edition", ["number": "\(edition.number)"])
            return [
                .link(
                    "\(plan?[edition.kind]?.name[strings.language] ?? edition.kind), \(strings.period(edition.period, formats))",
                    "/desk/report-editions/\(edition.id)"),
                .text(number), .text(name(edition.unit) ?? country), .text(formats.time(edition.madeAt)),
                .status(
                    edition.handedOver == nil
                        ? Status(.neutral, strings["steering.reports.state.kept"])
                        : Status(.onTime, strings["steering.reports.state.handed_over"])),
            ]
        }
        self.editions =
            rows.isEmpty
            ? []
            : [
                Table(
                    caption: strings["steering.reports.editions"],
                    columns: ["report", "number", "place", "time", "state"].map {
                        .text(strings["steering.reports.list.\($0)"])
                    }, rows: rows)
            ]
    }

    static var mocks: [Self] {
        let kind = Kind(
            name: .hostile, kind: .mock, periods: [Period(.year, containing: Day("2020-01-01") ?? .beginning)])
        return [
            Self(
                [], editions: [], plan: nil, units: [], unit: nil, typed: "", isWrong: false, name: { _ in nil },
                strings: .mock, formats: Formats(.vi)),
            Self(
                [kind], editions: [.mock(handedOver: true), .mock(handedOver: false)], plan: nil, units: [], unit: nil,
                typed: .hostile, isWrong: true, name: { _ in .hostile }, strings: .mock, formats: Formats(.vi)),
        ]
    }
}

private struct ReportPeriodProblem: Problem {
    let code = "steering.reports.not_a_period"
    let kind = ProblemKind.invalid
    let field: String? = "period"
}

/// A report, as it is now or as it was kept.
struct ReportPage: Page {
    static let template = "steering/report"
    let back: Link
    let report: ReportView
    let state: Notice
    let files: [Link]
    let action: String
    let button: Button
    let further: [Link]
    let hasAction: Bool

    /// As it is now.
    init(_ report: Report, at address: ReportAddress, strings: Strings) {
        back = Link(strings["steering.reports.title"], "/desk/reports")
        self.report = ReportView(report)
        state = .none
        files = Self.files(strings) { address.path("/\($0)") }
        (action, hasAction) = (address.href, true)
        button = Button(strings["steering.reports.keep"])
        further = []
    }

    /// As it was kept.
    init(
        _ report: Report, edition: Edition, outcome: EditionDesk.Outcome?, strings: Strings, formats: Formats
    ) {
        let path = "/desk/report-editions/\(edition.id)"
        back = Link(strings["steering.reports.title"], "/desk/reports")
        self.report = ReportView(report)
        state = Notice(
            strings.fill("steering.reports.edition", ["number": "\(edition.number)"]),
            edition.handedOver.map {
                strings.fill("steering.reports.handed_over", ["time": formats.time($0.at)])
            } ?? strings.fill("steering.reports.kept", ["time": formats.time(edition.madeAt)]),
            link: outcome.map {
                Link(
                    $0.number.isEmpty
                        ? strings["steering.reports.drafted"]
                        : strings.fill("steering.reports.issued", ["number": $0.number]), $0.path)
            })
        files = Self.files(strings) { "\(path)/files/\($0)" }
        (action, hasAction) = ("\(path)/handover", edition.handedOver == nil)
        button = Button(strings["steering.reports.hand_over"])
        further =
            [Link(strings["steering.reports.since"], "\(path)/since")]
            + (edition.number > 1 ? [Link(strings["steering.reports.changes"], "\(path)/changes")] : [])
            + [Link(strings["steering.reports.event"], "/ledger/events/\(edition.event)")]
    }

    private static func files(_ strings: Strings, _ path: (String) -> String) -> [Link] {
        ReportFormat.allCases.map { Link(strings["steering.reports.file.\($0.rawValue)"], path($0.rawValue)) }
    }

    static var mocks: [Self] {
        let address = ReportAddress(
            kind: "yearly", period: Period(.year, containing: Day("2020-01-01") ?? .beginning), unit: nil)
        return Report.mocks.flatMap { report in
            [
                Self(report, at: address, strings: .mock),
                Self(
                    report, edition: .mock(handedOver: false), outcome: nil, strings: .mock, formats: Formats(.vi)),
                Self(
                    report, edition: .mock(handedOver: true), outcome: .init(number: .hostile, path: "/x"),
                    strings: .mock, formats: Formats(.vi)),
            ]
        }
    }
}

/// What changed between two editions, or since one: what the next meeting speaks about.
struct ReportChangesPage: Page {
    static let template = "steering/report-changes"
    let back: Link
    let title: String, lead: String
    let isEmpty: Bool
    let tables: [Table]

    /// - Parameter since: The edition before; nil for what changed up to now.
    init(
        _ difference: ReportDifference?, of report: Report, _ edition: Edition, since: String?, strings: Strings,
        formats: Formats
    ) {
        let number = strings.fill("steering.reports.edition", ["number": "\(edition.number)"])
        back = Link("\(report.title), \(number)", "/desk/report-editions/\(edition.id)")
        title = strings[since == nil ? "steering.reports.since" : "steering.reports.changes"]
        lead =
            since.map { strings.fill("steering.reports.changes_lead", ["before": $0, "after": number]) }
            ?? strings.fill("steering.reports.since_lead", ["edition": number, "time": formats.time(edition.madeAt)])
        var order: [String] = []
        var rows: [String: [[Table.Cell]]] = [:]
        for change in difference?.changes ?? [] {
            if rows[change.table] == nil { order.append(change.table) }
            rows[change.table, default: []].append([
                .text(change.name), .text(change.column),
                .text(change.before ?? strings["steering.reports.change.new"]),
                .text(change.after ?? strings["steering.reports.change.gone"]),
            ])
        }
        tables = order.map { caption in
            Table(
                caption: caption,
                columns: ["name", "column", "before", "after"].map { .text(strings["steering.reports.change.\($0)"]) },
                rows: rows[caption] ?? [])
        }
        isEmpty = tables.isEmpty
    }

    static var mocks: [Self] {
        let (plain, hostile) = (Report.mocks[0], Report.mocks[1])
        return [nil, ReportDifference(from: plain, to: hostile)].flatMap { difference in
            [nil, String.hostile].map { since in
                Self(
                    difference, of: hostile, .mock(handedOver: false), since: since, strings: .mock,
                    formats: Formats(.vi))
            }
        }
    }
}

extension Edition {
    fileprivate static func mock(handedOver: Bool) -> Edition {
        let time = Date(timeIntervalSince1970: 1_783_476_000)
        return Edition(
            id: ID("e"), kind: .hostile, period: Period(.year, containing: Day(time)), unit: nil, number: 2,
            agency: Place(rawValue: "a"), madeBy: .hostile, madeAt: time, event: "01a1",
            handedOver: handedOver ? .init(by: .hostile, at: time, event: "01a2") : nil)
    }
}

extension ReportPlan.Kind {
    fileprivate static let mock = ReportPlan.Kind(
        id: "yearly", period: .year, name: Indicator.mock.name, title: Indicator.mock.name)
}
