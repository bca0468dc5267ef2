// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Product

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the schema up to date.",
        discussion: discussion(
            "`serve` does this by itself; on PostgreSQL it can be done before the processes are replaced.",
            examples: "migrate --database postgres://doicanh@localhost/doicanh"))

    @OptionGroup var node: Node

    func run() async throws {
        let opened = try await OpenNode(node, alone: true)
        let applied = try await opened.platform.migrate()
        await opened.close()
        for name in applied { Terminal.say(name) }
        Terminal.say(Terminal.words("migrate.done", ["count": "\(applied.count)"]))
    }
}
