// SPDX-License-Identifier: Apache-2.0

import Database
package import Jobs
import Kernel

/// What a courier carries, as the outbox holds it.
enum Errand: Equatable {
    case message(String, to: String)
    case note(String, StatusStore.Side, to: String)

    var text: String {
        switch self {
        case .message(let id, let node): "message \(id) \(node)"
        case .note(let id, let side, let node): "\(side.rawValue) \(id) \(node)"
        }
    }

    init?(_ text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 3 else { return nil }
        if parts[0] == "message" {
            self = .message(parts[1], to: parts[2])
        } else if let side = StatusStore.Side(rawValue: parts[0]) {
            self = .note(parts[1], side, to: parts[2])
        } else {
            return nil
        }
    }

    var node: String {
        switch self {
        case .message(_, let node), .note(_, _, let node): node
        }
    }
}

/// The way to a node: over the wire, or through the hall to an agency of the same one.
package protocol NodeLine: Sendable {
    /// Hands a message over with its parts, and brings back what the other node says, signed.
    func hand(_ message: SignedPaper, _ envelope: Envelope, to node: ExchangeDirectory.Node) async throws
        -> [SignedPaper]

    /// Hands over what was said about a message.
    func hand(note: SignedPaper, to node: ExchangeDirectory.Node) async throws
}

/// Takes messages and notes to other nodes, again and again until they are taken. Urgent ones have couriers of their own.
package struct ExchangeCourier: Courier {
    package let kind: String
    private let correspondence: Correspondence
    private let reception: Reception
    private let line: any NodeLine

    /// A node that was away for a week, or two, gets everything when it is back; after that somebody has to look.
    package static let patience = RetryPolicy(attempts: 2700, first: 5, longest: 600)

    static func kind(_ lane: Envelope.Lane) -> String { "exchange.\(lane.rawValue)" }

    /// One for each lane.
    package static func all(
        _ correspondence: Correspondence, _ reception: Reception, over line: any NodeLine
    ) -> [ExchangeCourier] {
        Envelope.Lane.allCases.map {
            ExchangeCourier(kind: kind($0), correspondence: correspondence, reception: reception, line: line)
        }
    }

    package func deliver(_ message: OutgoingMessage) async throws {
        guard let errand = Errand(message.body) else { throw Undeliverable("not an errand: \(message.body)") }
        let stored = try await correspondence.directory.current()
        guard let node = stored.directory.node(errand.node) else { throw NodeUnknown(node: errand.node) }
        let line = try correspondence.directory.identity().node == node.id ? Hall(reception: reception) : line
        switch errand {
        case .message(let id, _): try await deliver(id, to: node, over: line)
        case .note(let id, let side, _):
            let paper = try await correspondence.database.read { try StatusStore(db: $0).find(id, on: side) }
            guard let paper else { throw Undeliverable("no note \(id)") }
            try await line.hand(note: paper, to: node)
        }
    }

    private func deliver(_ id: String, to node: ExchangeDirectory.Node, over line: any NodeLine) async throws {
        let (sent, deliveries) = try await correspondence.database.read { db in
            (try SentStore(db: db).find(id), try SentStore(db: db).deliveries(of: id))
        }
        guard let sent, let envelope = sent.paper.read(Envelope.self) else { throw Undeliverable("no message \(id)") }
        guard deliveries.contains(where: { $0.node == node.id && $0.state == nil }) else { return }
        guard try await !correspondence.reroute(sent, envelope, from: node.id) else { return }
        let notes = try await line.hand(sent.paper, envelope, to: node)
        for note in notes { try await reception.hear(note) }
        let left = try await correspondence.deliveries(of: envelope.id).filter { $0.node == node.id && $0.state == nil }
        guard left.isEmpty else { throw NotReceipted(node: node.id, receivers: left.count) }
    }

    private struct NodeUnknown: Error { let node: String }
    private struct NotReceipted: Error { let node: String, receivers: Int }
}

/// From one agency to another on this node: no wire, the same evidence.
private struct Hall: NodeLine {
    let reception: Reception

    func hand(_ message: SignedPaper, _ envelope: Envelope, to node: ExchangeDirectory.Node) async throws
        -> [SignedPaper]
    {
        try await reception.receive(message)
    }

    func hand(note: SignedPaper, to node: ExchangeDirectory.Node) async throws { try await reception.hear(note) }
}
