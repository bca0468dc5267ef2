// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Database
import Foundation
package import Identity
package import Kernel
import Ledger

/// What residents and officials do with scene reports. Pages, commands and other programs all come through here.
package struct SceneReportService: Sendable {
    let database: any Database
    let now: Now
    let newID: NewID

    package init(database: any Database, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.now = now
        self.newID = newID
    }

    /// A resident shows a service desk something, for themselves or for a person who consented to that. Nobody needs a
    /// permission to speak to the state, but it must be a person.
    package func submit(
        to agency: ID<Agency>, location: String, text: String, for person: ID<Account>? = nil, by actor: Actor
    ) async throws -> SceneReport {
        guard actor.kind == .resident else { throw Forbidden("petitions.submit") }
        let report = try SceneReport(
            id: ID(newID()), agency: Place(rawValue: agency.rawValue), reporter: person?.rawValue ?? actor.id,
            sentBy: person == nil ? nil : actor.id, location: location, text: text, at: now())
        try await database.write { db in
            var personal = ["location": location, "text": text]
            if let person {
                let consent = try Consents(db).find(from: person, to: actor, in: Petitions.matter, at: now())
                guard let consent else { throw SceneReportProblem.noConsent }
                personal.merge(["reporter": person.rawValue, "consent": consent.id.rawValue]) { $1 }
            }
            guard let desk = try AgencyStore(db: db).find(agency), desk.kind == .serviceDesk,
                desk.isValid(on: Day(now()))
            else { throw SceneReportProblem.noSuchAgency }
            try SceneReportStore(db: db).insert(report)
            try Ledger(db).append(event("petitions.submitted", report, by: actor, personal: personal))
        }
        return report
    }

    package func accept(_ id: ID<SceneReport>, by actor: Actor) async throws -> SceneReport {
        try await decide(id, "petitions.accepted", by: actor) { report throws(SceneReportProblem) in
            try report.accept(by: actor.id, at: now())
        }
    }

    package func decline(_ id: ID<SceneReport>, because reason: String, by actor: Actor) async throws -> SceneReport {
        try await decide(id, "petitions.declined", by: actor) { report throws(SceneReportProblem) in
            try report.decline(because: reason, by: actor.id, at: now())
        }
    }

    /// The report, for those whose it is and for officials who may read it; that an official did, they see under
    /// `/me/access`.
    package func find(_ id: ID<SceneReport>, for actor: Actor) async throws -> SceneReport {
        try await show(to: actor) { db, log in
            guard let report = try SceneReportStore(db: db).find(id) else { throw SceneReportProblem.notFound }
            // A stranger learns nothing, not even that there is such a report.
            guard report.isOf(actor) || actor.can(Petitions.read, in: report.agency) else {
                throw SceneReportProblem.notFound
            }
            if !report.isOf(actor) {
                try log.record("petitions.access.report", of: report.people, about: report.location)
            }
            return report
        }
    }

    /// Those of some reports that a person may see; the others are left out. Each person in them sees that the list was read.
    package func visible(_ ids: [ID<SceneReport>], to actor: Actor) async throws -> [SceneReport] {
        try await show(to: actor) { db, log in
            let reports = try SceneReportStore(db: db).find(ids).filter {
                $0.isOf(actor) || actor.can(Petitions.read, in: $0.agency)
            }
            try log.record("petitions.access.queue", of: reports.filter { !$0.isOf(actor) }.flatMap(\.people))
            return reports
        }
    }

    /// What waits at an agency's desk, the longest waiting first. Each person in it sees that the list was read.
    package func queue(at agency: Place, for actor: Actor, limit: Int = 50) async throws -> [SceneReport] {
        try actor.may(Petitions.read, in: agency)
        return try await show(to: actor) { db, log in
            let reports = try SceneReportStore(db: db).waiting(.submitted, at: agency, limit: limit)
            try log.record("petitions.access.queue", of: reports.flatMap(\.people))
            return reports
        }
    }

    package func newest(of actor: Actor, limit: Int = 20) async throws -> [SceneReport] {
        try await database.read { try SceneReportStore(db: $0).newest(of: actor.id, limit: limit) }
    }

    private func show<T: Sendable>(
        to actor: Actor, _ body: @escaping @Sendable (any Connection, AccessLog) throws -> T
    ) async throws -> T {
        try await database.show(to: actor, because: "petitions.access.why", now: now, newID: newID, body)
    }

    private func decide(
        _ id: ID<SceneReport>, _ kind: String, by actor: Actor,
        rule: @escaping @Sendable (inout SceneReport) throws(SceneReportProblem) -> Void
    ) async throws -> SceneReport {
        try await database.write { db in
            let store = SceneReportStore(db: db)
            guard var report = try store.take(id), actor.can(Petitions.read, in: report.agency) else {
                throw SceneReportProblem.notFound
            }
            try actor.may(Petitions.decide, in: report.agency)
            try rule(&report)
            try store.updateDecision(of: report)
            try Ledger(db).append(event(kind, report, by: actor, personal: ["reason": report.decision?.reason ?? ""]))
            return report
        }
    }

    private func event(
        _ kind: String, _ report: SceneReport, by actor: Actor, personal: [String: String]
    ) -> Event {
        Event(
            id: ID(newID()), kind: kind, subject: report.id.rawValue, place: report.agency.rawValue, actor: actor.id,
            at: now(), personal: personal.filter { !$0.value.isEmpty })
    }
}
