// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
import Indicators
package import Kernel
package import Notifications
import Spreadsheets
package import Web

/// How forms and reports read.
struct CollectionWords {
    let strings: Strings
    let formats: Formats

    static let mock = CollectionWords(strings: .mock, formats: Formats(.vi))

    func name(_ template: Template) -> String { template.name[strings.language] }

    func name(_ field: Template.Field) -> String { field.name[strings.language] }

    func period(_ period: Period) -> String { strings.period(period, formats) }

    /// "Bồi dưỡng kỹ năng số cho cán bộ, Quý III/2026"
    func title(_ template: Template, _ period: Period) -> String {
        strings.fill("collection.title", ["form": name(template), "period": self.period(period)])
    }

    /// A kept value as it is read: "1.234", "98,5 %", or the text.
    func value(_ value: String?, of field: Template.Field) -> String {
        guard let value else { return strings["collection.no_value"] }
        guard let number = Decimal(string: value, locale: Locale(identifier: "en_US_POSIX")), field.kind != .text else {
            return value
        }
        return self.number(number, isPercent: field.kind == .percent)
    }

    func number(_ number: Decimal, isPercent: Bool) -> String {
        let value = NSDecimalNumber(decimal: number).doubleValue
        return isPercent ? formats.percent(value / 100) : formats.decimal(value, places: 0)
    }

    /// A kept value as one types it.
    func typed(_ value: String?, of field: Template.Field) -> String {
        guard let value else { return "" }
        return field.kind == .percent && strings.language == .vi ? value.replacing(".", with: ",") : value
    }

    func status(_ report: Report?, due: Day, now: Date) -> Status {
        switch report?.state {
        case nil, .draft: unsent(due, now)
        case .submitted: Status(.neutral, strings["collection.state.submitted"])
        case .returned: Status(.risk, strings["collection.state.returned"])
        case .accepted: Status(.onTime, strings["collection.state.accepted"])
        }
    }

    /// The time left until the end of the day on which it is due.
    private func unsent(_ due: Day, _ now: Date) -> Status {
        let end = Formats.calendar.date(
            from: DateComponents(year: due.year, month: due.month, day: due.day, hour: 23, minute: 59, second: 59))
        return Deadline(end ?? now, now: now, warning: 3 * 86_400).status(strings)
    }

    /// The sentence for a problem, with the names and days that people know.
    func sentence(_ problem: CollectionProblem, in template: Template) -> String {
        var slots = problem.slots
        if case .moreThan(_, let other) = problem { slots["other"] = template[other].map(name) ?? other }
        if case .notOpen(let day) = problem { slots["day"] = formats.date(day) }
        return strings.fill("problem.\(problem.code)", slots)
    }

    func mistakes(_ problems: [CollectionProblem], in template: Template) -> Mistakes {
        Mistakes(found: problems.map { ($0.field ?? "", sentence($0, in: template)) })
    }

    /// Those of a form, of the cells of a spreadsheet ("C7: …") and of the whole file.
    func mistakes(
        _ problems: [CollectionProblem], _ findings: [FormSheet.Finding], _ refusal: SpreadsheetProblem?,
        in template: Template
    ) -> Mistakes {
        Mistakes(
            found: problems.map { ($0.field ?? "", sentence($0, in: template)) }
                + findings.map { finding in
                    let slots = ["cell": finding.cell, "reason": sentence(finding.problem, in: template)]
                    return (finding.problem.field ?? "file", strings.fill("collection.sheet.cell", slots))
                } + (refusal.map { [("file", strings.sentence(for: $0))] } ?? []))
    }

    /// What a reminder says.
    func reminder(_ template: Template, _ period: Period) -> (title: String, text: String) {
        let slots = ["form": name(template), "period": self.period(period), "day": formats.date(template.due(period))]
        return (strings.fill("collection.reminder.title", slots), strings.fill("collection.reminder.text", slots))
    }

    func counted(_ value: IndicatorValue?, _ indicator: Indicator) -> String {
        guard let value, !value.isEmpty else { return strings["collection.nothing_counted"] }
        return IndicatorWords(indicator, strings, formats).share(value)
    }
}

extension Reminders {
    package init(
        notifications: NotificationService, officials: @escaping @Sendable (Place) async throws -> [String],
        strings: @escaping @Sendable (Language) -> Strings
    ) {
        self.init(notifications: notifications, officials: officials) { template, period in
            PersonalNotice.Words { language in
                CollectionWords(strings: strings(language), formats: Formats(language)).reminder(template, period)
            }
        }
    }
}
