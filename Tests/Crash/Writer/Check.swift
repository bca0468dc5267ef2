// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Database
import Foundation
import Ledger

/// Reads what writers said from standard input and holds the database to it. Ends with 1 when something is wrong.
struct Check: AsyncParsableCommand {
    @OptionGroup var target: Target

    func run() async throws {
        var said: [Substring: Set<String>] = [:]
        while let line = readLine() {
            let words = line.split(separator: " ", maxSplits: 2)
            // The last line of a killed process may be half a line: it was not said.
            if words.count >= 2, words[1].count == 36 { said[words[0], default: []].insert(String(words[1])) }
        }
        let database = try await target.open()
        let wrong = try await contradictions(database, said)
        let size = try await Verification(database: database).run().newest?.size ?? 0
        await database.close()
        guard wrong.isEmpty else {
            for sentence in wrong { print("WRONG: \(sentence)") }
            throw ExitCode.failure
        }
        let counts = ["acked", "refused", "unknown", "delivered"].map { "\(said[Substring($0)]?.count ?? 0) \($0)" }
        print(counts.joined(separator: ", ") + ", \(size) sealed: nothing lost, nothing twice, the ledger verifies")
    }

    private func contradictions(_ database: any Database, _ said: [Substring: Set<String>]) async throws -> [String] {
        let (deeds, waiting, inside) = try await database.read { db in
            let deeds = Deeds(db: db)
            return (try deeds.all(), try deeds.waiting(), try deeds.contradictions())
        }
        var times: [String: Int] = [:]
        for deed in deeds { times[deed.request, default: 0] += 1 }
        let delivered = said["delivered"] ?? []
        let counts = [
            ("acknowledged writes lost", (said["acked"] ?? []).count { times[$0] == nil }),
            ("refused writes done", (said["refused"] ?? []).count { times[$0] != nil }),
            ("requests done twice", times.values.count { $0 > 1 }),
            ("messages lost", deeds.count { !waiting.contains($0.id) && !delivered.contains($0.id) }),
        ]
        _ = try await target.sealer(database).sealer.seal()
        let findings = try await Verification(database: database).run().findings
        return inside + counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
            + findings.prefix(5).map { "ledger: \($0)" }
    }
}
