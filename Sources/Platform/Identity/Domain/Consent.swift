// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A sort of affair that one person may see to for another (việc được ủy quyền), as its module names it.
package struct Matter: Hashable, Sendable {
    package let id: String
    /// The string key of its name.
    package let nameKey: String

    package init(_ id: String, nameKey: String) {
        self.id = id
        self.nameKey = nameKey
    }

    package static let every = Matter("*", nameKey: "identity.matter.every")
}

/// A person's word that another may act for them: who, in what, until when.
package struct Consent: Equatable, Sendable {
    package enum State: String, Sendable { case holds, withdrawn, expired }

    package let id: ID<Consent>
    package let grantor: ID<Account>
    package let grantorName: String
    package let grantee: ID<Account>
    package let granteeName: String
    /// The matter's id.
    package let matter: String
    package let givenAt: Date
    /// From this moment on it no longer holds.
    package let until: Date
    package let withdrawnAt: Date?

    package func state(at time: Date) -> State {
        if withdrawnAt != nil { return .withdrawn }
        return time < until ? .holds : .expired
    }

    /// Whether it allows `matter` at `time`.
    package func allows(_ matter: Matter, at time: Date) -> Bool {
        state(at: time) == .holds && (self.matter == matter.id || self.matter == Matter.every.id)
    }

    /// The last day on which it holds.
    package var lastDay: Day { Day(until - 1) }
}

extension Day {
    /// The moment at which the day begins in Việt Nam.
    var beginning: Date { Date(timeIntervalSince1970: Double(number) * 86_400 - 7 * 3600) }
}

extension Consent {
    /// For pages' mocks.
    package static func example(from grantor: String, to grantee: String, at time: Date, withdrawnAt: Date? = nil)
        -> Self
    {
        Consent(
            id: ID("c1"), grantor: ID("a"), grantorName: grantor, grantee: ID("b"), granteeName: grantee,
            matter: Matter.every.id, givenAt: time, until: time + 86_400, withdrawnAt: withdrawnAt)
    }
}
