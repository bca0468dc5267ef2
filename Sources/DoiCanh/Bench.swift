// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Content
import Database
import Foundation
import Kernel
import Product
import UnixSignals
import Web
import Workbench

struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure this machine, or prove that a kill loses nothing.",
        discussion: """
            Works in a folder of its own inside the data folder, or in a schema of its own (doicanh_bench) on the node's \
            PostgreSQL, and removes it afterwards; nothing of the node is touched. A node that serves meanwhile takes its \
            share of the machine.
            """,
        subcommands: [Measure.self, Portal.self, Visible.self, RollUps.self, Documents.self, Crash.self, Write.self],
        defaultSubcommand: Measure.self)

    struct Measure: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Durable writes and small pages a second, beside what the disk can do.",
            discussion: discussion(
                examples: "bench", "bench measure --seconds 10 --database postgres://doicanh@localhost/doicanh"))

        @OptionGroup var node: Node

        @Option(help: "How long each line is measured.")
        var seconds = 3

        @Flag(help: "As JSON, for programs.")
        var json = false

        func validate() throws {
            guard (1...3600).contains(seconds) else { throw ValidationError("--seconds: 1–3600") }
        }

        func run() async throws {
            let configuration = try node.configuration()
            try await Scratch.during(configuration) { scratch in
                let lines = try await Progress.during(Terminal.words("bench.measuring")) { progress in
                    try await Bench.measure(scratch, for: .seconds(seconds)) { progress.advance(to: $0, of: 6) }
                }
                try json ? Bench.printJSON(lines) : Bench.print(lines)
            }
        }
    }

    struct Crash: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Kill a writing process again and again, and look whether anything acknowledged is missing.",
            discussion: discussion(
                """
                Each time a process with several writers, the sealer and the outbox is killed with SIGKILL at a random \
                moment; then the database is opened again and must hold what was acknowledged, once, and nothing that was \
                refused. Every 100 kills everything is compared, the whole ledger verified, and dossiers and receipts \
                must be numbered without a gap. Ends with 1 when something was lost.
                """, examples: "bench crash", "bench crash --times 50 --database postgres://doicanh@localhost/doicanh"))

        @OptionGroup var node: Node

        @Option(help: "How many kills.")
        var times = 1000

        @Option(help: "How many write at once.")
        var writers = 4

        @Option(help: "A command that kills the database server and starts it again; run under every fifth writer.")
        var shock: String?

        func validate() throws {
            guard times > 0 else { throw ValidationError("--times: 1, 2, 3, …") }
            guard (1...64).contains(writers) else { throw ValidationError("--writers: 1–64") }
        }

        func run() async throws {
            let configuration = try node.configuration()
            try await Scratch.during(configuration) { scratch in
                let trial = CrashTrial(scratch: scratch, program: try Bench.program, writers: writers, shock: shock)
                let verdict = try await Progress.during(Terminal.words("bench.killing")) { progress in
                    try await trial.run(times: times) { progress.advance(to: $0, of: times) }
                }
                try Bench.tell(verdict)
            }
        }
    }

    /// What a crash trial starts and kills; of no use to people.
    struct Write: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write until killed, for `bench crash`.", shouldDisplay: false)

        @Argument var database: String
        @Argument var keys: String
        @Option var writers = 4

        func run() async throws {
            try await DeedWriter(database: database, keys: keys, writers: writers).run()
        }
    }

    /// This program, wherever it was started from.
    static var program: URL {
        get throws {
            guard let program = Bundle.main.executableURL else { throw BenchProblem.noProgress }
            return program
        }
    }

    private static func tell(_ verdict: CrashTrial.Verdict) throws {
        let counts = Testimony.Word.allCases.map { ($0.rawValue, "\(verdict.testimony.count($0))") }
        let slots = Dictionary(uniqueKeysWithValues: counts).merging(
            [
                "kills": "\(verdict.kills)", "sealed": "\(verdict.sealed)",
                "dossiers": "\(verdict.dossiers)", "receipts": "\(verdict.receipts)",
            ]
        ) { $1 }
        Terminal.tell("bench.crash.counts", slots)
        guard verdict.wrong.isEmpty else {
            Terminal.tell("bench.crash.lost")
            for sentence in verdict.wrong { Terminal.say("  " + sentence) }
            throw ExitCode(1)
        }
        Terminal.tell("bench.crash.whole")
    }
}

// MARK: the lines of `doicanh bench`

extension Bench {
    private struct Line: Encodable {
        let name: String
        let perSecond: Double
        /// The name of the line it is held against.
        var beside: String?
    }

    private static func measure(
        _ scratch: Scratch, for duration: Duration, _ progress: (Int) -> Void
    ) async throws -> [Line] {
        let database = try await scratch.open()
        var lines: [Line] = []
        func add(_ name: String, beside: String? = nil, _ rate: Double) {
            lines.append(Line(name: name, perSecond: rate, beside: beside))
            progress(lines.count)
        }
        func writes(_ kind: Speed.Write, by writers: Int) async throws -> Double {
            try await Speed.writes(database, writers: writers, for: duration, kind)
        }
        add("disk", try await Speed.disk(in: scratch.folder, for: duration))
        // The disk of a server may be another one.
        let limit = database.dialect == .sqlite ? "disk" : nil
        add("row", beside: limit, try await writes(.row, by: 1))
        add("deed", beside: limit ?? "row", try await writes(.deed, by: 1))
        add("row32", try await writes(.row, by: 32))
        add("deed32", beside: "row32", try await writes(.deed, by: 32))
        await database.close()
        let pages = PageSpeed(program: try program, folder: scratch.folder)
        add("page", try await pages.measure(connections: 8, for: duration))
        return lines
    }

    static func printJSON(_ measured: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        Terminal.say(String(decoding: try encoder.encode(measured), as: UTF8.self))
    }

    private static func print(_ lines: [Line]) throws {
        let language = Terminal.languages[0]
        let (words, formats) = (try Content.embedded.words(language), Formats(language))
        let names = lines.map { words["bench.\($0.name)"] }
        let width = names.map(\.count).max() ?? 0
        Terminal.say("")
        for (line, name) in zip(lines, names) {
            let rate = formats.number(Int(line.perSecond.rounded()))
            var text = name.padding(toLength: width, withPad: " ", startingAt: 0)
            text += "  " + String(repeating: " ", count: max(0, 9 - rate.count)) + rate + "/s"
            if let limit = lines.first(where: { $0.name == line.beside }) {
                let percent = Int((line.perSecond * 100 / limit.perSecond).rounded())
                text +=
                    "  " + words.fill("bench.beside", ["percent": "\(percent)", "limit": words["bench.\(limit.name)"]])
            }
            Terminal.say(text)
        }
        #if DEBUG
            Terminal.tell("bench.debug")
        #endif
    }
}

extension Scratch {
    /// Removes it afterwards, also when the work fails or somebody presses Ctrl+C.
    fileprivate static func during(
        _ configuration: Configuration, _ work: @escaping @Sendable (Scratch) async throws -> Void
    ) async throws {
        let scratch = try await Scratch(beside: configuration.data, like: configuration.database)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await interruptible { try await work(scratch) }) } catch {
            outcome = .failure(error)
        }
        do { try await scratch.remove() } catch {
            // What went wrong before says more.
            if case .success = outcome { throw error }
        }
        try outcome.get()
    }

    private static func interruptible(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            group.addTask {
                for await _ in signals { return true }
                return false
            }
            group.addTask {
                try await work()
                return false
            }
            let interrupted = try await group.next() ?? false
            group.cancelAll()
            if interrupted { throw ExitCode(130) }
        }
    }
}
