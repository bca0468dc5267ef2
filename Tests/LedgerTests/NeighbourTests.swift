// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Synchronization
import TestKit
import Testing

@testable import Ledger

/// Two nodes: `home` is watched, `neighbour` watches and signs.
@Suite("Neighbour as witness")
struct NeighbourTests {
    private let file = TestFolder.own.appending(path: "\(UUIDv7.string()).jsonl")

    /// Answers as the routes of `home` do.
    private func witness(_ neighbour: LedgerFixture, of home: LedgerFixture) -> NeighbourWitness {
        let reader = LedgerReader(database: home.database)
        return NeighbourWitness(keys: neighbour.keys, now: { LedgerFixture.moment }) { address in
            let parts = address.split(separator: "/")
            guard parts.last == "consistency", let size = Int64(parts[parts.count - 2]) else {
                guard let newest = try await reader.newestHead() else { throw LedgerProblem.noSuchHead }
                return try LedgerJSON.data(HeadJSON(newest))
            }
            let (proof, newest) = try await reader.consistency(from: size)
            return try LedgerJSON.data(ConsistencyJSON(proof, newest))
        }
    }

    private func fill(_ ledger: LedgerFixture, _ count: Int) async throws {
        for number in 0..<count { try await ledger.append(subject: "p\(number)") }
        try await ledger.sealer.seal()
    }

    @Test("heads are kept in step, countersigned, and verified at home", arguments: Backend.available)
    func keeps(backend: Backend) async throws {
        let (home, neighbour) = (try await LedgerFixture(backend), try await LedgerFixture(backend))
        let witness = witness(neighbour, of: home)
        for size in [4, 9] {
            try await fill(home, size == 4 ? 3 : 5)
            #expect(try await witness.watch("http://home", keepingIn: try WitnessFile(file)).size == Int64(size))
        }
        let kept = try WitnessFile(file)
        #expect(kept.heads.map(\.size) == [4, 9])
        #expect(kept.countersigners == [try #require(try await neighbour.keys.all().first).id])
        #expect(try await Verification(database: home.database).run(witnessed: kept.heads).isWhole)
    }

    @Test("a ledger rewritten with its own key is refused, and nothing is kept")
    func rewritten() async throws {
        let neighbour = try await LedgerFixture(.sqlite)
        let (first, second) = (try await LedgerFixture(.sqlite), try await LedgerFixture(.sqlite))
        try await fill(first, 3)
        try await fill(second, 7)
        _ = try await witness(neighbour, of: first).watch("http://home", keepingIn: try WitnessFile(file))
        // The other history has no head of the size that was kept.
        await #expect(throws: LedgerProblem.neighbourRewrote("http://home", size: 4)) {
            try await witness(neighbour, of: second).watch("http://home", keepingIn: try WitnessFile(file))
        }
        #expect(try WitnessFile(file).heads.map(\.size) == [4])
    }

    @Test("a proof of another history is told as rewriting")
    func otherProof() async throws {
        let neighbour = try await LedgerFixture(.sqlite)
        let (first, second) = (try await LedgerFixture(.sqlite), try await LedgerFixture(.sqlite))
        try await fill(first, 3)
        try await fill(second, 3)
        try await fill(second, 3)
        _ = try await witness(neighbour, of: first).watch("http://home", keepingIn: try WitnessFile(file))
        await #expect(throws: LedgerProblem.neighbourRewrote("http://home", size: 4)) {
            try await witness(neighbour, of: second).watch("http://home", keepingIn: try WitnessFile(file))
        }
    }

    @Test("a countersignature that does not hold spoils the file")
    func forged() async throws {
        let (home, neighbour) = (try await LedgerFixture(.sqlite), try await LedgerFixture(.sqlite))
        try await fill(home, 3)
        _ = try await witness(neighbour, of: home).watch("http://home", keepingIn: try WitnessFile(file))
        let text = try String(contentsOf: file, encoding: .utf8)
        let moved = text.replacing(/"countersignature":\{"at":\d+/, with: "\"countersignature\":{\"at\":1")
        #expect(moved != text)
        try Data(moved.utf8).write(to: file)
        #expect(throws: LedgerProblem.witnessUnreadable(file.lastPathComponent, line: 1)) { try WitnessFile(file) }
    }
}
