// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Content
import Database
import Foundation
import Kernel
import Ledger
import Product
import Replay
import Web

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Replay a simulated year of a province into an empty node, to look around in or to measure.",
        discussion: discussion(
            """
            bentre2020 is the year that the province of Bến Tre reports: 17 provincial bodies, 9 districts, 157 communes and \
            78,496 applications on the online service. Each application goes through the functions that people use, with \
            their permissions, under a simulated clock. The node says for ever, on every page, that it is simulated. Ends \
            with 70 when what was played and what the node holds differ.
            """, examples: "demo bentre2020 --data bentre", "demo bentre2020 --data small --share 0.01"))

    @OptionGroup var node: Node

    @Argument(help: "Which year: bentre2020.")
    var name: String

    @Option(help: "Replay a part of the year, such as 0.01.")
    var share: Double?

    @Option(help: "Replay so many applications.")
    var dossiers: Int?

    @Option(help: "The same seed gives the same year.")
    var seed: UInt64 = 2020

    func validate() throws {
        if share != nil, dossiers != nil { throw ValidationError("--share or --dossiers, not both") }
        if let share, !(share > 0 && share <= 100) { throw ValidationError("--share: above 0, 100 at most") }
        if let dossiers, !(1...10_000_000).contains(dossiers) { throw ValidationError("--dossiers: 1–10000000") }
    }

    func run() async throws {
        let configuration = try node.configuration()
        try refuse(configuration)
        let database = try await configuration.database.open(alone: true)
        guard try await database.read({ try $0.tables().isEmpty }) else {
            throw ReplayProblem.notEmpty(configuration.database.redacted)
        }
        let folder = try DataFolder(configuration.data)
        let whole = try Replay(name, seed: seed, content: .embedded)
        let count = dossiers ?? share.map { max(Int((Double(whole.scenario.dossiers) * $0).rounded()), 1) }
        let replay = try Replay(name, dossiers: count, seed: seed, content: .embedded)
        let began = ContinuousClock.now
        let reckoning = try await play(replay, on: database, in: folder)
        guard reckoning.differences.isEmpty else {
            throw ReplayProblem.differs(reckoning.differences.joined(separator: "; "))
        }
        let seconds = Double((ContinuousClock.now - began) / .milliseconds(1)) / 1000
        try folder.turnOnDemo()
        try await verify(database)
        await database.close()
        tell(reckoning, of: replay, seconds)
    }

    /// A folder of somebody's node is left alone.
    private func refuse(_ configuration: Configuration) throws {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: configuration.data)) ?? []
        guard files.isEmpty else { throw ReplayProblem.notEmpty(configuration.data) }
        if case .file(let path) = configuration.database, FileManager.default.fileExists(atPath: path) {
            throw ReplayProblem.notEmpty(path)
        }
    }

    private func play(_ replay: Replay, on database: any Database, in folder: DataFolder) async throws -> Reckoning {
        try await Progress.during(Terminal.words("demo.replaying", ["name": name])) { progress in
            try await replay.play(on: database, in: folder, made: Day(Date())) { act, done, total in
                if act == .dossiers { progress.advance(to: done, of: total) }
            }
        }
    }

    private func verify(_ database: any Database) async throws {
        let report = try await Progress.during("verify") { progress in
            try await Verification(database: database) { progress.advance(to: Int($0), of: Int($1)) }.run(witnessed: [])
        }
        guard report.isWhole else { throw ReplayProblem.differs("the ledger is damaged") }
    }

    private func tell(_ reckoning: Reckoning, of replay: Replay, _ seconds: Double) {
        let formats = Formats(Terminal.languages[0])
        func number(_ number: Int) -> String { formats.number(number) }
        Terminal.tell(
            "demo.replayed",
            [
                "dossiers": number(reckoning.dossiers), "whole": number(replay.scenario.dossiers),
                "seconds": formats.decimal(seconds, places: 1),
                "rate": number(Int(Double(reckoning.dossiers) / seconds)),
                "events": number(reckoning.events.values.reduce(0, +)),
            ])
        for (state, count) in reckoning.states.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            Terminal.say("  \(Terminal.words("cases.state.\(state)")): \(number(count))")
        }
        for remark in ["online", "communes", "papers"] {
            Terminal.tell("simulation.year.\(replay.scenario.name).\(remark)")
        }
        Terminal.tell("demo.next", ["folder": node.data])
    }
}
