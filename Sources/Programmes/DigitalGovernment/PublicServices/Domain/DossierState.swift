// SPDX-License-Identifier: Apache-2.0

import Casework
package import Foundation

/// How a dossier stands, as other systems are told: state, fee and result. No word of this may change its meaning.
package struct DossierState: Sendable, Equatable, Codable {
    package let dossier: String
    package let procedure: String
    /// Given with the receipt.
    package let code: String?
    package let state: String
    /// The state as the national portal numbers it.
    package let stateCode: Int
    package let received: Date?
    package let due: Date?
    /// What the office said last: why it is missing something, why it refuses.
    package let words: String
    package let fees: [Fee]
    package let results: [Result]

    package struct Fee: Sendable, Equatable, Codable {
        package let amount: Int
        package let state: String
        /// What a transfer has to name.
        package let reference: String
        /// The VietQR code with which it is paid, where an account takes money.
        package let vietqr: String?
    }

    package struct Result: Sendable, Equatable, Codable {
        package let title: String
        /// What `/verify` is asked with.
        package let verify: String
        package let sha256: String?
        /// Where the file is, for the portal alone; nil while it is being printed and signed.
        package let path: String?
    }
}
