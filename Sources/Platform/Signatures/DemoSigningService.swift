// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A signing service for demos and tests, in this process: it makes a key for whoever asks, and signs at once what it is
/// given. Its certificates say that they are for trying.
package struct DemoSigningService: Sendable {
    private let keys: SealFolder

    /// `name` finds out how a signatory is called.
    package init(
        _ folder: URL, now: @escaping Now, name: @escaping @Sendable (Signatory) async throws -> String
    ) { keys = SealFolder(folder, now: now, makingFor: name) }

    package func answer(_ call: RemoteCall) async throws -> RemoteAnswer {
        let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
        switch call.path {
        case "credentials/info":
            let asked = try decoder.decode(CredentialQuestion.self, from: call.body)
            let certificates = try await seal(asked.credentialID).certificates.map { Data($0).base64EncodedString() }
            return RemoteAnswer(
                status: 200, body: try encoder.encode(CredentialAnswer(cert: .init(certificates: certificates))))
        case "signatures/signHash":
            let asked = try decoder.decode(SignatureQuestion.self, from: call.body)
            let seal = try await seal(asked.credentialID)
            let signatures = try asked.hashes.compactMap { Data(base64Encoded: $0) }.map { hash in
                Data(try seal.sign(digest: [UInt8](hash))).base64EncodedString()
            }
            return RemoteAnswer(status: 200, body: try encoder.encode(SignatureAnswer(signatures: signatures)))
        default: return RemoteAnswer(status: 404, body: Data())
        }
    }

    private func seal(_ account: String) async throws -> Seal {
        guard let seal = try await keys.credential(of: .remote(account)) as? Seal else {
            throw SignatureProblem.noCertificate(account)
        }
        return seal
    }
}
