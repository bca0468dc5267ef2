// SPDX-License-Identifier: Apache-2.0

import CSignatures
import Crypto
package import Foundation

/// What is asked of a signing service, and what it answers: JSON both ways (docs/signing.md).
package struct RemoteCall: Sendable, Equatable {
    /// `credentials/info` or `signatures/signHash`.
    package let path: String
    package let body: Data
}

package struct RemoteAnswer: Sendable {
    package let status: Int
    package let body: Data

    package init(status: Int, body: Data) { (self.status, self.body) = (status, body) }
}

/// Signs with keys that a service far away keeps for officials, in the manner of the Cloud Signature Consortium: it sees a
/// digest, never the paper.
package struct RemoteSigner: Signer {
    /// Carries one call to the service; throws when it does not answer in time.
    package typealias Exchange = @Sendable (RemoteCall) async throws -> RemoteAnswer

    private let exchange: Exchange

    package init(exchange: @escaping Exchange) { self.exchange = exchange }

    package func signsAlone(for signatory: Signatory) -> Bool { false }

    package func credential(of signatory: Signatory) async throws -> any SigningCredential {
        guard case .remote(let account) = signatory else { throw SignatureProblem.noCertificate(signatory.name) }
        let answer: CredentialAnswer = try await ask("credentials/info", CredentialQuestion(credentialID: account))
        let certificates = answer.cert.certificates.compactMap { Data(base64Encoded: $0).map { [UInt8]($0) } }
        guard !certificates.isEmpty, certificates.count == answer.cert.certificates.count else {
            throw SignatureProblem.remoteRefused("certificates")
        }
        return RemoteCredential(account: account, certificates: certificates, signer: self)
    }

    /// A signature over SHA-256 of `bytes`, checked before anybody relies on it.
    fileprivate func sign(_ bytes: [UInt8], _ account: String, _ certificate: [UInt8]) async throws -> [UInt8] {
        let digest = Data(SHA256.hash(data: bytes))
        let answer: SignatureAnswer = try await ask(
            "signatures/signHash",
            SignatureQuestion(
                credentialID: account, hashes: [digest.base64EncodedString()],
                hashAlgorithmOID: "2.16.840.1.101.3.4.2.1"))
        guard let signature = answer.signatures.first.flatMap({ Data(base64Encoded: $0) }).map({ [UInt8]($0) }),
            csignatures_verify(
                certificate, certificate.count, bytes, bytes.count, signature, signature.count) == 1
        else { throw SignatureProblem.remoteRefused("signature") }
        return signature
    }

    private func ask<Answer: Decodable>(_ path: String, _ question: some Encodable) async throws -> Answer {
        let answer: RemoteAnswer
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = try encoder.encode(question)
        do { answer = try await exchange(RemoteCall(path: path, body: body)) } catch {
            throw SignatureProblem.remoteSilent
        }
        switch answer.status {
        case 200:
            guard let read = try? JSONDecoder().decode(Answer.self, from: answer.body) else {
                throw SignatureProblem.remoteRefused("JSON")
            }
            return read
        // The service has asked the person, on their phone, and waits for them.
        case 202: throw SignatureProblem.remoteWaits
        default: throw SignatureProblem.remoteRefused("\(answer.status)")
        }
    }
}

private struct RemoteCredential: SigningCredential {
    let account: String
    let certificates: [[UInt8]]
    let signer: RemoteSigner

    func sign(_ bytes: [UInt8]) async throws -> [UInt8] {
        try await signer.sign(bytes, account, certificates.first ?? [])
    }
}

struct CredentialQuestion: Codable { let credentialID: String }

struct CredentialAnswer: Codable {
    struct Chain: Codable { let certificates: [String] }

    let cert: Chain
}

struct SignatureQuestion: Codable {
    let credentialID: String
    let hashes: [String]
    let hashAlgorithmOID: String
}

struct SignatureAnswer: Codable { let signatures: [String] }
