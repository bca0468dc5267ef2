// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Database
import Foundation
package import Indicators
package import Kernel
import Ledger
package import Units

/// Keeps the register of plans. It is public; an agency enters and withdraws its own.
package struct PlanService: Sendable {
    static let titleLimit = 500, notationLimit = 60, linkLimit = 500, reasonLimit = 500

    package static let measures = [
        Measure("steering.plan_registered", nameKey: "steering.plans.measure.registered"),
        Measure(
            "steering.strategy_registered", nameKey: "steering.plans.measure.strategies",
            event: "steering.plan_registered", where: ["kind": [Plan.Kind.strategy.rawValue]]),
        Measure("steering.plan_withdrawn", nameKey: "steering.plans.measure.withdrawn"),
    ]

    let database: any Database
    let agencies: AgencyService
    let units: UnitService
    let now: Now
    let newID: NewID

    package init(
        database: any Database, agencies: AgencyService, units: UnitService, now: @escaping Now,
        newID: @escaping NewID
    ) {
        (self.database, self.agencies, self.units) = (database, agencies, units)
        (self.now, self.newID) = (now, newID)
    }

    /// Who has a plan of a kind, and who has none.
    package struct Register: Sendable {
        package let kind: Plan.Kind
        package let day: Day
        /// The ministries of the day, then the People's Committees of its provinces: those that must have one.
        package let bodies: [Agency]
        /// The provinces of the day, as a list calls their committees for short.
        package let provinces: [UnitID: String]
        /// Those in force, over or still ahead, of every agency that entered one.
        package let plans: [Plan]
        /// The other agencies that entered one.
        package let others: [Agency]

        /// Of those that must have one, who has one in force.
        package func has(_ body: Agency) -> Bool {
            plans.contains { $0.agency == body.place && $0.standing(on: day) == .inForce }
        }
    }

    package func register(of kind: Plan.Kind) async throws -> Register {
        let today = Day(now())
        let ministries = try await agencies.list(kind: .ministry)
        let provinces = try await units.tree().provinces
        let bodies =
            try await ministries + agencies.list(kind: .peoplesCommittee, serving: provinces.map(\.id))
        let plans: [Plan] = try await database.ask(PlanStore.all(kind))
        let known = Set(bodies.map(\.place))
        var others: [Agency] = []
        for place in Set(plans.map(\.agency)).subtracting(known).sorted(by: { $0.rawValue < $1.rawValue }) {
            if let agency = try await agencies.find(ID(place.rawValue)) { others.append(agency) }
        }
        return Register(
            kind: kind, day: today, bodies: bodies,
            provinces: Dictionary(provinces.map { ($0.id, $0.name) }) { first, _ in first }, plans: plans,
            others: others)
    }

    /// What the agency of an official entered, the newest first.
    package func plans(of actor: Actor) async throws -> [Plan] {
        let agency = try keeper(actor)
        return try await database.ask(PlanStore.of(agency))
    }

    package func plan(_ id: ID<Plan>, for actor: Actor) async throws -> Plan {
        let agency = try keeper(actor)
        let found: Plan? = try await database.ask(PlanStore.find(id))
        guard let plan = found, plan.agency == agency else { throw PlanProblem.noSuchPlan }
        return plan
    }

    @discardableResult
    package func enter(_ draft: PlanDraft, by actor: Actor) async throws -> Plan {
        let agency = try keeper(actor)
        if let problem = problems(in: draft).first { throw problem }
        guard let kind = Plan.Kind(rawValue: draft.kind) else { throw PlanProblem.noKind }
        guard let day = draft.day else { throw PlanProblem.noDay }
        guard let years = draft.years else { throw PlanProblem.noYears }
        let plan = Plan(
            id: ID(newID()), agency: agency, kind: kind, title: draft.title, notation: draft.notation, day: day,
            years: years, link: draft.link, registeredBy: actor.id, registeredAt: now(), event: newID())
        return try await database.write { db in
            try PlanStore(db: db).insert(plan)
            try Ledger(db).append(
                Event(
                    id: ID(plan.event), kind: "steering.plan_registered", subject: plan.id.rawValue,
                    place: agency.rawValue, actor: actor.id, at: plan.registeredAt,
                    facts: [
                        "kind": kind.rawValue, "title": plan.title, "notation": plan.notation, "day": day.description,
                        "years": "\(years.lowerBound)-\(years.upperBound)",
                    ]))
            return plan
        }
    }

    package func withdraw(_ id: ID<Plan>, because reason: String, by actor: Actor) async throws {
        let plan = try await plan(id, for: actor)
        guard !reason.isEmpty else { throw PlanProblem.blankReason }
        guard reason.count <= Self.reasonLimit else { throw PlanProblem.longReason }
        let withdrawal = Plan.Withdrawal(by: actor.id, at: now(), reason: reason, event: newID())
        try await database.write { db in
            guard try PlanStore(db: db).withdraw(id, withdrawal) else { throw PlanProblem.withdrawnBefore }
            try Ledger(db).append(
                Event(
                    id: ID(withdrawal.event), kind: "steering.plan_withdrawn", subject: id.rawValue,
                    place: plan.agency.rawValue, actor: actor.id, at: withdrawal.at,
                    facts: ["kind": plan.kind.rawValue, "notation": plan.notation]))
        }
    }

    /// What is wrong with it at first sight, all of it.
    func problems(in draft: PlanDraft) -> [PlanProblem] {
        var problems: [PlanProblem] = []
        func check(_ text: String, _ blank: PlanProblem, _ long: PlanProblem, _ limit: Int) {
            if text.isEmpty { problems.append(blank) } else if text.count > limit { problems.append(long) }
        }
        if Plan.Kind(rawValue: draft.kind) == nil { problems.append(.noKind) }
        check(draft.title, .blankTitle, .longTitle, Self.titleLimit)
        check(draft.notation, .blankNotation, .longNotation, Self.notationLimit)
        if let day = draft.day {
            if day > Day(now()) { problems.append(.dayAhead) }
        } else {
            problems.append(.noDay)
        }
        if draft.years == nil { problems.append(.noYears) }
        if !draft.link.isEmpty, !draft.hasLink || draft.link.count > Self.linkLimit { problems.append(.noLink) }
        return problems
    }

    private func keeper(_ actor: Actor) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(Plans.keep) }
        try actor.may(Plans.keep, in: agency)
        return agency
    }
}
