// SPDX-License-Identifier: Apache-2.0

import Kernel

/// A desk as whoever leads it sees it: who has how much, what is late, and why.
package struct CaseOverview: Sendable, Equatable {
    /// By official; nil for what nobody has taken on.
    package let shares: [Share]
    /// The most overdue first.
    package let late: [Late]

    package struct Share: Sendable, Equatable {
        package let officer: String?
        package internal(set) var counts = CaseCounts()
    }

    package struct Late: Sendable, Equatable {
        package let file: CaseFile
        /// Working minutes past its deadline.
        package let minutes: Int
        package let reason: Reason
    }

    /// What a late case waited for, as far as its history tells.
    package enum Reason: Sendable, Equatable {
        case nobodyHasIt, notBegun
        /// The agency that had it longest.
        case held(CaseTime)
    }
}
