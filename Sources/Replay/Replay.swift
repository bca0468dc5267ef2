// SPDX-License-Identifier: Apache-2.0

import Casework
package import Content
package import Database
import Foundation
import Identity
package import Kernel
import Ledger
import NationalRegisters
package import Passwords
import Payments
package import Product
import PublicServices
import Simulation
import Web
import Wire

/// Replays a year of a province into an empty node, through the functions that people use, with their permissions, as fast
/// as the database takes it.
///
/// What is played together is committed together (`Ensemble`); nothing else is cut short. The node carries the mark of a
/// simulation from its first event on.
package struct Replay: Sendable {
    package let scenario: Scenario
    package let dossiers: Int
    package let seed: UInt64
    let content: Content
    let passwords: Passwords
    private let calendar: WorkingCalendar

    /// `passwords` says how dear it is to open the accounts with which one signs in.
    package init(
        _ name: String, dossiers: Int? = nil, seed: UInt64, content: Content, passwords: Passwords = Passwords()
    ) throws {
        scenario = try Scenario(name, content: content.files)
        self.dossiers = dossiers ?? scenario.dossiers
        (self.seed, self.content, self.passwords) = (seed, content, passwords)
        calendar = try WorkingCalendar(content: content.files)
    }

    /// What is being done.
    package enum Act: String, Sendable { case people, dossiers }

    package func play(
        on database: any Database, in folder: DataFolder, made: Day,
        progress: @escaping @Sendable (Act, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) async throws -> Reckoning {
        let clock = ReplayClock(scenario.begins)
        let replayed = ReplayDatabase(database)
        var settings = PaymentSettings()
        let (bank, mobileMoney) = (SharedSecret.random(), SharedSecret.random())
        (settings.bank, settings.mobileMoney) = (bank, mobileMoney)
        var registers = RegisterSettings()
        let register = SharedSecret.random()
        for name in try NationalRegisters(content: content.files).all.map(\.name) {
            registers.lines[name] = .init(address: Self.nowhere, secret: register)
        }
        let mark = SimulationMark(
            name: scenario.name, seed: seed, dossiers: dossiers, whole: scenario.dossiers, made: made)
        let platform = try Platform(
            database: replayed, content: content, secret: try Secret(file: "\(folder.path)/identity.key"),
            folder: folder, web: WebSettings(isDemo: true), payments: settings, registers: registers,
            passwords: passwords, simulation: mark, now: clock.now, newID: clock.newID)
        try await begin(platform, mark)
        let lanes = database.dialect == .sqlite ? 1 : 2
        let stage = Stage(
            scenario: scenario, platform: platform, ensemble: replayed.ensemble, clock: clock, seed: seed,
            progress: { progress(.people, $0, $1) }, lanes: lanes)
        let cast = try await stage.set(residents: max(Int(Double(dossiers) * scenario.peoplePerDossier), 20))
        let targets = try await PrintedTargets(by: scenario.ministry, in: platform)
        var tally = Tally()
        tally.add(PrintedTargets.beginnings, at: clock.now())
        tally.add(Self.beginnings(cast, services: platform.catalogue.procedures), at: clock.now())
        if let desk = cast.desks.first(where: { $0.tier == .commune }) {
            try await platform.identity.openDemo(at: desk.place)
        }
        let scene = Scene(
            platform: platform, cast: cast, calendar: calendar, answers: AnswerBook(), bank: bank,
            mobileMoney: mobileMoney, register: register, ends: scenario.ends)
        var run = Run(
            scene: scene, ensemble: replayed.ensemble, clock: clock, targets: targets, tally: tally, lanes: lanes)
        try await run.play(timetable(cast)) { progress(.dossiers, $0, dossiers) }
        return try await Reckoning(of: run, in: platform, cast)
    }

    /// Questions to registers do not leave a replay, which answers them itself.
    private static let nowhere = "http://localhost"

    /// The mark before everything else, then what `init` makes.
    private func begin(_ platform: Platform, _ mark: SimulationMark) async throws {
        try await platform.migrate()
        let time = platform.now()
        try await platform.database.write { try mark.set(at: time, in: $0) }
        try await platform.keys.ensure()
        try await platform.loadUnits()
        try await platform.recordServices()
    }

    /// All dossiers, each at the moment at which it is sent.
    private func timetable(_ cast: Cast) -> Timetable {
        var draw = Chance(seed: seed, stream: 2)
        // Some desks have more to do than others.
        var tiers: [Desk.Tier: [(Int, Double)]] = [:]
        for (index, desk) in cast.desks.enumerated() {
            tiers[desk.tier, default: []].append((index, 0.4 + draw.wait(0.6)))
        }
        let weighted = tiers.mapValues { Weighted($0) }
        var timetable = Timetable()
        let arrivals = Rhythm(scenario, calendar).arrivals(dossiers, by: Chance(seed: seed, stream: 3))
        for (number, moment) in arrivals.enumerated() {
            timetable.add(
                Story(number: number, seed: seed, cast: cast, scenario: scenario, tiers: weighted), at: moment)
        }
        return timetable
    }

    /// What setting the stage must have left in the ledger.
    private static func beginnings(_ cast: Cast, services: [Procedure]) -> Happenings {
        var happenings = Happenings()
        for kind in [SimulationMark.kind, "ledger.key_made", "units.loaded", "agencies.loaded", "indicators.reported"] {
            happenings.happened(kind)
        }
        happenings.happened("services.level_set", services.count)
        happenings.measured["services.begun"] = services.count
        happenings.measured["services.full_begun"] = services.count { $0.service.level == .full }
        happenings.happened("agencies.registered", cast.desks.count)
        happenings.happened("payments.account_opened", 2 * cast.desks.count)
        let demo = DemoPerson.allCases
        happenings.happened("identity.account_opened", 3 * cast.desks.count + cast.residents.count + demo.count)
        happenings.happened("identity.post_assigned", 3 * cast.desks.count + demo.count { $0.role != nil })
        return happenings
    }
}
