// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// The states a kind of case goes through, and who may move it from which to which: data, not code.
///
/// A procedure, a petition, a task each name their flow; Casework knows none of them. The ten states of dossiers are those
/// exchanged with the national portal.
package struct CaseFlow: Sendable, Equatable {
    /// Where a case is, whatever its flow calls that: what the clock does, and in which pile of a desk it lies.
    package enum Phase: String, Sendable, Decodable, CaseIterable {
        /// Sent in, and nobody has taken it on yet: no deadline.
        case incoming
        /// The agency works on it, and its time runs.
        case running
        /// The agency waits for the applicant, and its time stands.
        case standing
        /// Decided, and the result has to be handed out.
        case outgoing
        case closed
    }

    package struct State: Sendable, Equatable, Decodable {
        package let name: String
        /// The number other systems know it by.
        package let code: Int?
        package let phase: Phase
    }

    package struct Move: Sendable, Equatable, Decodable {
        /// Who moves a case: the person who asked, an official with `permission` where the case is, one where it came from,
        /// or the program itself. A move of the `module` is for an official with `permission` too, and goes by a page of the
        /// module's own, which asks for more than words.
        package enum Mover: String, Sendable, Decodable { case applicant, official, desk, system, module }

        /// What must be said with the move, beside that it happens.
        package enum Need: String, Sendable, Decodable {
            case reason, reply, result
            /// What the applicant asked for on paper, which an official enters.
            case request
            /// Nothing to say, but it cannot be undone: a page asks once more.
            case confirmation
            case newDue = "new_due"
        }

        package let name: String
        /// What the ledger and the history say when it has happened: `received`.
        package let event: String
        package let from: [String]
        package let to: String
        package let by: Mover
        package let permission: String?
        package let needs: [Need]
        /// The tracks of the cases that it is open to; all of them where this is not said.
        package let tracks: [String]?
        /// The channels of the cases that it is open to; all of them where this is not said.
        package let channels: [CaseFile.Channel]?

        func isOpen(on track: String, to channel: CaseFile.Channel) -> Bool {
            (tracks?.contains(track) ?? true) && (channels?.contains(channel) ?? true)
        }
    }

    /// The track of a case that nothing special is said about.
    package static let mainTrack = "main"

    package let states: [State]
    package let moves: [Move]

    /// The state of a new case: the first of the list.
    package var start: State { states[0] }

    package func state(_ name: String) -> State? { states.first { $0.name == name } }

    /// The moves that lead a case on this track on.
    func moves(of file: CaseFile, on track: String) -> [Move] {
        moves.filter { $0.from.contains(file.state) && $0.isOpen(on: track, to: file.channel) }
    }

    /// Checks the move and finds where it leads a case on this track.
    func follow(
        _ name: String, _ file: CaseFile, on track: String
    ) throws(CaseProblem) -> (move: Move, to: State) {
        guard moves.contains(where: { $0.name == name }) else { throw .noSuchMove }
        guard let move = moves(of: file, on: track).first(where: { $0.name == name }), let to = state(move.to) else {
            throw .cannotMove
        }
        return (move, to)
    }
}

extension CaseFlow.Move {
    /// Whether some track is open to both.
    fileprivate func meets(_ other: Self) -> Bool {
        guard let tracks, let others = other.tracks else { return true }
        return !Set(tracks).isDisjoint(with: others)
    }
}

extension CaseFlow {
    /// Reads a flow from its content file; refuses one that could strand a case.
    package init(json: String, file: String) throws(ContentProblem) {
        let lists: Lists
        do { lists = try JSONDecoder().decode(Lists.self, from: Data(json.utf8)) } catch {
            throw ContentProblem(decoding: error, in: json, file: file)
        }
        self.init(states: lists.states, moves: lists.moves)
        guard let fault else { return }
        throw ContentProblem(naming: fault.name, in: json, file: file, reason: fault.reason)
    }

    private struct Lists: Decodable {
        let states: [State]
        let moves: [Move]
    }

    /// The first mistake in it: the name where it is, and what is wrong there.
    private var fault: (name: String, reason: String)? {
        let names = states.map(\.name)
        guard let first = names.first else { return ("states", "there is no state") }
        if let twice = twice(in: names) { return (twice, "\(twice) is there twice") }
        for (index, move) in moves.enumerated() {
            let others = moves[..<index].filter { $0.name == move.name }
            guard others.allSatisfy({ !$0.meets(move) }) else { return (move.name, "\(move.name) is there twice") }
        }
        for move in moves {
            if let unknown = (move.from + [move.to]).first(where: { !names.contains($0) }) {
                return (move.name, "\(move.name) names \(unknown), which is no state")
            }
            if [.official, .desk, .module].contains(move.by), move.permission == nil {
                return (move.name, "\(move.name) is for officials and names no permission")
            }
        }
        var reached: Set = [first]
        while let next = moves.first(where: { !reached.isDisjoint(with: $0.from) && !reached.contains($0.to) }) {
            reached.insert(next.to)
        }
        if let lost = names.first(where: { !reached.contains($0) }) { return (lost, "no move leads to \(lost)") }
        let end = states.first { state in
            state.phase != .closed && !moves.contains { $0.from.contains(state.name) }
        }
        return end.map { ($0.name, "no move leads on from \($0.name)") }
    }

    private func twice(in names: [String]) -> String? {
        names.first { name in names.count { $0 == name } > 1 }
    }
}
