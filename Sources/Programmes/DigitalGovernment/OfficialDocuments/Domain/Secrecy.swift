// SPDX-License-Identifier: Apache-2.0

/// The degree of secrecy that whoever enters a document says it has (Law on Protection of State Secrets, article 8). Only what
/// has none is taken.
package enum Secrecy: String, Sendable, CaseIterable {
    case unclassified
    /// Mật.
    case confidential
    /// Tối mật.
    case secret
    /// Tuyệt mật.
    case topSecret = "top_secret"

    /// What stands in a field, here or in a message: nothing is unclassified, and a degree that is not known here is the
    /// highest.
    package init(typed text: String) {
        self = text.isEmpty ? .unclassified : Self(rawValue: text) ?? .topSecret
    }
}
