// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Product

@main
struct DoiCanh: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doicanh",
        abstract: "The software a commune, a province, a ministry or a nation runs on.",
        version: Version.current,
        subcommands: [
            Serve.self, Doctor.self, Init.self, Migrate.self, Verify.self, Witness.self, Keys.self, Backup.self,
            Restore.self,
            UnitsCommand.self, PaymentsCommand.self, Users.self, Seals.self, ExchangeCommand.self,
            EvidenceCommand.self, Papers.self,
            DemoCommand.self,
            Bench.self, Routes.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch { Ending.of(Unforeseen.named(error)) }
    }
}
