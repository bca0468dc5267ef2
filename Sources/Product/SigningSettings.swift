// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import RemoteSignatures
import Rendering
import Signatures

/// Where officials' keys lie that this node does not hold.
package struct SigningSettings: Sendable {
    package enum Remote: Sendable {
        case none
        /// The simulator in this process.
        case simulated
        case service(address: String, token: String)
    }

    package var remote = Remote.none

    package init() {}

    package static var demo: SigningSettings {
        var settings = SigningSettings()
        settings.remote = .simulated
        return settings
    }

    /// `name` finds out how a signatory is called.
    func signer(
        _ folder: URL, now: @escaping Now, name: @escaping @Sendable (Signatory) async throws -> String
    ) -> any Signer {
        switch remote {
        case .none: return NoRemoteSigner()
        case .service(let address, let token):
            return RemoteSigner(exchange: RemoteSigner.overHTTP(at: address, token: token))
        case .simulated:
            let service = DemoSigningService(folder.appending(path: "remote"), now: now, name: name)
            return RemoteSigner(exchange: { try await service.answer($0) })
        }
    }
}
