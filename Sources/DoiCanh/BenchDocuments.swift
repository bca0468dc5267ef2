// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Workbench

extension Bench {
    /// What `Benchmarks/exchange.py` holds against RabbitMQ; the documents stay on both nodes.
    struct Documents: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send invented documents to a node on this machine, for Benchmarks/exchange.py.",
            shouldDisplay: false)

        @OptionGroup var node: Node
        @Argument(help: "The identifier of an agency of this node.") var sender: String
        @Argument(help: "That of an agency of the other one.") var receiver: String
        @Argument(help: "What the exchange carries beside the paper; {number} in it is replaced.", completion: .file())
        var payload: String
        @Argument(help: "The paper.", completion: .file()) var paper: String
        @Option(help: "How many.") var documents = 5000
        @Option(help: "How many issue at the same time.") var clients = 32

        func validate() throws {
            guard (1...100_000).contains(documents) else { throw ValidationError("--documents: 1–100000") }
            guard (1...256).contains(clients) else { throw ValidationError("--clients: 1–256") }
        }

        func run() async throws {
            let payload = try String(contentsOf: URL(filePath: payload), encoding: .utf8)
            let paper = [UInt8](try Data(contentsOf: URL(filePath: paper)))
            let speed = try await node.withPlatform { platform in
                let load = ExchangeLoad(platform, from: sender, to: receiver, payload: payload, paper: paper)
                return try await load.run(documents: documents, clients: clients)
            }
            try Bench.printJSON(speed)
        }
    }
}
