// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A person as the state knows them (người dân): found by the personal identifier, with or without an account here.
package struct Resident: Equatable, Sendable {
    package let id: ID<Resident>
    package let account: ID<Account>?
    package let name: String
    package let identifier: PersonalIdentifier
    /// When the national e-ID last vouched for name and identifier; nil while only the person says so.
    package let verifiedAt: Date?
}
