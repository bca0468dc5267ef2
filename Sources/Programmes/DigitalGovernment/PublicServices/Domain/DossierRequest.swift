// SPDX-License-Identifier: Apache-2.0

import Casework
package import Identity
package import Kernel

/// What a form is filled in for: which procedure, and in what capacity. It is the key of its draft: `1.001193`,
/// `1.001193+child`, `1.001193+post`, `1.001193+for:<account>`.
package struct DossierRequest: Sendable, Equatable, LosslessStringConvertible {
    /// In what capacity somebody fills a form in.
    package enum Capacity: Sendable, Equatable {
        /// A resident for themselves, or an officer for whoever stands at the counter.
        case own
        /// A parent or guardian for a child, with proof.
        case child
        /// An officer for somebody whose papers came by post.
        case post
        /// A resident for somebody who has consented.
        case consented(ID<Account>)
    }

    package let procedure: String
    package let capacity: Capacity

    package init(_ procedure: String, _ capacity: Capacity = .own) {
        (self.procedure, self.capacity) = (procedure, capacity)
    }

    package init?(_ description: String) {
        let parts = description.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let procedure = parts.first, let capacity = Capacity(parts.count > 1 ? parts[1] : "own") else {
            return nil
        }
        self.init(procedure, capacity)
    }

    package var description: String { capacity == .own ? procedure : "\(procedure)+\(capacity)" }

    /// How a dossier came that an actor of this kind sends.
    func channel(of actor: Actor) -> CaseFile.Channel {
        guard actor.kind == .official else { return .online }
        return capacity == .post ? .post : .desk
    }

    /// Whether an actor of this kind may fill a form in like that.
    func isFor(_ actor: Actor) -> Bool {
        switch capacity {
        case .own: true
        case .post: actor.kind == .official
        case .child, .consented: actor.kind == .resident
        }
    }
}

extension DossierRequest.Capacity: LosslessStringConvertible {
    private static let consent = "for:"

    /// As a form posts it.
    package init?(_ description: String) {
        switch description {
        case "own", "": self = .own
        case "child": self = .child
        case "post": self = .post
        default:
            guard description.hasPrefix(Self.consent), description.count > Self.consent.count else { return nil }
            self = .consented(ID(String(description.dropFirst(Self.consent.count))))
        }
    }

    package var description: String {
        switch self {
        case .own: "own"
        case .child: "child"
        case .post: "post"
        case .consented(let person): "\(Self.consent)\(person)"
        }
    }
}
