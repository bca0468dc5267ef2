// SPDX-License-Identifier: Apache-2.0

/// Where something stands: a shape and a word, so that colour only repeats what is said.
package struct Status: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// ▲ past its deadline
        case late
        /// ● near its deadline
        case risk
        /// ✓ on time, or done
        case onTime
        /// ○ nothing to judge yet
        case neutral
    }

    package let kind: String, word: String
    let isLate: Bool, isRisk: Bool, isOnTime: Bool, isNeutral: Bool

    package init(_ kind: Kind, _ word: String) {
        (self.kind, self.word) = (kind == .onTime ? "on-time" : kind.rawValue, word)
        (isLate, isRisk, isOnTime, isNeutral) = (kind == .late, kind == .risk, kind == .onTime, kind == .neutral)
    }
}

/// A label on a thing: what sort it is, never how it fares (that is a `Status`).
package struct Tag: Sendable {
    let label: String, isStrong: Bool

    package init(_ label: String, isStrong: Bool = false) { (self.label, self.isStrong) = (label, isStrong) }
}
