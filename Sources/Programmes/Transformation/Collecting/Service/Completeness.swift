// SPDX-License-Identifier: Apache-2.0

package import Agencies
import Database
package import Foundation
package import Indicators
package import Kernel
package import Units

/// Who reported by a form for a period, and who did not: public.
package struct Completeness: Sendable {
    package struct Row: Sendable {
        package let agency: Agency
        /// The province of its unit; nil for who serves the country.
        package let province: AdministrativeUnit?
        package let report: Report?
        package let superior: Place?
        let due: Day

        package var wasSent: Bool { report?.last != nil }
        package var isAccepted: Bool { report?.accepted != nil }
        /// That the first version was there in time.
        package var isOnTime: Bool { report?.versions.first.map { Day($0.sentAt) <= due } ?? false }
    }

    package let template: Template
    package let period: Period
    /// Everybody of whom it was expected, by identifier.
    package let rows: [Row]
}

/// What those below an agency reported, added up; nothing in it is typed.
package struct Summary: Sendable {
    package let completeness: Completeness
    /// All that were expected from below it, at any depth.
    package let rows: [Completeness.Row]
    /// By field, what was accepted of them; nothing for a field of text or of percentages, which cannot be added.
    package let sums: [String: Decimal]
}

extension CollectionService {
    package func completeness(_ template: String, _ period: Period) async throws -> Completeness {
        let template = try asked(template, period)
        // Those that were there on the last day of the period, or are today.
        let day = min(period.days.upperBound, today)
        let (tree, history) = (try await units.tree(on: day), try await units.history())
        let all = try await agencies.list(on: day)
        let hierarchy = Hierarchy(all, in: tree)
        let reports = try await database.read { try ReportStore(db: $0).list(template.id, period) }
        let byAgency = Dictionary(reports.map { ($0.agency, $0) }) { first, _ in first }
        let rows = try all.compactMap { agency -> Completeness.Row? in
            let unit = agency.unit.flatMap { history.unit($0) }
            guard template.asks(agency, level: unit?.level), Self.wasThere(agency, unit, in: period) else { return nil }
            let province = unit.flatMap { unit in
                unit.level == .province ? unit : tree.ancestors(of: unit.code).first { $0.level == .province }
            }
            return Completeness.Row(
                agency: agency, province: province, report: byAgency[agency.place],
                superior: try hierarchy.superior(of: agency), due: template.due(period))
        }
        return Completeness(template: template, period: period, rows: rows)
    }

    /// What those below the agency of an actor reported.
    package func summary(_ template: String, _ period: Period, for actor: Actor) async throws -> Summary {
        let agency = try await agency(of: actor, Collecting.accept)
        let whole = try await completeness(template, period)
        let all = try await agencies.list(on: min(period.days.upperBound, today))
        let hierarchy = Hierarchy(all, in: try await units.tree(on: min(period.days.upperBound, today)))
        let rows = try whole.rows.filter { row in
            var next = row.superior
            // Nobody is so deep, and a circle ends.
            for _ in 0..<10 {
                guard let place = next else { return false }
                if place == agency.place { return true }
                next = try hierarchy.superior(of: place)
            }
            return false
        }
        var sums: [String: Decimal] = [:]
        for field in whole.template.typed where field.kind == .count {
            let values = rows.compactMap { $0.report?.accepted?.values[field.id].flatMap { Decimal(string: $0) } }
            if !values.isEmpty { sums[field.id] = values.reduce(0, +) }
        }
        return Summary(completeness: whole, rows: rows, sums: sums)
    }
}
