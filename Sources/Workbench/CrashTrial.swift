// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
import Ledger

/// Kills a writing process at random moments, so many times, and holds the database to what it had acknowledged.
package struct CrashTrial: Sendable {
    package struct Verdict: Sendable, Equatable {
        package var kills = 0
        package var testimony = Testimony()
        /// Events of the ledger that were sealed in the end.
        package var sealed = 0
        /// Dossiers and receipts that got a number.
        package var dossiers = 0, receipts = 0
        /// What is not as it was promised, each as a sentence; empty when nothing was lost.
        package var wrong: [String] = []
    }

    /// After so many kills everything is compared, not only what was said since the last one.
    static let stretch = 100

    let scratch: Scratch
    let program: URL
    let writers: Int
    let shock: String?

    /// `program` is this program; it is started again to be killed. `shock` is a command that kills the database server
    /// and starts it again: every fifth writer lives through it before it is killed.
    package init(scratch: Scratch, program: URL, writers: Int, shock: String? = nil) {
        self.scratch = scratch
        self.program = program
        self.writers = writers
        self.shock = shock
    }

    /// Ends early when something is wrong.
    package func run(times: Int, progress: (Int) -> Void = { _ in }) async throws -> Verdict {
        var verdict = Verdict()
        while verdict.kills < times, verdict.wrong.isEmpty {
            let round = try await killOne(number: verdict.kills + 1)
            verdict.kills += 1
            verdict.testimony.add(round)
            let isWhole = verdict.kills == times || verdict.kills % Self.stretch == 0
            try await hold(to: isWhole ? verdict.testimony : round, whole: isWhole, &verdict)
            progress(verdict.kills)
        }
        return verdict
    }

    private func killOne(number: Int) async throws -> Testimony {
        let victim = try Victim(
            program: program,
            arguments: ["bench", "write", scratch.database, scratch.keys, "--writers", "\(writers)"])
        try await victim.waitForWrites(.random(in: 1...100))
        try await Task.sleep(for: .microseconds(.random(in: 0...50_000)))
        if let shock, number % 5 == 0 {
            try await Victim.run(shock)
            // The same process finds its way back by itself.
            try await victim.waitForWrites(4, more: true)
        }
        return await victim.kill()
    }

    private func hold(to testimony: Testimony, whole: Bool, _ verdict: inout Verdict) async throws {
        let database = try await scratch.open()
        if whole {
            _ = try await Scratch.sealer(database, keys: scratch.keys).sealer.seal()
            verdict.wrong = try await testimony.contradictions(in: database)
            verdict.sealed = try await database.read { try Deeds(db: $0).sealed() }
            (verdict.dossiers, verdict.receipts) = try await database.read { try Numbers.count(in: $0) }
        } else {
            verdict.wrong = try await testimony.broken(by: database)
        }
        await database.close()
    }
}
