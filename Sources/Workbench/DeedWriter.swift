// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Jobs
import Kernel
import Ledger
import Product

/// The process that a crash trial kills: writes through the real adapters, ledger, sealer and outbox without an end, and
/// says on standard output what it was told, line by line.
package struct DeedWriter: Sendable {
    let storage: Storage
    let keys: String
    let writers: Int

    package init(database: String, keys: String, writers: Int) throws {
        storage = try Storage(database)
        self.keys = keys
        self.writers = writers
    }

    /// Returns only when it is cancelled.
    package func run() async throws {
        let database = try await opened()
        let sealer = try Scratch.sealer(database, keys: keys).sealer
        let post = PostOffice(
            database: database, couriers: [Teller()], now: { Date() }, chance: { Double.random(in: 0..<1) })
        let numbers = try Numbers(database)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<writers { group.addTask { await write("w\(writer)", database) } }
            for _ in 0..<writers { group.addTask { await number(with: numbers) } }
            group.addTask { await again { try await sealer.seal() } }
            group.addTask { await again { try await post.deliver() } }
        }
        await database.close()
    }

    /// A server that is being started again is waited for.
    private func opened() async throws -> any Database {
        while true {
            do { return try await storage.open(alone: true) } catch DatabaseProblem.unavailable {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private func write(_ writer: String, _ database: any Database) async {
        while !Task.isCancelled {
            let request = UUIDv7.string()
            do {
                try await database.write { try Deeds(db: $0).add(request, by: writer) }
                Testimony.say(.acked, request)
            } catch DatabaseProblem.commitUnknown {
                Testimony.say(.unknown, request)
            } catch {
                Testimony.say(.refused, request)
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Every fourth dossier or so is given up after its number was taken.
    private func number(with numbers: Numbers) async {
        await again {
            if Bool.random() {
                try await numbers.receive(abandoned: Int.random(in: 1...4) == 1)
            } else {
                try await numbers.settle()
            }
            return 1
        }
    }

    /// The database may be away for a while; that ends nothing.
    private func again(_ work: () async throws -> Int) async {
        while !Task.isCancelled {
            let done = (try? await work()) ?? 0
            if done == 0 { try? await Task.sleep(for: .milliseconds(20)) }
        }
    }
}

/// A courier that tells what it was given.
private struct Teller: Courier {
    let kind = "bench"

    func deliver(_ message: OutgoingMessage) async throws { Testimony.say(.delivered, message.id.rawValue) }
}
