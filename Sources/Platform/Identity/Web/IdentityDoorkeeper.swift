// SPDX-License-Identifier: Apache-2.0

import Kernel
import Logging
package import Web

/// Tells the web shell who holds a session, and the log when somebody brings a token that is no longer good.
package struct IdentityDoorkeeper: Doorkeeper {
    let service: IdentityService
    private let log = Logger(label: "identity")

    package init(_ service: IdentityService) { self.service = service }

    package func visitor(token: String) async throws -> Visitor? {
        switch try await service.present(Token(token)) {
        case .success(let present):
            return Visitor(
                actor: present.actor, name: present.account.name, sessionID: present.session.id.rawValue,
                language: present.account.language)
        case .failure(let absence):
            // A token that never was, or one used again after sign-out, is worth a look; one that grew old is not.
            log.log(level: absence == .expired ? .debug : .notice, "session refused: \(absence.rawValue)")
            return nil
        }
    }
}
