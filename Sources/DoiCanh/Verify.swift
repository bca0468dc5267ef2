// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Content
import Database
import Foundation
import Kernel
import Ledger
import Product
import Web

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that nobody changed, removed or reordered an event of the ledger.",
        discussion: discussion(
            """
            Recomputes every leaf, node, root and signature from the rows, and works while the node serves. \
            Ends with 0 when the ledger is whole, 1 when it was tampered with, and as other commands do (66, 69, 78) when \
            it could not be checked.
            """, examples: "verify", "verify --witness /media/usb/heads", "verify --export ledger.jsonl"))

    @OptionGroup var node: Node

    @Option(help: "A file on another machine or medium: its heads must fit, and the newest is added to it.")
    var witness: String?

    @Option(help: "Also write the ledger without personal content, to be checked elsewhere (docs/ledger.md).")
    var export: String?

    func run() async throws {
        if try await !verify() { throw ExitCode(1) }
    }

    private func verify() async throws -> Bool {
        let configuration = try node.configuration()
        try configuration.database.refuseMissing()
        let database = try await configuration.database.open()
        let kept = try witness.map { try WitnessFile(URL(filePath: $0)) }
        let report = try await Progress.during("verify") { progress in
            try await Verification(database: database) { progress.advance(to: Int($0), of: Int($1)) }
                .run(witnessed: kept?.heads ?? [])
        }
        tell(report, kept)
        if let export { try await write(database, to: export) }
        if let kept, report.isWhole { try await keep(kept, database) }
        await database.close()
        return report.isWhole
    }

    private func tell(_ report: VerificationReport, _ kept: WitnessFile?) {
        for finding in report.findings { Terminal.tell(finding.key, finding.slots) }
        for key in report.strangeKeys { Terminal.tell("ledger.verify.strange_key", ["key": key]) }
        if report.isWhole {
            let counts = ["events": "\(report.events)", "heads": "\(report.heads)", "erased": "\(report.erased)"]
            Terminal.tell("ledger.verify.whole", counts)
        } else {
            Terminal.tell("ledger.verify.tampered")
        }
        if report.pending > 0 { Terminal.tell("ledger.verify.pending", ["count": "\(report.pending)"]) }
        for key in kept?.countersigners.sorted() ?? [] { Terminal.tell("ledger.verify.countersigned", ["key": key]) }
        if kept == nil { Terminal.tell("ledger.verify.no_witness") }
    }

    private func write(_ database: any Database, to path: String) async throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw LedgerProblem.exportUnwritable(path) }
        let count = try await LedgerExport(database: database).write(to: file)
        try file.close()
        Terminal.tell("ledger.verify.exported", ["count": "\(count)", "path": path])
    }

    private func keep(_ kept: WitnessFile, _ database: any Database) async throws {
        let witnesses = WitnessService(database: database, now: { Date() })
        guard let newest = try await witnesses.keepNewest(in: kept) else { return }
        Terminal.tell("ledger.verify.witnessed", ["name": kept.name, "size": "\(newest.head.size)"])
    }
}
