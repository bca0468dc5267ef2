// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
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
    /// Notes a sign of life. The same sign again is written down once a minute; what cannot be written is no reason to
    /// hold up a message.
    package func note(_ sign: SignOfLife, of node: String) async {
        let time = now()
        guard read.signs.isWorthWriting(sign, of: node, at: time) else { return }
        do { try await database.write { try ContactStore(db: $0).note(sign, of: node, at: time) } } catch {
            Logger(label: "exchange").warning(
                "a contact was not noted", metadata: ["node": "\(node)", "reason": "\(error)"])
        }
    }
}

/// The signs of life of the last minute.
final class RecentSigns: Sendable {
    static let pause: TimeInterval = 60

    private struct Line: Hashable { let node: String, isIncoming: Bool }
    private let last = Mutex<[Line: (sign: SignOfLife, at: Date)]>([:])

    func isWorthWriting(_ sign: SignOfLife, of node: String, at time: Date) -> Bool {
        let line = Line(node: node, isIncoming: sign == .came)
        return last.withLock { last in
            if let known = last[line], known.sign.isLike(sign), abs(time.timeIntervalSince(known.at)) < Self.pause {
                return false
            }
            last[line] = (sign, time)
            return true
        }
    }
}

extension SignOfLife {
    /// Another reason for the same silence is no news.
    fileprivate func isLike(_ other: SignOfLife) -> Bool {
        if case .silent = self, case .silent = other { true } else { self == other }
    }
}
