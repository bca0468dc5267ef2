// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Indicators
package import Kernel
import Ledger
package import Reports
package import Units

extension Permission {
    /// Make reports of one's agency and hand them over to be signed.
    package static let report: Permission = "steering.report"
}

/// Makes reports (báo cáo giao ban, báo cáo tổng kết) from what was counted and what was printed: nothing in them is typed.
package struct ReportService: Sendable {
    let database: any Database
    let rooms: RoomService
    let cases: CaseService
    let agencies: AgencyService
    package let plan: ReportPlan
    let now: Now
    let newID: NewID
    /// Puts it into words.
    let write: @Sendable (ReportMaterial, Language) -> Report
    /// Nil where nothing signs reports: then a hand-over is only noted.
    let desk: EditionDesk?

    package init(
        database: any Database, rooms: RoomService, cases: CaseService, agencies: AgencyService, plan: ReportPlan,
        now: @escaping Now, newID: @escaping NewID, desk: EditionDesk? = nil,
        write: @escaping @Sendable (ReportMaterial, Language) -> Report
    ) {
        self.desk = desk
        (self.database, self.rooms, self.cases, self.agencies) = (database, rooms, cases, agencies)
        (self.plan, self.now, self.newID, self.write) = (plan, now, newID, write)
    }

    /// Which report is meant.
    package struct Question: Sendable {
        package let kind: String
        package let period: Period
        /// Nil for the country.
        package let unit: UnitID?

        package init(kind: String, period: Period, unit: UnitID?) {
            (self.kind, self.period, self.unit) = (kind, period, unit)
        }
    }

    /// A report as it is now.
    package func report(_ question: Question, in language: Language, for actor: Actor) async throws -> Report {
        write(try await material(question, for: actor), language)
    }

    /// Keeps a report as it is now, in all languages, as the next edition of the actor's agency.
    package func makeEdition(_ question: Question, by actor: Actor) async throws -> Edition {
        let agency = try check(actor)
        let material = try await material(question, for: actor)
        let content = try EditionContent(
            Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, write(material, $0)) }))
        let (id, event, time) = (newID(), newID(), now())
        return try await database.write { db in
            let store = EditionStore(db: db)
            let edition = Edition(
                id: ID(id), kind: question.kind, period: question.period, unit: question.unit,
                number: try store.count(question, of: agency) + 1, agency: agency, madeBy: actor.id, madeAt: time,
                event: event, handedOver: nil)
            try store.insert(edition, content)
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "steering.edition_made", subject: id, place: agency.rawValue,
                    actor: actor.id, at: time,
                    facts: [
                        "report": question.kind, "period": question.period.description,
                        "unit": question.unit?.description ?? "", "number": "\(edition.number)",
                        "sha256": content.hash,
                    ]))
            return edition
        }
    }

    /// The editions of the actor's agency, the newest first.
    package func editions(for actor: Actor, limit: Int = 50) async throws -> [Edition] {
        let agency = try check(actor)
        return try await database.read { try EditionStore(db: $0).newest(of: agency, limit: limit) }
    }

    package func edition(_ id: ID<Edition>, for actor: Actor) async throws -> Edition {
        let agency = try check(actor)
        return try await database.read { db in
            guard let edition = try EditionStore(db: db).find(id), edition.agency == agency else {
                throw EditionProblem.noSuchEdition
            }
            return edition
        }
    }

    /// What an edition says.
    package func content(of edition: Edition, in language: Language) async throws -> Report {
        let content = try await database.read { try EditionStore(db: $0).content(of: edition.id) }
        guard let report = try content.reports[language] else { throw EditionProblem.noSuchEdition }
        return report
    }

    /// What is otherwise in an edition than in the one before it; nil for the first.
    package func changes(
        in edition: Edition, _ language: Language
    ) async throws -> (before: Edition, difference: ReportDifference)? {
        let before = try await database.read { try EditionStore(db: $0).before(edition) }
        guard let before else { return nil }
        let (earlier, later) = (
            try await content(of: before, in: language), try await content(of: edition, in: language)
        )
        return (before, ReportDifference(from: earlier, to: later))
    }

    /// What is otherwise now than in an edition: what a meeting that follows its conclusions has to speak about.
    package func changesSince(
        _ edition: Edition, _ language: Language, for actor: Actor
    ) async throws -> ReportDifference {
        let question = Question(kind: edition.kind, period: edition.period, unit: edition.unit)
        let report = try await report(question, in: language, for: actor)
        return ReportDifference(from: try await content(of: edition, in: language), to: report)
    }

    /// Hands an edition to the official documents, where it is signed and numbered. Once.
    package func handOver(_ id: ID<Edition>, by actor: Actor) async throws {
        let agency = try check(actor)
        let edition = try await edition(id, for: actor)
        guard edition.handedOver == nil else { throw EditionProblem.handedOver }
        let report = try await content(of: edition, in: .vi)
        let take = try await desk?.take(edition, report, actor)
        let (event, time) = (newID(), now())
        try await database.write { db in
            let store = EditionStore(db: db)
            guard let edition = try store.find(id), edition.agency == agency else { throw EditionProblem.noSuchEdition }
            guard try store.handOver(id, .init(by: actor.id, at: time, event: event)) else {
                throw EditionProblem.handedOver
            }
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "steering.edition_handed_over", subject: id.rawValue, place: agency.rawValue,
                    actor: actor.id, at: time,
                    facts: ["sha256": try store.content(of: id).hash, "document": try take?(db) ?? ""]))
        }
    }

    /// What became of an edition that was handed over; nil where nothing signs reports.
    package func outcome(of edition: Edition) async throws -> EditionDesk.Outcome? {
        edition.handedOver == nil ? nil : try await desk?.outcome(edition.id)
    }

    private func check(_ actor: Actor) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(.report) }
        try actor.may(.report, in: agency)
        return agency
    }

    // MARK: what it says

    private func material(_ question: Question, for actor: Actor) async throws -> ReportMaterial {
        let agency = try check(actor)
        guard let kind = plan[question.kind], kind.period == question.period.kind else {
            throw EditionProblem.noSuchReport
        }
        let time = now()
        guard question.period.days.lowerBound <= Day(time) else { throw EditionProblem.notOver }
        var asked = RoomService.Question()
        (asked.unit, asked.kind, asked.period) = (question.unit, kind.period, question.period)
        let room = try await rooms.room(asked)
        let author = try await agencies.find(ID(agency.rawValue))
        let period = question.period
        let figures = question.unit == nil ? try await rooms.figures.all() : []
        let targets = try await rooms.targets.targets(of: question.unit)
        return ReportMaterial(
            room: room, kind: kind, plan: plan, period: period,
            figures: figures, printed: printed(figures, in: period),
            rankings: try await rankings(of: room, in: period),
            coming: targets.filter { period.next.days.contains($0.period.days.upperBound) },
            tasks: try await tasks(of: agency, for: actor),
            author: .init(name: author?.name ?? "", englishName: author?.name(in: .en) ?? ""), time: time,
            position: try await LedgerReader(database: database).newestHead()?.head.size)
    }

    private func printed(
        _ figures: [FigureEntry], in period: Period
    ) -> [(indicator: Indicator, figure: FigureEntry)] {
        let known = Dictionary(figures.map { ($0.figure.code, $0) }) { first, _ in first }
        return rooms.indicators.catalogue.indicators.flatMap { indicator in
            indicator.reported.filter { period.days.contains($0.period.days) }.compactMap { reported in
                known[reported.figure].map { (indicator, $0) }
            }
        }
    }

    /// The units below in the order of each share that is known of two of them at least.
    private func rankings(
        of room: RoomService.Room, in period: Period
    ) async throws -> [(indicator: Indicator, ranking: Ranking)] {
        let scope = room.unit.map { UnitScope.below($0.id) } ?? .provinces
        let today = rooms.units.today
        var rankings: [(indicator: Indicator, ranking: Ranking)] = []
        for standing in room.standings where standing.indicator.unit == .percent && standing.below.count > 1 {
            let before = try await rooms.indicators.comparison(
                of: standing.indicator, in: period.previous, scope, .asNow, today: today)
            let ranking = Ranking(
                standing.below, before: before?.rows.filter { !$0.value.isEmpty } ?? [], standing.indicator.direction)
            rankings.append((standing.indicator, ranking))
        }
        return rankings
    }

    private func tasks(of agency: Place, for actor: Actor) async throws -> [(file: CaseFile, lead: String)] {
        guard actor.can(Tasks.read, in: agency) else { return [] }
        var tasks: [(file: CaseFile, lead: String)] = []
        for file in try await cases.open(Tasks.kind, from: agency, for: actor) {
            tasks.append((file, try await agencies.find(ID(file.holder.rawValue))?.name ?? ""))
        }
        return tasks
    }
}
