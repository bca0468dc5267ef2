// SPDX-License-Identifier: Apache-2.0

import Database
package import Jobs
package import Kernel

/// Takes messages and notes to other nodes, again and again until they are taken; many to one node go together. Urgent
/// ones have couriers of their own.
package struct ExchangeCourier: BatchCourier {
    package let kind: String
    private let correspondence: Correspondence
    private let reception: Reception
    private let line: any NodeLine

    /// A node that was away for a week, or two, gets everything when it is back; after that somebody has to look.
    package static let patience = RetryPolicy(attempts: 2700, first: 5, longest: 600)

    static func kind(_ lane: Envelope.Lane) -> String { "exchange.\(lane.rawValue)" }

    static var kinds: [String] { Envelope.Lane.allCases.map(kind) }

    /// One for each lane.
    package static func all(
        _ correspondence: Correspondence, _ reception: Reception, over line: any NodeLine
    ) -> [ExchangeCourier] {
        Envelope.Lane.allCases.map {
            ExchangeCourier(kind: kind($0), correspondence: correspondence, reception: reception, line: line)
        }
    }

    package var load: Int { 64 }

    package func deliver(_ messages: [OutgoingMessage]) async -> [ID<OutgoingMessage>: any Error] {
        var errors: [ID<OutgoingMessage>: any Error] = [:]
        var loads: [String: [(id: ID<OutgoingMessage>, errand: Errand)]] = [:]
        for message in messages {
            if let errand = Errand(message.body) {
                loads[errand.node, default: []].append((message.id, errand))
            } else {
                errors[message.id] = Undeliverable("not an errand: \(message.body)")
            }
        }
        await withTaskGroup(of: [ID<OutgoingMessage>: any Error].self) { group in
            for (node, load) in loads { group.addTask { await deliver(load, to: node) } }
            for await some in group { errors.merge(some) { first, _ in first } }
        }
        return errors
    }

    private typealias Load = [(id: ID<OutgoingMessage>, errand: Errand)]

    private func deliver(_ load: Load, to name: String) async -> [ID<OutgoingMessage>: any Error] {
        var errors: [ID<OutgoingMessage>: any Error] = [:]
        do {
            let current = try await correspondence.directory.current().directory
            guard let node = current.node(name) else { throw NodeUnknown(node: name) }
            let isHere = try correspondence.directory.identity().node == name
            let line = isHere ? Hall(reception: reception) : line
            var parcels: [(id: ID<OutgoingMessage>, parcel: Parcel)] = []
            for ((id, errand), found) in zip(load, try await found(load.map(\.errand))) {
                do {
                    if let parcel = try await parcel(errand, found, by: current) { parcels.append((id, parcel)) }
                } catch { errors[id] = error }
            }
            guard !parcels.isEmpty else { return errors }
            let answers = try await line.hand(parcels.map(\.parcel), to: node)
            let problems = try await settle(answers, to: parcels.map(\.parcel), at: name)
            for (parcel, problem) in zip(parcels, problems) { errors[parcel.id] = problem }
        } catch {
            for (id, _) in load { errors[id] = errors[id] ?? error }
        }
        return errors
    }

    /// Hears the notes that came back, all at once. Gives what keeps each parcel from being settled.
    private func settle(
        _ answers: [Parcel.Answer], to parcels: [Parcel], at node: String
    ) async throws -> [(any Error)?] {
        let notes = answers.map { answer in if case .notes(let notes) = answer { notes } else { [] as [SignedPaper] } }
        var heard = await reception.hear(notes.flatMap(\.self))[...]
        let silent = try await silent(parcels, at: node)
        return zip(parcels, zip(answers, notes)).map { parcel, said in
            let (answer, notes) = said
            let problems = heard.prefix(notes.count).compactMap(\.self)
            heard = heard.dropFirst(notes.count)
            switch (answer, parcel) {
            case (.failed(let error), _): return error
            case (.notes, .message(_, let envelope)) where silent.contains(envelope.id):
                return problems.first ?? NotReceipted(node: node)
            default: return nil
            }
        }
    }

    /// The messages of which a receiver at a node has said nothing yet.
    private func silent(_ parcels: [Parcel], at node: String) async throws -> Set<ID<Envelope>> {
        let sent = parcels.compactMap { if case .message(_, let envelope) = $0 { envelope.id } else { nil } }
        return try await correspondence.database.read { db in
            let deliveries = try db.ask(all: sent.map { SentStore.deliveries(of: $0.rawValue) })
            return Set(
                zip(sent, deliveries).filter { $1.contains { $0.node == node && $0.state == nil } }.map(\.0))
        }
    }

    /// What an errand is about, as it lies here.
    private enum Found: Sendable {
        case nothing
        case note(SignedPaper)
        case message(SentStore.Sent, [Delivery])
    }

    private func found(_ errands: [Errand]) async throws -> [Found] {
        try await correspondence.database.read { db in
            let ids = errands.map { if case .message(let id, _) = $0 { id } else { "" } }
            let sent = try db.ask(all: ids.map(SentStore.message))
            let deliveries = try db.ask(all: ids.map(SentStore.deliveries))
            return try errands.enumerated().map { place, errand in
                switch errand {
                case .note(let id, let side, _):
                    try StatusStore(db: db).find(id, on: side).map { .note($0) } ?? .nothing
                case .message: sent[place].map { .message($0, deliveries[place]) } ?? .nothing
                }
            }
        }
    }

    /// Nil when there is nothing left to hand over.
    private func parcel(_ errand: Errand, _ found: Found, by current: ExchangeDirectory) async throws -> Parcel? {
        switch found {
        case .nothing: throw Undeliverable("nothing here for \(errand.text)")
        case .note(let paper): return .note(paper)
        case .message(let sent, let deliveries):
            guard let envelope = sent.paper.read(Envelope.self) else { throw Undeliverable("no message \(sent.id)") }
            guard deliveries.contains(where: { $0.node == errand.node && $0.state == nil }),
                try await !correspondence.reroute(sent, envelope, from: errand.node, deliveries, by: current)
            else { return nil }
            return .message(sent.paper, envelope)
        }
    }

    private struct NodeUnknown: Error { let node: String }
    private struct NotReceipted: Error { let node: String }
}
