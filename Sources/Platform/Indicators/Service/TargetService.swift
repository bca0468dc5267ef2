// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Database
import Foundation
package import Kernel
import Ledger
package import Units

extension Permission {
    /// Set targets for the unit of the agency where it is held, and for those below it.
    package static let setTargets: Permission = "indicators.set_targets"
}

/// The register of targets. They are public; an agency sets those of its own unit and of the units below.
package struct TargetService: Sendable {
    let database: any Database
    let catalogue: IndicatorCatalogue
    let units: UnitService
    let agencies: AgencyService
    let now: Now
    let newID: NewID

    package init(
        database: any Database, catalogue: IndicatorCatalogue, units: UnitService, agencies: AgencyService,
        now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.catalogue, self.units) = (database, catalogue, units)
        (self.agencies, self.now, self.newID) = (agencies, now, newID)
    }

    /// The targets that hold for a unit, nil for the country.
    package func targets(of unit: UnitID?) async throws -> [Target] {
        try await database.ask(TargetStore.newest(of: unit))
    }

    /// Those set last.
    package func latest(limit: Int = 200) async throws -> [Target] { try await database.ask(TargetStore.latest(limit)) }

    /// The units for which the agency of an actor sets targets: its own first, nil for the country, then those directly below.
    package func units(of actor: Actor) async throws -> [AdministrativeUnit?] {
        let tree = try await units.tree()
        guard let own = try await unit(of: actor) else { return [nil] + tree.provinces.map { $0 } }
        let history = try await units.history()
        guard let holder = history.holder(of: own, in: tree) else { return [] }
        return [holder] + tree.children(of: holder.code)
    }

    /// The agencies of today that may answer for a target: those that serve the unit, or the ministries for the country.
    package func owners(for unit: UnitID?) async throws -> [Agency] {
        guard let unit else { return try await agencies.list(kind: .ministry) }
        return try await agencies.list(unit: unit)
    }

    /// Sets a target, or another version of it with a reason.
    @discardableResult
    package func set(_ draft: TargetDraft, by actor: Actor) async throws -> Target {
        guard let agency = actor.agency else { throw Forbidden(.setTargets) }
        try actor.may(.setTargets, in: agency)
        let (indicator, period, value) = try checked(draft)
        let unit = draft.unit.isEmpty ? nil : UnitID(typed: draft.unit)
        if !draft.unit.isEmpty, unit == nil { throw TargetProblem.noSuchUnit }
        try await check(unit, in: period, for: actor)
        guard let owner = try await agencies.find(ID(draft.owner)), owner.isValid(on: Day(now())) else {
            throw TargetProblem.noSuchOwner
        }
        let (event, time) = (newID(), now())
        return try await database.write { db in
            let store = TargetStore(db: db)
            let before = try store.versions(of: indicator.id, unit, period).first
            guard before == nil || !draft.reason.isEmpty else { throw TargetProblem.blankReason }
            let target = Target(
                indicator: indicator.id, unit: unit, period: period, version: (before?.version ?? 0) + 1, value: value,
                owner: owner.id, basis: draft.basis, reason: before == nil ? "" : draft.reason, setBy: actor.id,
                setAt: time, event: event)
            try store.insert(target)
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "indicators.target_set", subject: indicator.id, place: agency.rawValue,
                    actor: actor.id, at: time,
                    facts: [
                        "unit": unit?.description ?? "", "period": period.description, "value": value.description,
                        "version": "\(target.version)", "owner": owner.id.rawValue,
                    ]))
            return target
        }
    }

    private func checked(_ draft: TargetDraft) throws(TargetProblem) -> (Indicator, Period, Decimal) {
        guard let indicator = catalogue[draft.indicator] else { throw .noSuchIndicator }
        guard let period = Period(draft.period) else { throw .notAPeriod }
        guard indicator.periods.contains(period.kind) else { throw .notToldFor(period.kind) }
        guard let value = TargetDraft.number(draft.value, isCount: indicator.unit == .count) else { throw .notANumber }
        guard indicator.unit == .count || (0...100).contains(value) else { throw .beyond }
        guard !draft.basis.isEmpty else { throw .blankBasis }
        guard draft.basis.count <= TargetDraft.textLimit, draft.reason.count <= TargetDraft.textLimit else {
            throw .tooLong
        }
        return (indicator, period, value)
    }

    /// That the unit was there in the period, and is the actor's own or below it.
    private func check(_ unit: UnitID?, in period: Period, for actor: Actor) async throws {
        let own = try await self.unit(of: actor)
        guard let unit else {
            guard own == nil else { throw TargetProblem.notYours }
            return
        }
        let history = try await units.history()
        guard let known = history.unit(unit) else { throw TargetProblem.noSuchUnit }
        guard known.validFrom <= period.days.upperBound, known.validTo.map({ period.days.lowerBound <= $0 }) ?? true
        else {
            throw TargetProblem.notThen
        }
        guard let own else { return }
        let tree = try await units.tree(on: known.validTo ?? units.today)
        let above = tree.ancestors(of: unit.code).map(\.id) + [unit]
        let now = history.holder(of: own, in: tree)?.id
        guard above.contains(own) || now.map(above.contains) == true else { throw TargetProblem.notYours }
    }

    private func unit(of actor: Actor) async throws -> UnitID? {
        guard let agency = actor.agency, let known = try await agencies.find(ID(agency.rawValue)) else {
            throw Forbidden(.setTargets)
        }
        return known.unit
    }
}
