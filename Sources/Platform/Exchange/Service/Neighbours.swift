// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel

/// How it goes with one node that messages go to.
package struct Neighbour: Hashable, Sendable {
    package let node: String
    /// "" for a node that the directory does not know any more.
    package let address: String
    /// Deliveries of which nothing came back, and since when the oldest waits.
    package let waiting: Int
    package let oldest: Date?
    /// When the last receiver there said something.
    package let heard: Date?
    /// When the last of its certificates ends that was not revoked; nil when there is none.
    package let certificateUntil: Date?
}

/// What an operator looks at: every neighbour of the directory, and those for whom something waits.
package struct NeighbourService: Sendable {
    private let database: any Database

    package init(database: any Database) { self.database = database }

    package func all(for actor: Actor) async throws -> [Neighbour] {
        try actor.may(.keepExchange, in: .everywhere)
        let (directory, queues) = try await database.read { db in
            (try DirectoryStore(db: db).newest()?.directory, try SentStore(db: db).queues())
        }
        let names = Set((directory?.nodes ?? []).map(\.id)).union(queues.keys).sorted()
        return names.map { name in
            let (node, queue) = (directory?.node(name), queues[name])
            let ends = node?.certificates.filter { $0.revokedAt == nil }
                .compactMap { Certificates.validUntil([UInt8]($0.certificate)) }
            return Neighbour(
                node: name, address: node?.address ?? "", waiting: queue?.waiting ?? 0, oldest: queue?.oldest,
                heard: queue?.heard, certificateUntil: ends?.max())
        }
    }
}

extension SentStore {
    struct Queue {
        let waiting: Int
        let oldest: Date?
        let heard: Date?
    }

    /// By node.
    func queues() throws -> [String: Queue] {
        try db.rows(
            """
            SELECT node, count(*) FILTER (WHERE state = '') AS waiting,
                min(CASE WHEN state = '' THEN state_at END) AS oldest,
                max(CASE WHEN state <> '' THEN state_at END) AS heard
            FROM exchange_sent_to GROUP BY node
            """
        ).reduce(into: [:]) { queues, row in
            queues[try row.text("node")] = Queue(
                waiting: try row.int("waiting"), oldest: try row.optional("oldest", row.time),
                heard: try row.optional("heard", row.time))
        }
    }
}
