// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Indicators
package import Kernel

/// What an agency said about how long the typed figures of one report took it.
package struct Effort: Sendable, Equatable {
    package let agency: Place
    package let period: Period
    package let minutes: Int
    package let at: Date
    package let event: String
}

/// An entry of the register of reporting requests: what a form asks of agencies, what the system answers in their place, and
/// what that spares them.
///
/// The minutes of a figure are the median of what agencies say about those they type; as long as nobody says so, no hours are
/// claimed.
package struct Burden: Sendable {
    package let template: Template
    /// How many reports were sent.
    package let reports: Int
    /// The newest of what agencies said.
    package let efforts: [Effort]

    /// How many figures the system answered.
    package var answered: Int { reports * (template.fields.count - template.typed.count) }

    /// What one typed figure takes, in minutes.
    package var perFigure: Double? {
        let sorted = efforts.map(\.minutes).sorted()
        guard let low = sorted.dropLast(sorted.count / 2).last, let high = sorted.dropFirst(sorted.count / 2).first
        else { return nil }
        return Double(low + high) / 2 / Double(template.typed.count)
    }

    /// The hours that agencies did not have to spend on what the system answered.
    package var hoursSaved: Double? { perFigure.map { $0 * Double(answered) / 60 } }
}
