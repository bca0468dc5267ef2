// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Jobs
package import Kernel
import Logging

/// What an operator looks at: this node, every neighbour of the directory, and those for whom something waits.
package struct NeighbourService: Sendable {
    private let directory: DirectoryService
    private var now: Now { directory.now }

    package init(_ directory: DirectoryService) { self.directory = directory }

    package func status(for actor: Actor) async throws -> ExchangeStatus {
        try actor.may(.keepExchange, in: .everywhere)
        let newest = try await directory.newest()?.directory
        let (queues, contacts, refused) = try await directory.database.read { db in
            (try Self.queues(db), try ContactStore(db: db).all(), try RefusalStore(db: db).count())
        }
        let own = try? directory.identity().node
        let names = Set((newest?.nodes ?? []).map(\.id)).union(queues.keys).subtracting([own ?? ""])
        let hosted = Dictionary(grouping: newest?.agencies ?? [], by: \.node)
        let neighbours = names.sorted().map { name in
            neighbour(
                name, newest, hosted[name] ?? [], queues[name] ?? .empty, contacts[name] ?? .none)
        }
        return ExchangeStatus(
            own: own.map { ownNode($0, newest, queues[$0] ?? .empty) }, neighbours: neighbours, refused: refused)
    }

    private func neighbour(
        _ name: String, _ newest: ExchangeDirectory?, _ agencies: [ExchangeDirectory.Entry],
        _ queue: ExchangeStatus.Queue, _ contact: Contact
    ) -> Neighbour {
        let (node, time, today) = (newest?.node(name), now(), Day(now()))
        let until = node?.certificates.filter { $0.revokedAt == nil }
            .compactMap { Certificates.validUntil([UInt8]($0.certificate)) }.max()
        let present = agencies.filter { $0.isValid(on: today) }
        let warnings =
            ExchangeWarning.contact(contact, own: newest?.version, at: time)
            + ExchangeWarning.queue(queue, at: time)
            + (node == nil ? [.notInDirectory] : ExchangeWarning.certificate(until: until, at: time))
        return Neighbour(
            node: name,
            name: present.min { ($0.organID.count, $0.organID) < ($1.organID.count, $1.organID) }?.name ?? "",
            agencies: present.count, address: node?.address ?? "", queue: queue, contact: contact,
            certificateUntil: until, warnings: warnings)
    }

    private func ownNode(
        _ name: String, _ newest: ExchangeDirectory?, _ queue: ExchangeStatus.Queue
    ) -> ExchangeStatus.OwnNode {
        let (time, until) = (now(), directory.certificateUntil)
        let authority = directory.authorityUntil
        let freshness: [ExchangeWarning] =
            switch newest.map(directory.freshness) {
            case nil: [.noDirectory]
            case .fresh: []
            case .stale(let since): [.directoryStale(since: since)]
            case .expired(let since): [.directoryExpired(since: since)]
            }
        return ExchangeStatus.OwnNode(
            node: name, authority: newest?.authority ?? "", certificateUntil: until,
            authorityUntil: authority?.end, directory: newest?.version, directoryUntil: newest?.validUntil.date,
            queue: queue,
            warnings: freshness + ExchangeWarning.authority(authority, at: time)
                + ExchangeWarning.certificate(until: until, at: time)
                + ExchangeWarning.queue(queue, at: time))
    }

    /// By node.
    private static func queues(_ db: any Connection) throws -> [String: ExchangeStatus.Queue] {
        let dead = try Outbox(db).givenUp(ExchangeCourier.kinds).compactMap { Errand($0)?.node }
            .reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        let waiting = try SentStore(db: db).queues()
        return Set(dead.keys).union(waiting.keys).reduce(into: [:]) { queues, node in
            queues[node] = ExchangeStatus.Queue(
                waiting: waiting[node]?.waiting ?? 0, oldest: waiting[node]?.oldest, dead: dead[node] ?? 0)
        }
    }

    /// What waits for a node, the oldest first.
    package func waiting(for node: String, limit: Int = 200, for actor: Actor) async throws -> [WaitingDelivery] {
        try actor.may(.keepExchange, in: .everywhere)
        return try await directory.database.read { db in
            let waiting = try SentStore(db: db).waiting(for: node, limit)
            let bodies = Set(waiting.map { Errand.message($0.message, to: node).text }).sorted()
            let errands = try Outbox(db).lying(ExchangeCourier.kinds, bodies: bodies)
            let standing = Dictionary(errands.map { ($0.body, $0) }, uniquingKeysWith: { $0.due == nil ? $1 : $0 })
            return waiting.map { row in
                let errand = standing[Errand.message(row.message, to: node).text]
                return WaitingDelivery(
                    message: row.message, sender: row.sender, receiver: row.receiver, since: row.since,
                    event: row.event, attempts: errand?.attempts ?? 0, due: errand?.due,
                    isDead: errand.map { $0.due == nil } ?? true, problem: errand?.problem ?? "")
            }
        }
    }

    /// How long a neighbour that was spoken with is left in peace.
    private static let acquainted: TimeInterval = 540

    /// Looks in on every neighbour that has not answered lately, so that whoever falls silent is noticed before there is
    /// something to send, and directories travel without messages. One that does not answer is noted, nothing more.
    package func greet(over line: any NodeLine) async throws {
        guard let newest = try await directory.newest()?.directory, let own = try? directory.identity().node,
            directory.freshness(of: newest).allowsWork
        else { return }
        let (time, contacts) = (now(), try await directory.database.read { try ContactStore(db: $0).all() })
        let due = newest.nodes.filter { node in
            node.id != own && (contacts[node.id]?.reachedAt.map { $0 < time - Self.acquainted } ?? true)
        }
        await withTaskGroup(of: Void.self) { group in
            for (index, node) in due.enumerated() {
                if index >= 16 { await group.next() }
                group.addTask { try? await line.greet(node) }
            }
        }
    }
}

extension SentStore {
    /// By node: how much waits, and since when.
    func queues() throws -> [String: (waiting: Int, oldest: Date)] {
        try db.rows(
            """
            SELECT node, count(*) AS waiting, min(state_at) AS oldest FROM exchange_sent_to WHERE state = ''
            GROUP BY node
            """
        ).reduce(into: [:]) { $0[try $1.text("node")] = (try $1.int("waiting"), try $1.time("oldest")) }
    }

    struct Waiting {
        let message: String, sender: String, receiver: String, event: String
        let since: Date
    }

    func waiting(for node: String, _ limit: Int) throws -> [Waiting] {
        try db.rows(
            """
            SELECT d.message, s.sender, d.receiver, s.event, d.state_at
            FROM exchange_sent_to d JOIN exchange_sent s ON s.id = d.message
            WHERE d.node = \(node) AND d.state = ''
            ORDER BY d.state_at, d.message, d.receiver LIMIT \(limit)
            """
        ).map { row in
            Waiting(
                message: try row.text("message"), sender: try row.text("sender"), receiver: try row.text("receiver"),
                event: try row.text("event"), since: try row.time("state_at"))
        }
    }
}
