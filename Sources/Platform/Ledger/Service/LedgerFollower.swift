// SPDX-License-Identifier: Apache-2.0

package import Database
package import Logging
import ServiceLifecycle

/// Leads one consumer along the ledger: woken by the sealer of this process, else it looks every second.
///
/// Several processes may follow with the same consumer: the row lock lets one of them apply at a time.
package struct LedgerFollower: Service {
    let consumer: any LedgerConsumer
    let database: any Database
    let bell: SealBell
    let logger: Logger

    package init(_ consumer: any LedgerConsumer, database: any Database, bell: SealBell, logger: Logger) {
        self.consumer = consumer
        self.database = database
        self.bell = bell
        self.logger = logger
    }

    package func run() async throws {
        try await enter()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let heard = await bell.count
                    while try await step() > 0, !Task.isCancelled {}
                    await bell.rung(after: heard, within: .seconds(1))
                } catch {
                    guard !Task.isCancelled else { return }
                    logger.error("consumer \(consumer.name) stopped and will try again: \(error)")
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Applies everything that is sealed now.
    package func catchUp() async throws {
        try await enter()
        while try await step() > 0 {}
    }

    /// Forgets what the consumer built and builds it again from the first event.
    package func rebuild() async throws {
        try await enter()
        try await database.write { [consumer] connection in
            try consumer.reset(in: connection)
            try ConsumerStore(db: connection).move(consumer.name, to: 0)
        }
        try await catchUp()
    }

    private func enter() async throws {
        try await database.write { [consumer] connection in
            let isAnother = try ConsumerStore(db: connection).enter(consumer.name, version: consumer.version)
            if isAnother { try consumer.reset(in: connection) }
        }
    }

    /// Applies one batch and returns its size. Looks in a read first: an idle follower takes no write lock.
    private func step() async throws -> Int {
        let behind = try await database.read { [consumer] connection in
            let position = try ConsumerStore(db: connection).position(consumer.name)
            // Ordered, so that PostgreSQL too goes by the index: asked for any, it reads the table from its beginning.
            return try !connection.rows(
                "SELECT 1 FROM ledger_entry WHERE position > \(position) ORDER BY position LIMIT 1"
            ).isEmpty
        }
        guard behind else { return 0 }
        return try await database.write { [consumer] connection in
            let positions = ConsumerStore(db: connection)
            guard let position = try positions.take(consumer.name) else { return 0 }
            let events = try EventStore(db: connection).sealed(after: position, limit: 500)
            guard let last = events.last else { return 0 }
            try consumer.apply(events, in: connection)
            try positions.move(consumer.name, to: last.position)
            return events.count
        }
    }
}
