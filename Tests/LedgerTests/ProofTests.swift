// SPDX-License-Identifier: Apache-2.0

import Kernel
import TestKit
import Testing

@testable import Ledger

@Suite("Ledger proofs")
struct ProofTests {
    private static let leaves = (0..<70).map { Hash.leaf([UInt8($0)]) }

    /// A tree in memory, read as the store is: leaves and every fourth level.
    private static func tree(_ leaves: [Hash]) -> MerkleTree {
        MerkleTree { level, range in
            range.map { MerkleTests.root(leaves[Int($0) << level..<Int($0 + 1) << level]) }
        }
    }

    @Test("every leaf of every size proves itself, and nothing else")
    func inclusion() throws {
        for size in [1, 2, 3, 7, 16, 17, 33, 64, 70] {
            let leaves = Array(Self.leaves[0..<size])
            let root = MerkleTests.root(leaves[...])
            for index in 0..<size {
                let proof = try Self.tree(leaves).inclusion(of: Int64(index), size: Int64(size))
                #expect(proof.proves(leaves[index], in: root))
                #expect(!proof.proves(.leaf([0xFF, 0xFF]), in: root))
                #expect(!proof.proves(leaves[index], in: .zero))
                guard size > 1 else { continue }
                let elsewhere = InclusionProof(
                    leafIndex: Int64((index + 1) % size), treeSize: Int64(size), path: proof.path)
                #expect(!elsewhere.proves(leaves[index], in: root))
                let short = InclusionProof(
                    leafIndex: Int64(index), treeSize: Int64(size), path: Array(proof.path.dropLast()))
                #expect(!short.proves(leaves[index], in: root))
            }
        }
    }

    @Test("every size is the beginning of every later one, and of no other tree")
    func consistency() throws {
        for to in 1...70 {
            let newer = MerkleTests.root(Self.leaves[0..<to])
            for from in 1...to {
                let older = MerkleTests.root(Self.leaves[0..<from])
                let proof = try Self.tree(Self.leaves).consistency(from: Int64(from), to: Int64(to))
                #expect(proof.proves(older, beginning: newer))
                #expect(!proof.proves(.zero, beginning: newer))
                #expect(!proof.proves(older, beginning: .zero))
            }
        }
    }

    @Test("an event's proof holds under the newest head", arguments: Backend.available)
    func stored(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        let reader = LedgerReader(database: ledger.database)
        let first = try await ledger.append()
        #expect(try await reader.event(first).seal == nil)
        for _ in 0..<400 { try await ledger.append() }
        try await ledger.sealer.seal()
        let last = try await ledger.append()
        try await ledger.sealer.seal()

        for id in [first, last] {
            let seal = try #require(try await reader.event(id).seal)
            #expect(seal.isValid)
            #expect(seal.proof.treeSize == 403)
        }
        let (proof, newest) = try await reader.consistency(from: 402)
        let older = try await reader.head(size: 402)
        #expect(proof.proves(older.head.root, beginning: newest.head.root))
        await #expect(throws: LedgerProblem.noSuchHead) { try await reader.consistency(from: 5) }
        await #expect(throws: LedgerProblem.noSuchEvent) { try await reader.event(ID("nobody")) }
    }
}
