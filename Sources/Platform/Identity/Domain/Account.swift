// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A person who can sign in: as a resident, and in the posts they hold.
package struct Account: Equatable, Sendable {
    package enum Status: String, Sendable { case active, disabled }

    package let id: ID<Account>
    /// What a person types to sign in with a password; nil for those who only use the national e-ID.
    package let username: String?
    package let name: String
    package let status: Status
    package let language: Language?
    package let createdAt: Date
}

/// The name of a local account: lower-case ASCII, so that no two look alike.
package struct Username: Equatable, Sendable {
    package let text: String

    package init(_ typed: String) throws(IdentityProblem) {
        let text = typed.lowercased()
        let allowed = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
        }
        // Twelve digits are a personal identifier, which people may type in the same field.
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (2...64).contains(text.utf8.count), allowed, !isNumber else { throw .badUsername }
        self.text = text
    }
}
