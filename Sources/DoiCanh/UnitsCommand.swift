// SPDX-License-Identifier: Apache-2.0

import Agencies
import ArgumentParser
import Content
import Foundation
import Kernel
import Product
import Units

/// `doicanh units`: the administrative units, through time.
struct UnitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "units", abstract: "Load, change, show and find administrative units.",
        subcommands: [Load.self, Import.self, Show.self, Search.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load the units and agencies that ship with the product.",
            discussion: discussion(
                "Loading them again changes nothing; other units than those loaded before are refused.",
                examples: "units load"))

        @OptionGroup var node: Node

        func run() async throws {
            let opened = try await OpenNode(node, alone: false)
            try await opened.platform.migrate()
            let platform = opened.platform
            let outcome = try await Progress.during(Terminal.words("units.command.loading")) { _ in
                let outcome = try await platform.units.load(try UnitFiles(content: platform.content.files), by: .system)
                try await platform.agencies.load(try AgencyFiles(content: platform.content.files), by: .system)
                return outcome
            }
            await opened.close()
            Terminal.say(outcome.sentence(ifNew: "units.command.loaded"))
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter a later change of the units from a file, without touching history.",
            discussion: discussion(
                "docs/units.md describes the file.",
                examples: "units import docs/examples/units-2026-04-30-dong-nai.csv"))

        @OptionGroup var node: Node

        @Argument(help: "The file (CSV) with the units that begin, their day and their legal basis.")
        var file: String

        func run() async throws {
            guard let data = FileManager.default.contents(atPath: file),
                let text = String(validating: data, as: UTF8.self)
            else { throw NoFile(file: file) }
            let opened = try await OpenNode(node, alone: false)
            let change = UnitChangeFile(name: file, text: text)
            let outcome = try await Progress.during(Terminal.words("units.command.loading")) { _ in
                try await opened.platform.units.change(by: change, as: .system)
            }
            await opened.close()
            Terminal.say(outcome.sentence(ifNew: "units.command.changed"))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a unit, what is above and below it, and what became of it.",
            discussion: discussion(examples: "units show 14722", "units show 37 --on 2025-06-30"))

        @OptionGroup var node: Node

        @Argument(help: "The code, with its leading zeros.")
        var code: String

        @Option(help: "The day (2025-06-30); the last on which the code was in use unless given.")
        var on: String?

        func run() async throws {
            let opened = try await OpenNode(node, alone: false)
            let units = opened.platform.units
            let history = try await units.history()
            let last = history.versions(of: code).last
            guard let day = on.map({ Day($0) }) ?? last?.validTo ?? units.today else {
                throw UnitProblem.notADay(on ?? "")
            }
            let tree = try await units.tree(on: day)
            guard let unit = tree.unit(code) else { throw UnitProblem.notFound(code: code) }
            for ancestor in tree.ancestors(of: code) { Terminal.say(ancestor.line) }
            Terminal.say("» \(unit.line)")
            for child in tree.children(of: code) { Terminal.say("  \(child.line)") }
            for row in history.predecessors(of: unit.id) {
                if let old = history.unit(row.old) { Terminal.say("← \(old.line) (\(row.extent.rawValue))") }
            }
            for row in history.successors(of: unit.id) {
                if let new = history.unit(row.new) { Terminal.say("→ \(new.line) (\(row.extent.rawValue))") }
            }
            await opened.close()
        }
    }

    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find units by name, with or without diacritics; ends with 1 when nothing is found.",
            discussion: discussion(examples: "units search xa yen hoa", "units search P. Yên Hòa"))

        @OptionGroup var node: Node

        @Argument(help: "Words of the name and of the names above it.")
        var words: [String]

        @Option(help: "How many at most.")
        var limit = 10

        func run() async throws {
            let opened = try await OpenNode(node, alone: false)
            let findings = try await opened.platform.units.find(words.joined(separator: " "), limit: limit)
            await opened.close()
            for finding in findings {
                let path = finding.ancestors.reversed().map(\.name).joined(separator: ", ")
                let heirs = finding.heirs.isEmpty ? "" : " → " + finding.heirs.map(\.line).joined(separator: "; ")
                Terminal.say("\(finding.unit.line)\(path.isEmpty ? "" : ", \(path)")\(heirs)")
            }
            if findings.isEmpty { throw ExitCode(1) }
        }
    }

    private struct NoFile: Problem {
        let file: String
        let code = "units.no_file"
        let kind = ProblemKind.notFound
        var slots: [String: String] { ["file": file] }
    }
}

extension AdministrativeUnit {
    /// `14722 Xã Yên Hòa (đến 2025-06-30)`.
    fileprivate var line: String { "\(code) \(name)" + (validTo.map { " (…\($0))" } ?? "") }
}

extension UnitService.Outcome {
    fileprivate func sentence(ifNew key: String) -> String {
        let slots = [
            "opened": "\(opened)", "closed": "\(closed)", "successions": "\(successions)", "version": "\(version)",
        ]
        return Terminal.words(isNew ? key : "units.command.unchanged", slots)
    }
}
