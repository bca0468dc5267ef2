// SPDX-License-Identifier: Apache-2.0

package import Wire

/// A portal that this node knows how to believe.
package struct PortalConnection: Sendable {
    package let portal: Portal
    let secret: SharedSecret
    /// Where it wants to be told of what becomes of its dossiers; nil where it asks for itself.
    let webhook: (@Sendable () throws -> String)?

    package init(_ portal: Portal, secret: SharedSecret, webhook: (@Sendable () throws -> String)? = nil) {
        (self.portal, self.secret, self.webhook) = (portal, secret, webhook)
    }
}
