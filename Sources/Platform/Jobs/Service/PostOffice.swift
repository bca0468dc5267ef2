// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel

/// Takes messages from the outbox and sends couriers with them. Any number of processes may do so at once.
package struct PostOffice: Sendable {
    private let database: any Database
    private let couriers: [String: any Courier]
    private let policy: RetryPolicy
    private let now: Now
    private let chance: @Sendable () -> Double

    /// A courier that has not come back for so long is thought to be dead, and another one is sent.
    package static let patience: TimeInterval = 300

    package init(
        database: any Database, couriers: [any Courier], policy: RetryPolicy = RetryPolicy(), now: @escaping Now,
        chance: @escaping @Sendable () -> Double
    ) {
        self.database = database
        self.couriers = Dictionary(uniqueKeysWithValues: couriers.map { ($0.kind, $0) })
        self.policy = policy
        self.now = now
        self.chance = chance
    }

    /// Delivers up to `limit` messages that are due, at the same time, and returns how many those were. A courier that takes
    /// many at once sets out with as many as it takes.
    package func deliver(limit: Int = 16) async throws -> Int {
        guard !couriers.isEmpty else { return 0 }
        let (now, kinds) = (now(), couriers.keys.sorted())
        let limit = couriers.values.compactMap { ($0 as? any BatchCourier)?.load }.reduce(limit, max)
        let messages = try await database.write {
            try OutboxStore(db: $0).take(limit, kinds: kinds, now: now, back: now + Self.patience)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (kind, messages) in Dictionary(grouping: messages, by: \.kind) {
                if let courier = couriers[kind] as? any BatchCourier {
                    group.addTask { try await deliver(messages, courier) }
                } else {
                    for message in messages { group.addTask { try await deliver(message) } }
                }
            }
            try await group.waitForAll()
        }
        return messages.count
    }

    private func deliver(_ message: OutgoingMessage) async throws {
        guard let courier = couriers[message.kind] else { return }
        do {
            try await courier.deliver(message)
        } catch {
            return try await settle { try await returned(message, error) }
        }
        try await settle { try await database.write { try OutboxStore(db: $0).delete(message.id) } }
    }

    private func deliver(_ messages: [OutgoingMessage], _ courier: any BatchCourier) async throws {
        let errors = await courier.deliver(messages)
        try await settle {
            try await database.write { db in
                for message in messages where errors[message.id] == nil { try OutboxStore(db: db).delete(message.id) }
            }
            for message in messages { if let error = errors[message.id] { try await returned(message, error) } }
        }
    }

    /// Writes down what became of messages, also when the round was called off: nobody has to think that their courier died.
    private func settle(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await Task(operation: work).value
    }

    private func returned(_ message: OutgoingMessage, _ error: any Error) async throws {
        let (now, final) = (now(), error as? Undeliverable)
        let pause = final == nil ? policy.pause(after: message.attempts, chance: chance()) : nil
        let problem = String((final?.reason ?? "\(error)").prefix(500))
        try await database.write { db in
            let store = OutboxStore(db: db)
            if let pause {
                try store.postpone(message, until: now + pause, problem: problem)
            } else {
                try store.bury(message, at: now, problem: problem)
            }
        }
    }
}
