// SPDX-License-Identifier: Apache-2.0

package import Wire

/// How a national register is reached, and how both sides know each other.
package struct RegisterConnection: Sendable {
    /// Where questions go. Throws while it is not known.
    let address: @Sendable () throws -> String
    let secret: SharedSecret

    package init(to address: @escaping @Sendable () throws -> String, secret: SharedSecret) {
        (self.address, self.secret) = (address, secret)
    }
}
