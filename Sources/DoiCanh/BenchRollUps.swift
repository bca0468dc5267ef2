// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Workbench

extension Bench {
    /// What `Benchmarks/rollup.py` holds against DuckDB and PostgreSQL; of no use to people.
    struct RollUps: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rollup", abstract: "Add up the facts of a folder, for Benchmarks/rollup.py.",
            shouldDisplay: false)

        @Argument(help: "Holds facts, provinces and changes; sums is written there.", completion: .directory)
        var folder: String

        @Option var communes: Int
        @Option var measures: Int
        @Option var months: Int
        @Option var rounds = 21

        func validate() throws {
            guard [communes, measures, months, rounds].allSatisfy({ (1...100_000).contains($0) }) else {
                throw ValidationError("1–100000")
            }
        }

        func run() throws {
            let folder = URL(filePath: folder)
            let size = RollUp.Size(communes: communes, measures: measures, months: months)
            let times = try RollUp(folder, size).run(rounds: rounds, sums: folder.appending(path: "sums"))
            try Bench.printJSON(times)
        }
    }
}
