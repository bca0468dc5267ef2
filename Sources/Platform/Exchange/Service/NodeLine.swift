// SPDX-License-Identifier: Apache-2.0

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

/// One thing that a courier hands over.
package enum Parcel: Sendable {
    case message(SignedPaper, Envelope)
    case note(SignedPaper)

    /// What the other side does with it.
    package enum Answer: Sendable {
        /// It has taken the message, or refused it: its notes say so.
        case notes([SignedPaper])
        /// It has taken the note.
        case heard
        case failed(any Error)
    }
}

/// The way to a node: over the wire, or through the hall to an agency of the same one.
package protocol NodeLine: Sendable {
    /// Hands parcels over, messages with their parts, and brings an answer for each, in their order. Throws when none got
    /// through.
    func hand(_ parcels: [Parcel], to node: ExchangeDirectory.Node) async throws -> [Parcel.Answer]

    /// Looks whether the node is there, and brings the directory to the same version on both sides.
    func greet(_ node: ExchangeDirectory.Node) async throws
}

extension NodeLine {
    /// A line without a wire has nobody to greet.
    package func greet(_ node: ExchangeDirectory.Node) async throws {}
}

/// From one agency to another on this node: no wire, the same evidence.
struct Hall: NodeLine {
    let reception: Reception

    func hand(_ parcels: [Parcel], to node: ExchangeDirectory.Node) async throws -> [Parcel.Answer] {
        var (messages, notes): ([SignedPaper], [SignedPaper]) = ([], [])
        for parcel in parcels {
            switch parcel {
            case .message(let paper, _): messages.append(paper)
            case .note(let paper): notes.append(paper)
            }
        }
        var outcomes = await reception.receive(messages)[...]
        var heard = await reception.hear(notes)[...]
        return parcels.map { parcel in
            switch parcel {
            case .message:
                switch outcomes.removeFirst() {
                case .notes(let notes): .notes(notes)
                case .missing(let hashes): .failed(Reception.PartsMissing(hashes: hashes))
                case .behind(let wanted): .failed(Reception.DirectoryBehind(wanted: wanted))
                case .failed(let error): .failed(error)
                }
            case .note: heard.removeFirst().map { .failed($0) } ?? .heard
            }
        }
    }
}
