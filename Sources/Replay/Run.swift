// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Jobs
import Kernel
import Ledger
import NationalRegisters
import Payments
import Product
import PublicServices

/// Plays a timetable from its first moment to the end of the year.
struct Run {
    let scene: Scene
    let ensemble: Ensemble
    let clock: ReplayClock
    private(set) var tally: Tally
    /// How many dossiers ended in each state; open ones too.
    private(set) var states: [String: Int] = [:]
    private var targets: PrintedTargets
    private let lanes: Int
    private var sent = 0

    /// So many turns wait for one commit.
    private static let crowd = 128
    /// What is committed together lies no further apart than this, so that the ledger tells of things in their order.
    private static let span: TimeInterval = 15 * 60

    init(
        scene: Scene, ensemble: Ensemble, clock: ReplayClock, targets: PrintedTargets, tally: Tally, lanes: Int
    ) {
        (self.scene, self.ensemble, self.clock, self.tally, self.lanes) = (scene, ensemble, clock, tally, lanes)
        self.targets = targets
    }

    mutating func play(_ timetable: Timetable, _ progress: (Int) -> Void) async throws {
        var timetable = timetable
        while let next = timetable.next {
            let day = Day(next)
            let dawn = (day + 1).start
            try await setTargets(through: day)
            while let moment = timetable.next, moment < dawn {
                try await playTogether(&timetable, before: min(moment.addingTimeInterval(Self.span), dawn))
                progress(sent)
            }
            clock.set(dawn)
            try await closeTheDay()
        }
        clock.set(scene.ends)
        try await closeTheDay()
        // What was said of the year that followed.
        while let day = targets.next { try await setTargets(through: day) }
    }

    private mutating func setTargets(through day: Day) async throws {
        while let next = targets.next, next <= day {
            clock.set(next.start)
            tally.add(try await targets.set(of: next), at: clock.now())
            try await closeTheDay()
        }
    }

    private mutating func playTogether(_ timetable: inout Timetable, before end: Date) async throws {
        var turns: [(turn: Turn, play: @Sendable () async throws -> Scene.Outcome)] = []
        var moments: [Date] = []
        while turns.count < Self.crowd, let (at, story) = timetable.take(before: end) {
            let turn = Turn(at: at, order: turns.count, lane: story.desk % lanes)
            turns.append((turn, { [scene] in try await scene.play(story, at: at) }))
            moments.append(at)
            if story.file == nil { sent += 1 }
        }
        for (at, outcome) in zip(moments, try await ensemble.perform(turns)) {
            tally.add(outcome.happenings, at: at)
            if let next = outcome.next {
                timetable.add(outcome.story, at: next)
            } else {
                states[outcome.story.file?.state ?? "", default: 0] += 1
            }
        }
    }

    /// What a node does all the time, here once a day: it seals, counts, and takes messages out of the outbox. Those that
    /// ask for papers are taken back, because papers are not printed in a replay, and so are those that tell applicants, who
    /// are nobody, and those to registers, whose part the scene plays.
    private mutating func closeTheDay() async throws {
        try await scene.platform.sealer.seal()
        for follower in scene.platform.followers { try await follower.catchUp() }
        let papers = try await scene.platform.database.write { db in
            for kind in [DossierHerald.kind, RegisterCourier.kind] { _ = try Outbox(db).takeBack(kind) }
            return try Outbox(db).takeBack(DossierClerk.kind)
        }
        takenBack += papers
        tally.forget(before: clock.now())
    }

    /// The papers that were asked for and not printed.
    private(set) var takenBack = 0
}
