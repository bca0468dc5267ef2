// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Indicators
package import Kernel

/// What an agency reports by one form for one period: a draft, then versions that are never changed.
package struct Report: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable { case draft, submitted, returned, accepted }

    package struct Decision: Sendable, Equatable {
        package let isAccepted: Bool
        package let by: String
        package let at: Date
        /// Why it was sent back; "" for one that was accepted.
        package let reason: String
        package let event: String
    }

    package struct Version: Sendable, Equatable {
        package let number: Int
        package let values: [String: String]
        /// Why it corrects one that had been accepted; else "".
        package let reason: String
        package let sentBy: String
        package let sentAt: Date
        package let event: String
        package let decision: Decision?
        /// How long the agency says that the typed figures took it; nil where it says nothing.
        package let minutes: Int?
    }

    package let id: ID<Report>
    package let template: String
    package let agency: Place
    package let period: Period
    /// As it was typed, by field; empty where nothing was typed since the last version.
    package let draft: [String: String]
    /// The oldest first.
    package let versions: [Version]

    package static let reasonLimit = 500
    /// The most that one report can have taken: a person's working year and more.
    package static let minuteLimit = 200_000

    package var last: Version? { versions.last }

    package var state: State {
        guard let last else { return .draft }
        guard let decision = last.decision else { return .submitted }
        return decision.isAccepted ? .accepted : .returned
    }

    /// The newest that was accepted: it counts until another is.
    package var accepted: Version? { versions.last { $0.decision?.isAccepted == true } }
}
