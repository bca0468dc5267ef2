// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
package import Kernel

/// The national e-ID, as the sign-in needs it. One implementation speaks OpenID Connect.
package protocol ElectronicID: Sendable {
    /// The address at which the person proves who they are.
    func authorization(for challenge: ElectronicIDChallenge) async throws -> String

    /// Whom the provider vouches for, in exchange for the code it gave the browser.
    func person(for code: String, _ challenge: ElectronicIDChallenge) async throws -> VouchedPerson
}

/// The secrets of one sign-in: state ties the answer to the browser, nonce to the token, verifier to the code (RFC 7636).
package struct ElectronicIDChallenge: Codable, Sendable, Equatable {
    package let state: String
    package let nonce: String
    package let verifier: String

    package init() {
        state = Token().text
        nonce = Token().text
        verifier = Token().text
    }

    /// BASE64URL(SHA256(verifier)), for `code_challenge_method=S256`.
    package var s256: String { Data(SHA256.hash(data: Data(verifier.utf8))).urlSafeBase64 }
}

/// A person as the national e-ID knows them.
package struct VouchedPerson: Sendable, Equatable {
    /// How sure the provider is: by one factor, or by two with a person checked in presence (level 2).
    package enum Level: Int, Sendable { case basic = 1, strong = 2 }

    package let identifier: PersonalIdentifier
    package let name: String
    package let level: Level

    package init(identifier: PersonalIdentifier, name: String, level: Level) {
        self.identifier = identifier
        self.name = name
        self.level = level
    }
}

package enum ElectronicIDProblem: String, Problem, CaseIterable {
    /// It does not answer, or not in time.
    case unreachable
    /// What it says cannot be believed: wrong signature, issuer, audience, nonce or time.
    case unbelievable
    /// The person said no, or the provider did.
    case declined
    /// The answer belongs to no sign-in begun in this browser.
    case strayed
    /// Signed in, but not in a way that is enough.
    case tooWeak = "too_weak"

    package var code: String { "identity.eid_\(rawValue)" }
    package var kind: ProblemKind { .invalid }
}
