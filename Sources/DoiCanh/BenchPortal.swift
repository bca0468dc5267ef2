// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Product
import Workbench

extension Bench {
    struct Portal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send applications and look at pages through HTTP, as many people at once, on a simulated node.",
            discussion: discussion(
                """
                The node is one that `doicanh demo` has made; it is served for as long as this runs, and the accounts and \
                applications stay in it. First the forms are filled in, then the clock runs until all are sent, or the time is over.
                """, examples: "bench portal --data bentre --reads 0", "bench portal --data bentre --seconds 60"))

        @OptionGroup var node: Node

        @Option(help: "How many people at once.")
        var clients = 32

        @Option(help: "How many applications each of them may send.")
        var forms = 300

        @Option(help: "The share of requests that only look, from 0 to 0.99.")
        var reads = 0.8

        @Option(help: "The most milliseconds that each of them looks at an answer before asking for the next.")
        var pause = 0

        @Option(help: "The longest it runs.")
        var seconds = 20

        func validate() throws {
            guard (1...256).contains(clients) else { throw ValidationError("--clients: 1–256") }
            guard (1...10_000).contains(forms) else { throw ValidationError("--forms: 1–10000") }
            guard (0...0.99).contains(reads) else { throw ValidationError("--reads: 0–0.99") }
            guard (0...60_000).contains(pause) else { throw ValidationError("--pause: 0–60000") }
            guard (1...3600).contains(seconds) else { throw ValidationError("--seconds: 1–3600") }
        }

        func run() async throws {
            let opened = try await OpenNode(node, alone: false)
            guard opened.platform.isSimulated else { throw BenchProblem.notSimulated }
            let crew = try await Progress.during(Terminal.words("bench.forms")) { _ in
                try await PortalCrew.gather(on: opened.platform, clients: clients, perClient: forms)
            }
            await opened.close()
            let load = PortalLoad(program: try Bench.program, data: node.data, database: node.database)
            let speed = try await Progress.during(Terminal.words("bench.measuring")) { _ in
                try await load.run(
                    crew, reads: reads, pausing: .milliseconds(pause), for: .seconds(seconds))
            }
            try Bench.printJSON(speed)
        }
    }

    struct Visible: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "How soon an application is in the numbers of its commune, of each unit above and of the country.",
            discussion: discussion(
                """
                The node is one that `doicanh demo` has made; it is served for as long as this runs, and the accounts and \
                applications stay in it. Each is sent when the one before has been seen everywhere.
                """, examples: "bench visible --data bentre", "bench visible --data bentre --times 100"))

        @OptionGroup var node: Node

        @Option(help: "How many applications.")
        var times = 20

        func validate() throws {
            guard (1...1000).contains(times) else { throw ValidationError("--times: 1–1000") }
        }

        func run() async throws {
            let opened = try await OpenNode(node, alone: false)
            guard opened.platform.isSimulated else { throw BenchProblem.notSimulated }
            let visibility = try await Visibility(on: opened.platform, times: times)
            await opened.close()
            let lines = try await Progress.during(Terminal.words("bench.measuring")) { _ in
                try await visibility.measure(try Bench.program, data: node.data, database: node.database)
            }
            try Bench.printJSON(lines)
        }
    }
}
