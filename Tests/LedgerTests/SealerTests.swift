// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Ledger

@Suite("Sealer")
struct SealerTests {
    @Test("16 writers: no event missed, none twice, no gap, nobody overtaken", arguments: Backend.available)
    func writers(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        let perWriter = 25
        let sealing = Task {
            while !Task.isCancelled {
                try await ledger.sealer.seal()
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    for number in 0..<perWriter {
                        try await ledger.append(subject: "w\(writer)", facts: ["n": "\(number)"])
                    }
                }
            }
            try await group.waitForAll()
        }
        sealing.cancel()
        _ = await sealing.result
        try await ledger.sealer.seal()

        let sealed = try await ledger.sealed()
        #expect(sealed.map(\.position) == Array(1...Int64(sealed.count)))
        #expect(Set(sealed.map(\.id)).count == sealed.count)
        for writer in 0..<16 {
            // Each append was committed before the next began, so the positions must keep that order.
            let numbers = sealed.filter { $0.subject == "w\(writer)" }.compactMap { $0.facts["n"].flatMap(Int.init) }
            #expect(numbers == Array(0..<perWriter))
        }
    }

    @Test("events of one transaction keep their order, whatever their ids", arguments: Backend.available)
    func order(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        try await ledger.database.write { connection in
            for id in ["z", "m", "a"] {
                try Ledger(connection).append(
                    Event(id: ID(id), kind: "test.done", subject: id, actor: "a1", at: LedgerFixture.moment))
            }
        }
        try await ledger.sealer.seal()
        #expect(try await ledger.sealed().suffix(3).map(\.subject) == ["z", "m", "a"])
    }

    @Test("two sealers at once give every position once", arguments: Backend.available)
    func twoSealers(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<20 {
                        try await ledger.append()
                        try await ledger.sealer.seal()
                    }
                }
            }
            try await group.waitForAll()
        }
        try await ledger.sealer.seal()
        #expect(try await ledger.sealed().map(\.position) == Array(1...81))
    }

    @Test("heads chain, sign and grow", arguments: Backend.available)
    func heads(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        for _ in 0..<40 {
            try await ledger.append()
            try await ledger.sealer.seal()
        }
        let heads = try await ledger.database.read { try HeadStore(db: $0).after(0, limit: 100) }
        let key = try #require(try await ledger.keys.all().first)
        #expect(heads.count == 40)
        #expect(heads.last?.size == 41)
        #expect(heads.first?.previous == .zero)
        for (before, head) in zip(heads, heads.dropFirst()) { #expect(head.previous == before.hash) }
        for head in heads { #expect(key.verifies(head.signature, of: head.bytes)) }
    }

    @Test("a rolled back transaction leaves no trace", arguments: Backend.available)
    func rollback(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await ledger.database.write { connection in
                try Ledger(connection).append(
                    Event(id: ID("e"), kind: "test.done", subject: "s", actor: "a1", at: LedgerFixture.moment))
                throw Stop()
            }
        }
        try await ledger.sealer.seal()
        #expect(try await ledger.sealed().map(\.kind) == ["ledger.key_made"])
    }
}
