// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
import Jobs
import Logging
import Synchronization

/// What is known of the line to a node, in both directions.
package struct Contact: Hashable, Sendable {
    /// When it last answered.
    package let reachedAt: Date?
    /// When it last did not, or would not, and why.
    package let failedAt: Date?
    package let problem: String
    /// When it last came to us.
    package let cameAt: Date?
    /// The version of the directory that it went by then.
    package let directory: Int64?

    static let none = Contact(reachedAt: nil, failedAt: nil, problem: "", cameAt: nil, directory: nil)

    /// Nobody answers: since when, and nil where nobody ever has.
    var isSilent: Bool { failedAt.map { failedAt in reachedAt.map { $0 < failedAt } ?? true } ?? false }
}

/// What a call to a node, or from one, tells about it.
package enum SignOfLife: Hashable, Sendable {
    /// It answered, and goes by this directory.
    case answered(directory: Int64?)
    /// It did not, or it let nobody in.
    case silent(String)
    /// It came to us.
    case came
}

extension DirectoryService {
    /// For how long a line may leave a node alone that did not answer.
    package static let moment: TimeInterval = 15

    /// Notes a sign of life. The same sign again is written down once a minute; what cannot be written is no reason to
    /// hold up a message.
    package func note(_ sign: SignOfLife, of node: String) async {
        let time = now()
        let news = read.signs.news(sign, of: node, at: time)
        guard news.isWorthWriting else { return }
        do {
            try await database.write { db in
                try ContactStore(db: db).note(sign, of: node, at: time)
                guard news.isBack else { return }
                // What waits for it need not wait for the end of a long pause. Who called us may still be thought away by
                // our line, for a moment.
                let due = sign == .came ? time + Self.moment : time
                try Outbox(db).hasten(ExchangeCourier.kinds, ending: " \(node)", to: due)
            }
        } catch {
            Logger(label: "exchange").warning(
                "a contact was not noted", metadata: ["node": "\(node)", "reason": "\(error)"])
        }
    }
}

/// The last signs of life, and who is silent.
final class RecentSigns: Sendable {
    static let pause: TimeInterval = 60
    /// A node that calls us but cannot be called must not wear out what waits for it.
    static let pauseOfCallers: TimeInterval = 600

    private struct Line: Hashable { let node: String, isIncoming: Bool }

    private struct State {
        var last: [Line: (sign: SignOfLife, at: Date)] = [:]
        var silent: Set<String> = []
        /// When what waits was last sent off early.
        var hastened: [String: Date] = [:]
    }

    private let state = Mutex(State())

    /// Whether a sign is to be written down, and whether it tells that a node is back that was silent.
    func news(_ sign: SignOfLife, of node: String, at time: Date) -> (isWorthWriting: Bool, isBack: Bool) {
        let line = Line(node: node, isIncoming: sign == .came)
        return state.withLock { state in
            let known = state.last[line]
            let isSame = known.map { $0.sign.isLike(sign) && abs(time.timeIntervalSince($0.at)) < Self.pause } ?? false
            let isBack = Self.isBack(sign, node, time, &state)
            if !isSame || isBack { state.last[line] = (sign, time) }
            return (!isSame || isBack, isBack)
        }
    }

    private static func isBack(_ sign: SignOfLife, _ node: String, _ time: Date, _ state: inout State) -> Bool {
        if case .silent = sign {
            state.silent.insert(node)
            return false
        }
        let pause = sign == .came ? pauseOfCallers : pause
        // The first sign since this process began counts, too: what a process before it had in hand waits for minutes.
        if let before = state.hastened[node] {
            guard state.silent.contains(node), abs(time.timeIntervalSince(before)) >= pause else { return false }
        }
        state.silent.remove(node)
        state.hastened[node] = time
        return true
    }
}

extension SignOfLife {
    /// Another reason for the same silence is no news.
    fileprivate func isLike(_ other: SignOfLife) -> Bool {
        if case .silent = self, case .silent = other { true } else { self == other }
    }
}
