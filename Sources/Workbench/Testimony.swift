// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
import Ledger

/// What writers said before they were killed, and what the database must therefore hold.
package struct Testimony: Sendable, Equatable {
    package enum Word: String, Sendable, CaseIterable { case acked, refused, unknown, delivered }

    package private(set) var said: [Word: Set<String>] = [:]

    package init() {}

    /// One line, in one system call: what was said before the kill has left the process.
    static func say(_ word: Word, _ id: String) {
        let bytes = Array("\(word.rawValue) \(id)\n".utf8)
        _ = Foundation.write(STDOUT_FILENO, bytes, bytes.count)
    }

    /// Takes in one line of a writer. Half a line was not said.
    package mutating func hear(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        if words.count == 2, words[1].count == 36, let word = Word(rawValue: String(words[0])) {
            said[word, default: []].insert(String(words[1]))
        }
    }

    package func count(_ word: Word) -> Int { said[word]?.count ?? 0 }

    mutating func add(_ other: Testimony) { said.merge(other.said) { $0.union($1) } }

    /// What the database does not keep of this, each as a sentence: only these requests are looked at, not the whole ledger.
    package func broken(by database: any Database) async throws -> [String] {
        let (acked, refused) = (said[.acked] ?? [], said[.refused] ?? [])
        let done = try await database.read { try Deeds(db: $0).done(acked.union(refused)) }
        return Self.compare(acked: acked, refused: refused, done: done)
    }

    /// What does not add up anywhere in the database: deeds, events, totals, messages and the ledger itself.
    package func contradictions(in database: any Database) async throws -> [String] {
        let (deeds, waiting, inside) = try await database.read { db in
            let deeds = Deeds(db: db)
            return (try deeds.all(), try deeds.waiting(), try deeds.contradictions() + Numbers.contradictions(in: db))
        }
        let delivered = said[.delivered] ?? []
        let lost = deeds.count { !waiting.contains($0.id) && !delivered.contains($0.id) }
        let findings = try await Verification(database: database).run().findings
        return inside
            + Self.compare(acked: said[.acked] ?? [], refused: said[.refused] ?? [], done: deeds.map(\.request))
            + (lost > 0 ? ["\(lost) messages lost"] : []) + findings.prefix(5).map { "ledger: \($0)" }
    }

    private static func compare(acked: Set<String>, refused: Set<String>, done: [String]) -> [String] {
        let once = Set(done)
        let counts = [
            ("acknowledged writes lost", acked.subtracting(once).count),
            ("refused writes done", refused.intersection(once).count),
            ("requests done twice", done.count - once.count),
        ]
        return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
    }
}
