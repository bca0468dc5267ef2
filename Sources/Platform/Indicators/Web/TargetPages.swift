// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
import Kernel
import Units
import Web

/// What is to be reached, the latest set first.
struct TargetListPage: Page {
    static let template = "indicators/targets"

    struct Entry: Sendable {
        let target: Target
        let words: IndicatorWords
        let unit: String, owner: String
    }

    let breadcrumbs: Breadcrumbs
    let targets: Table
    let isEmpty: Bool
    let new: [Link]

    init(_ entries: [Entry], maySet: Bool, strings: Strings) {
        breadcrumbs = .indicators(strings)
        isEmpty = entries.isEmpty
        new = maySet ? [Link(strings["indicators.targets.new"], "/targets/new")] : []
        targets = Table(
            caption: strings["indicators.targets.caption"],
            columns: ["indicator", "unit", "period"].map { .text(strings["indicators.targets.column.\($0)"]) }
                + [.number(strings["indicators.targets.column.value"])]
                + ["owner", "basis", "set"].map { .text(strings["indicators.targets.column.\($0)"]) },
            rows: entries.map { Self.row($0, strings) })
    }

    private static func row(_ entry: Entry, _ strings: Strings) -> [Table.Cell] {
        let (target, words) = (entry.target, entry.words)
        var address = SeriesAddress(indicator: target.indicator, kind: target.period.kind)
        if let unit = target.unit { address.place = .unit(unit) }
        let day = words.formats.date(Day(target.setAt))
        let set =
            target.version == 1
            ? day
            : strings.fill(
                "indicators.targets.version", ["day": day, "version": "\(target.version)", "reason": target.reason])
        return [
            .link(words.name, address.href), .text(entry.unit), .text(words.period(target.period)),
            .text(words.text(words.indicator.goal(target.value).value)), .text(entry.owner), .text(target.basis),
            .link(set, "/ledger/events/\(target.event)"),
        ]
    }

    static var mocks: [Self] {
        let indicator = Indicator(
            id: "x", name: .init(vi: .hostile, en: .hostile), about: .init(vi: "", en: ""),
            programme: "digital_government",
            unit: .percent, direction: .up, periods: [.year], formulas: [], reported: [], targets: [])
        let entries = [1, 2].map { version in
            Entry(
                target: Target(
                    indicator: "x", unit: nil, period: Period(.year, containing: .beginning), version: version,
                    value: 98,
                    owner: ID("a"), basis: .hostile, reason: version == 1 ? "" : .hostile, setBy: "lan",
                    setAt: .distantPast, event: "01"),
                words: IndicatorWords(indicator, .mock, Formats(.vi)), unit: .hostile, owner: .hostile)
        }
        return [Self(entries, maySet: true, strings: .mock), Self([], maySet: false, strings: .mock)]
    }
}

/// One target to be set.
struct TargetFormPage: Page {
    static let template = "indicators/target-form"
    let errors: ErrorSummary
    let unit: Select, indicator: Select, owner: Select
    let period: Field, value: Field
    let basis: TextArea, reason: TextArea
    let choose: Button, button: Button
    let unitID: String, unitName: String

    init(
        _ draft: TargetDraft, indicators: [Indicator], units: [AdministrativeUnit?], chosen: AdministrativeUnit?,
        owners: [(id: String, name: String)], mistakes: Mistakes, strings: Strings
    ) {
        errors = mistakes.summary
        func label(_ name: String) -> String { strings["indicators.targets.form.\(name)"] }
        (unitID, unitName) = (chosen.map { "\($0.id)" } ?? "", chosen?.name ?? strings["indicators.country"])
        unit = Select(
            "unit", label: label("unit"),
            options: units.map { unit in
                Choice.Option(
                    unit.map { "\($0.id)" } ?? "", unit?.name ?? strings["indicators.country"],
                    isChosen: unit?.id == chosen?.id)
            }, problem: mistakes["unit"])
        indicator = Select(
            "indicator", label: label("indicator"),
            options: indicators.map {
                Choice.Option($0.id, $0.name[strings.language], isChosen: $0.id == draft.indicator)
            }, problem: mistakes["indicator"])
        period = Field(
            "period", label: label("period"), value: draft.period, hint: label("period_hint"),
            problem: mistakes["period"],
            width: .short)
        value = Field(
            "value", label: label("value"), value: draft.value, hint: label("value_hint"), problem: mistakes["value"],
            width: .short)
        owner = Select(
            "owner", label: label("owner"),
            options: owners.map { Choice.Option($0.id, $0.name, isChosen: $0.id == draft.owner) },
            hint: label("owner_hint"),
            problem: mistakes["owner"])
        basis = TextArea(
            "basis", label: label("basis"), value: draft.basis, hint: label("basis_hint"), problem: mistakes["basis"],
            rows: 2,
            limit: TextLimit(TargetDraft.textLimit, typed: draft.basis, strings: strings))
        reason = TextArea(
            "reason", label: label("reason"), value: draft.reason, hint: label("reason_hint"),
            problem: mistakes["reason"],
            rows: 2, isOptional: true)
        (choose, button) = (Button(label("choose"), style: .secondary), Button(label("save")))
    }

    static var mocks: [Self] {
        var hostile = TargetDraft()
        (hostile.period, hostile.value, hostile.basis, hostile.reason) = (.hostile, .hostile, .hostile, .hostile)
        let problems: [TargetProblem] = [
            .noSuchIndicator, .noSuchUnit, .notAPeriod, .notANumber, .noSuchOwner, .blankBasis, .blankReason,
        ]
        return [
            Self(
                TargetDraft(), indicators: [], units: [nil], chosen: nil,
                owners: [("a", "Sở Thông tin và Truyền thông")],
                mistakes: Mistakes(strings: .mock), strings: .mock),
            Self(
                hostile, indicators: [], units: [nil], chosen: nil, owners: [("a", .hostile)],
                mistakes: Mistakes(problems, strings: .mock), strings: .mock),
        ]
    }
}
