// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel
package import Reports

/// Where editions are handed to be signed and numbered. Steering knows of that only what stands here: the product brings it together
/// with the module that does so.
package struct EditionDesk: Sendable {
    /// What became of an edition that was handed over.
    package struct Outcome: Sendable {
        /// Number and notation; "" before it is issued.
        package let number: String
        package let path: String

        package init(number: String, path: String) { (self.number, self.path) = (number, path) }
    }

    /// Takes an edition as it stands; what it returns runs in the transaction of the hand-over and tells the id of the document.
    let take: @Sendable (Edition, Report, Actor) async throws -> @Sendable (any Connection) throws -> String
    let outcome: @Sendable (ID<Edition>) async throws -> Outcome?

    package init(
        take: @escaping @Sendable (Edition, Report, Actor) async throws -> @Sendable (any Connection) throws -> String,
        outcome: @escaping @Sendable (ID<Edition>) async throws -> Outcome?
    ) {
        (self.take, self.outcome) = (take, outcome)
    }
}
