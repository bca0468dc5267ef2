// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Database
import Foundation
import Kernel
import Ledger
import NationalID
import Product

struct Witness: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch the ledger of a neighbour node and countersign it with this node's key.",
        discussion: discussion(
            """
            Fetches the newest head, checks its signature and the proof that it goes on from the one kept before, and adds it \
            to the file. Run it from a timer; the neighbour checks with “doicanh verify --witness FILE”. Ends with 1 when \
            the neighbour has rewritten its ledger.
            """, examples: "witness https://ninhbinh.example.vn /srv/witness/ninhbinh.jsonl"))

    @OptionGroup var node: Node

    @Argument(help: "The neighbour, such as https://ninhbinh.example.vn.")
    var address: String

    @Argument(help: "The file of heads; it is made when it is missing.")
    var file: String

    func run() async throws {
        let configuration = try node.configuration()
        try configuration.database.refuseMissing()
        let database = try await configuration.database.open()
        let keys = KeyService(
            database: database, folder: try DataFolder(configuration.data).keys, now: { Date() },
            newID: { UUIDv7.string() })
        let fetch = fetchOverHTTP()
        let witness = NeighbourWitness(keys: keys, now: { Date() }) { try await fetch(BackRequest($0)).body }
        let base = address.hasSuffix("/") ? String(address.dropLast()) : address
        do {
            let head = try await Progress.during("witness") { _ in
                try await witness.watch(base, keepingIn: try WitnessFile(URL(filePath: file)))
            }
            Terminal.tell("ledger.witness.kept", ["address": base, "size": "\(head.size)", "file": file])
        } catch let problem as LedgerProblem {
            guard case .neighbourRewrote = problem else { throw problem }
            Ending.tell(problem)
            throw ExitCode(1)
        }
        await database.close()
    }
}
