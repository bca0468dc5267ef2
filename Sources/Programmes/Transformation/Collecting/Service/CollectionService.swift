// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Database
import Foundation
package import Indicators
package import Kernel
import Ledger
import Spreadsheets
package import Units

/// Asks agencies for what cannot be counted: each fills in a form for each period, and the level above accepts it.
package struct CollectionService: Sendable {
    /// So many periods are offered on one's own page.
    static let periodsShown = 4

    let database: any Database
    package let templates: Templates
    package let indicators: IndicatorService
    let units: UnitService
    let agencies: AgencyService
    let reminders: Reminders
    package let now: Now
    let newID: NewID

    package init(
        database: any Database, templates: Templates, indicators: IndicatorService, units: UnitService,
        agencies: AgencyService, reminders: Reminders, now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.templates, self.indicators) = (database, templates, indicators)
        (self.units, self.agencies, self.reminders) = (units, agencies, reminders)
        (self.now, self.newID) = (now, newID)
    }

    var today: Day { Day(now()) }

    // MARK: the agency that reports

    /// One report that an agency owes or gave.
    package struct Owed: Sendable {
        package let template: Template
        package let period: Period
        package let report: Report?
    }

    /// What the agency of an actor is asked, the newest periods in which it was there.
    package func owed(by actor: Actor) async throws -> [Owed] {
        let agency = try await agency(of: actor, Collecting.report)
        let reports = try await database.read { try ReportStore(db: $0).list(of: agency.place) }
        let unit = try await unit(of: agency)
        var owed: [Owed] = []
        for template in templates.all where template.asks(agency, level: unit?.level) {
            var period = Period(template.period, containing: Self.lastDay(agency, unit, through: today))
            var count = 0
            while count < Self.periodsShown, Self.wasThere(agency, unit, in: period) {
                let report = reports.first { $0.template == template.id && $0.period == period }
                owed.append(Owed(template: template, period: period, report: report))
                (period, count) = (period.previous, count + 1)
            }
        }
        return owed
    }

    /// A form as its agency sees it.
    package struct Sheet: Sendable {
        package let template: Template
        package let period: Period
        package let agency: Agency
        package let report: Report?
        /// What was accepted of the period before.
        package let previous: [String: String]
        /// What the system counts, by field; nil in it where there is nothing to count.
        package let counted: [String: IndicatorValue?]
        package let above: Agency?
    }

    package func sheet(_ template: String, _ period: Period, for actor: Actor) async throws -> Sheet {
        let agency = try await agency(of: actor, Collecting.report)
        let template = try asked(template, period)
        try await check(agency, template, period)
        let (report, before, above) = try await database.read { [today] db in
            let store = ReportStore(db: db)
            let superior = try Hierarchy(db, on: today).superior(of: agency)
            return (
                try store.find(template.id, period, of: agency.place),
                try store.find(template.id, period.previous, of: agency.place),
                try superior.flatMap { try AgencyStore(db: db).find(ID($0.rawValue)) }
            )
        }
        return Sheet(
            template: template, period: period, agency: agency, report: report,
            previous: before?.accepted?.values ?? [:], counted: try await counted(template, period, agency),
            above: above)
    }

    /// Keeps what was typed, whatever it is: nobody else sees it.
    package func save(
        _ typed: [String: String], in template: String, _ period: Period, by actor: Actor
    ) async throws {
        let agency = try await agency(of: actor, Collecting.report)
        let template = try asked(template, period)
        try await check(agency, template, period)
        let kept = typed.filter { !$0.value.isEmpty && template[$0.key]?.counted == nil }
            .mapValues { String($0.prefix(Answers.textLimit + 1)) }
            .filter { template[$0.key] != nil }
        let id = newID()
        try await database.write { db in
            let report = try Self.take(template, period, of: agency, new: ID(id), db)
            guard report.state != .submitted else { throw CollectionProblem.waiting }
            try ReportStore(db: db).save(draft: kept, of: report.id)
        }
    }

    /// Fills the draft from a spreadsheet: what can be kept is, and what cannot is told cell by cell.
    func fill(
        _ bytes: [UInt8], in template: String, _ period: Period, by actor: Actor
    ) async throws -> (typed: [String: String], findings: [FormSheet.Finding]) {
        let agency = try await agency(of: actor, Collecting.report)
        let form = FormSheet(
            template: try asked(template, period), period: period, agency: agency.organID.description)
        let (typed, findings) = try form.read(try Spreadsheet(bytes))
        try await save(typed, in: template, period, by: actor)
        return (typed, findings)
    }

    /// Sends a report to the level above. One that had been accepted is corrected by another version, with the reason.
    @discardableResult
    package func submit(
        _ typed: [String: String], because reason: String = "", taking effort: String = "", in template: String,
        _ period: Period, by actor: Actor
    ) async throws -> Report {
        let agency = try await agency(of: actor, Collecting.report)
        let template = try asked(template, period)
        try await check(agency, template, period)
        guard template.opens(period) <= today else { throw CollectionProblem.notOpen(template.opens(period)) }
        let answers = Answers(typed, to: template)
        if let problem = answers.problems.first { throw problem }
        guard reason.count <= Report.reasonLimit else { throw CollectionProblem.longReason }
        let minutes = try Answers.minutes(effort)
        let (id, event, time) = (newID(), newID(), now())
        return try await database.write { db in
            let store = ReportStore(db: db)
            let report = try Self.take(template, period, of: agency, new: ID(id), db)
            guard report.state != .submitted else { throw CollectionProblem.waiting }
            let corrects = report.accepted != nil
            guard !corrects || !reason.isEmpty else { throw CollectionProblem.blankReason }
            try store.add(
                .init(
                    number: report.versions.count + 1, values: answers.values, reason: corrects ? reason : "",
                    sentBy: actor.id, sentAt: time, event: event, decision: nil, minutes: minutes), to: report.id)
            let sent = try store.find(report.id)
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: corrects ? "collection.corrected" : "collection.submitted",
                    subject: report.id.rawValue, place: agency.id.rawValue, actor: actor.id, at: time,
                    facts: [
                        "form": template.id, "period": period.description, "version": "\(report.versions.count + 1)",
                        "on_time": Day(time) <= template.due(period) ? "yes" : "no",
                    ]))
            guard let sent else { throw CollectionProblem.notFound }
            return sent
        }
    }

    // MARK: the level above

    /// A report with the agency that gave it.
    package struct Entry: Sendable {
        package let template: Template
        package let agency: Agency
        package let report: Report
    }

    /// What waits for the agency of an actor to accept it, those first that were sent first.
    package func waiting(for actor: Actor) async throws -> [Entry] {
        let above = try await agency(of: actor, Collecting.accept)
        return try await database.read { [today, templates] db in
            let hierarchy = Hierarchy(db, on: today)
            return try ReportStore(db: db).waiting().compactMap { report -> Entry? in
                guard let template = templates[report.template],
                    let agency = try AgencyStore(db: db).find(ID(report.agency.rawValue)),
                    try hierarchy.superior(of: agency) == above.place
                else { return nil }
                return Entry(template: template, agency: agency, report: report)
            }
        }.sorted { ($0.report.last?.sentAt ?? .distantPast) < ($1.report.last?.sentAt ?? .distantPast) }
    }

    /// A report, for its agency and for the level above; to anybody else there is none.
    package func find(_ id: ID<Report>, for actor: Actor) async throws -> (entry: Entry, above: Place?, mayDecide: Bool)
    {
        guard let place = actor.agency else { throw Forbidden(Collecting.report) }
        guard actor.can(Collecting.report, in: place) || actor.can(Collecting.accept, in: place) else {
            throw Forbidden(Collecting.report)
        }
        return try await database.read { [today, templates] db in
            guard let report = try ReportStore(db: db).find(id), let template = templates[report.template],
                let agency = try AgencyStore(db: db).find(ID(report.agency.rawValue))
            else { throw CollectionProblem.notFound }
            let above = try Hierarchy(db, on: today).superior(of: agency)
            let isAbove = above == place
            // What is only drafted is the agency's own.
            guard report.agency == place || isAbove && report.last != nil else { throw CollectionProblem.notFound }
            return (
                Entry(template: template, agency: agency, report: report), above,
                isAbove && report.state == .submitted && actor.can(Collecting.accept, in: place)
            )
        }
    }

    /// Accepts the version that was seen: it counts from now on, and is locked.
    @discardableResult
    package func accept(_ id: ID<Report>, seen version: Int, by actor: Actor) async throws -> Report {
        try await decide(id, version, "collection.accepted", isAccepted: true, "", by: actor)
    }

    /// Sends the version that was seen back to its agency, with the reason.
    @discardableResult
    package func sendBack(
        _ id: ID<Report>, seen version: Int, because reason: String, by actor: Actor
    ) async throws -> Report {
        guard !reason.isEmpty else { throw CollectionProblem.blankReason }
        guard reason.count <= Report.reasonLimit else { throw CollectionProblem.longReason }
        return try await decide(id, version, "collection.returned", isAccepted: false, reason, by: actor)
    }

    private func decide(
        _ id: ID<Report>, _ version: Int, _ kind: String, isAccepted: Bool, _ reason: String, by actor: Actor
    ) async throws -> Report {
        guard let place = actor.agency else { throw Forbidden(Collecting.accept) }
        try actor.may(Collecting.accept, in: place)
        let (event, time) = (newID(), now())
        return try await database.write { db in
            let store = ReportStore(db: db)
            guard let report = try store.take(id),
                try Hierarchy(db, on: Day(time)).superior(of: report.agency) == place
            else { throw CollectionProblem.notFound }
            guard report.state == .submitted, report.last?.number == version else { throw CollectionProblem.decided }
            try store.decide(
                version, of: id,
                .init(isAccepted: isAccepted, by: actor.id, at: time, reason: reason, event: event))
            // At the place of the agency that reported, where its other events are.
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: kind, subject: id.rawValue, place: report.agency.rawValue, actor: actor.id,
                    at: time,
                    facts: [
                        "form": report.template, "period": report.period.description, "version": "\(version)",
                        "above": place.rawValue,
                    ]))
            guard let decided = try store.find(id) else { throw CollectionProblem.notFound }
            return decided
        }
    }

    // MARK: what is asked of whom

    func agency(of actor: Actor, _ permission: Permission) async throws -> Agency {
        guard let place = actor.agency else { throw Forbidden(permission) }
        try actor.may(permission, in: place)
        guard let agency = try await agencies.find(ID(place.rawValue)) else { throw Forbidden(permission) }
        return agency
    }

    func asked(_ template: String, _ period: Period) throws -> Template {
        guard let template = templates[template] else { throw CollectionProblem.noSuchForm }
        guard template.period == period.kind, period.days.lowerBound <= today else {
            throw CollectionProblem.noSuchPeriod
        }
        return template
    }

    private func check(_ agency: Agency, _ template: Template, _ period: Period) async throws {
        let unit = try await unit(of: agency)
        guard template.asks(agency, level: unit?.level) else { throw CollectionProblem.notAsked }
        guard Self.wasThere(agency, unit, in: period) else { throw CollectionProblem.notThen }
    }

    private func unit(of agency: Agency) async throws -> AdministrativeUnit? {
        guard let unit = agency.unit else { return nil }
        return try await units.history().unit(unit)
    }

    /// That the agency and its unit were there at some time in the period.
    static func wasThere(_ agency: Agency, _ unit: AdministrativeUnit?, in period: Period) -> Bool {
        func overlaps(_ from: Day, _ to: Day?) -> Bool {
            from <= period.days.upperBound && to.map { period.days.lowerBound <= $0 } ?? true
        }
        return overlaps(agency.validFrom, agency.validTo) && unit.map { overlaps($0.validFrom, $0.validTo) } ?? true
    }

    private static func lastDay(_ agency: Agency, _ unit: AdministrativeUnit?, through today: Day) -> Day {
        [agency.validTo, unit?.validTo].compactMap(\.self).reduce(today, min)
    }

    /// What the system counts of the agency's unit, or of the country.
    private func counted(
        _ template: Template, _ period: Period, _ agency: Agency
    ) async throws -> [String: IndicatorValue?] {
        var values: [String: IndicatorValue?] = [:]
        for field in template.fields {
            guard let id = field.counted, let indicator = indicators.catalogue[id] else { continue }
            let value: IndicatorValue? =
                if let unit = agency.unit {
                    try await indicators.course(of: indicator, in: [period], at: unit, .asWas, today: today).first
                } else { try await indicators.values(of: indicator, in: [period], today: today).first }
            values.updateValue(value, forKey: field.id)
        }
        return values
    }

    /// The report to be changed, which is opened where there is none; one transaction has it at a time.
    private static func take(
        _ template: Template, _ period: Period, of agency: Agency, new id: ID<Report>, _ db: any Connection
    ) throws -> Report {
        let store = ReportStore(db: db)
        try store.open(id, template.id, period, of: agency.place)
        guard let opened = try store.find(template.id, period, of: agency.place), let report = try store.take(opened.id)
        else { throw CollectionProblem.notFound }
        return report
    }
}
