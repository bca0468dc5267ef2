// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct DoiCanh: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doicanh",
        abstract: "The software a commune, a province, a ministry or a nation runs on.",
        subcommands: [Serve.self, Routes.self])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch { Ending.of(error) }
    }
}
