// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// What somebody says at the end of their case about how it went; asked once.
package struct CaseRating: Sendable, Equatable {
    package let at: Date
    /// From 1, very dissatisfied, to 5, very satisfied.
    package let score: Int
    package let text: String

    package static let scores = 1...5
}
