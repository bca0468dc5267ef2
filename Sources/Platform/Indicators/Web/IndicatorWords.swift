// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
package import Web

/// How an indicator's numbers read, wherever they are shown.
package struct IndicatorWords {
    package let indicator: Indicator
    package let strings: Strings
    package let formats: Formats

    package init(_ indicator: Indicator, _ strings: Strings, _ formats: Formats) {
        (self.indicator, self.strings, self.formats) = (indicator, strings, formats)
    }

    package var name: String { indicator.name[strings.language] }

    /// "95,2 %", "1.234", or that there is none.
    package func text(_ value: Double?) -> String {
        guard let value else { return strings["indicators.no_value"] }
        return indicator.unit == .percent ? formats.percent(value) : formats.decimal(value, places: 0)
    }

    /// "40/42"
    package func parts(of value: IndicatorValue) -> String {
        "\(formats.number(value.numerator))/\(formats.number(value.denominator))"
    }

    /// "95,2 % (40/42)"
    package func share(_ value: IndicatorValue) -> String {
        guard indicator.unit == .percent, value.value != nil else { return text(value.value) }
        return "\(text(value.value)) (\(parts(of: value)))"
    }

    package func period(_ period: Period) -> String { strings.period(period, formats) }

    /// "Chỉ tiêu 98,0 %"
    package func target(_ goal: Goal) -> String {
        strings.fill("indicators.target", ["value": text(goal.value)])
    }

    /// How a value stands: reached, not yet but still in time, or missed; nil where there is none.
    package func status(_ goal: Goal, of value: IndicatorValue) -> Status? {
        value.value.map { number in
            let isEarly = goal.due.map { value.period.days.upperBound < $0 } ?? false
            return status(goal, of: number, isInTime: isEarly || value.status == .provisional)
        }
    }

    private func status(_ goal: Goal, of value: Double, isInTime: Bool = false) -> Status {
        if goal.isReached(by: value) { return Status(.onTime, strings["indicators.status.reached"]) }
        return isInTime
            ? Status(.risk, strings["indicators.status.in_time"]) : Status(.late, strings["indicators.status.missed"])
    }

    /// "trên 31", "%": what was printed, where "(trên)" behind the unit says that it is more.
    private func printed(_ figure: ReportedFigure) -> (value: String, unit: String) {
        guard figure.unit.hasSuffix(" (trên)") else { return (figure.printed, figure.unit) }
        return (
            strings.fill("indicators.over", ["value": figure.printed]), String(figure.unit.dropLast(" (trên)".count))
        )
    }

    /// "trên 31 %"
    package func text(_ entry: FigureEntry) -> String {
        let (value, unit) = printed(entry.figure)
        return "\(value)\u{A0}\(unit)"
    }

    /// What was printed, where nothing here counts it, against the target that was printed for its period.
    package func figure(_ entry: FigureEntry, label: String? = nil) -> Figure {
        let figure = entry.figure
        let period = indicator.reported.first { $0.figure == figure.code }?.period
        let goal = period.flatMap(indicator.target).map { indicator.goal($0.value) }
        let reached = figure.value.map { indicator.goal($0.low).value }
        let source = strings.fill("indicators.printed", ["period": figure.period, "title": figure.source.title])
        return Figure(
            label: label ?? name, value: printed(figure).value, unit: printed(figure).unit,
            href: "/indicators/\(indicator.id)",
            source: [goal.map(target), source].compactMap(\.self).joined(separator: ". "),
            status: goal.flatMap { goal in reached.map { status(goal, of: $0) } })
    }

    /// None where there is nothing to compare.
    package func trend(_ values: [IndicatorValue]) -> Sparkline? {
        let known = values.filter { $0.value != nil }
        guard let first = known.first, let last = known.last, known.count > 1 else { return nil }
        return Sparkline(
            values.map(\.value),
            label: strings.fill(
                "indicators.trend",
                [
                    "from": text(first.value), "first": period(first.period), "to": text(last.value),
                    "last": period(last.period),
                ]))
    }
}
