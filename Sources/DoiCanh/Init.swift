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
            examples: "init --data /var/lib/doicanh", "init --demo"))

    @OptionGroup var node: Node

    @Flag(
        help:
            "Also open accounts of invented people with known passwords, and say so on every page. Never for real use.")
    var demo = false

    func run() async throws {
        let opened = try await OpenNode(node, alone: true)
        let platform = opened.platform
        try await Progress.during(Terminal.words("init.schema")) { _ in _ = try await platform.migrate() }
        try await Progress.during(Terminal.words("init.keys")) { _ in try await platform.keys.ensure() }
        try await Progress.during(Terminal.words("init.units")) { _ in try await platform.loadUnits() }
        if demo { try opened.folder.turnOnDemo() }
        // A demo that was interrupted on its way is completed.
        if demo || opened.configuration.demo {
            try await Progress.during(Terminal.words("init.demo")) { _ in try await platform.loadDemo() }
        }
        try await platform.sealer.seal()
        await opened.close()
        Terminal.say(Terminal.words("init.done", ["folder": opened.folder.path]))
    }
}
