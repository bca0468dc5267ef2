// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Kernel
import Ledger
import Product

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a node: its folder, keys, schema, the administrative units and the agencies.",
        discussion: discussion(
            "Can be repeated: what is there is kept, and what is missing is added, also after an interruption.",
            examples: "init --data /var/lib/doicanh", "init --demo", "init --demo --at G06 --communes 37"))

    @OptionGroup var node: Node

    @Flag(
        help:
            "Also open accounts of invented people with known passwords, and say so on every page. Never for real use.")
    var demo = false

    @Option(help: "The identifier of the agency where the demo's officials work, instead of the desk of xã Yên Mô.")
    var at: String?

    @Option(help: "Also register the committees of a province's communes, with invented identifiers: its unit's code.")
    var communes: String?

    func validate() throws {
        if !demo, at != nil || communes != nil { throw ValidationError("--at and --communes are for --demo") }
    }

    func run() async throws {
        let opened = try await OpenNode(node, alone: true)
        let platform = opened.platform
        try await Progress.during(Terminal.words("init.schema")) { _ in _ = try await platform.migrate() }
        try await Progress.during(Terminal.words("init.keys")) { _ in try await platform.keys.ensure() }
        try await Progress.during(Terminal.words("init.units")) { _ in try await platform.loadUnits() }
        if demo { try opened.folder.turnOnDemo() }
        // A demo that was interrupted on its way is completed.
        if demo || opened.configuration.demo {
            try await Progress.during(Terminal.words("init.demo")) { [at, communes] _ in
                if let communes { try await platform.loadDemoCommunes(of: communes) }
                try await platform.loadDemo(at: at)
            }
        }
        try await platform.sealer.seal()
        await opened.close()
        Terminal.say(Terminal.words("init.done", ["folder": opened.folder.path]))
    }
}
