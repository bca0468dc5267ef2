// SPDX-License-Identifier: Apache-2.0

import Exchange
package import Foundation

/// How this node talks with its neighbours.
package struct ExchangeSettings: Sendable {
    package struct Listener: Sendable, Equatable {
        package let host: String
        package let port: Int
    }

    /// Where neighbours reach it; nil when it does not listen for any.
    package var listener: Listener?
    /// For how long work goes on with a directory that is past its day.
    package var grace: TimeInterval = DirectoryService.standardGrace
    /// For how many days refused messages are kept.
    package var refusedDays = Reception.daysOfRefusals

    /// Who stamps the time of messages and receipts, and the PEM text of whom to believe; nil where nobody does.
    package var timestamps: (address: String, roots: String)?

    package init() {}
}
