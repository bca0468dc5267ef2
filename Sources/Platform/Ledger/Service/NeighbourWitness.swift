// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Watches the ledger of another node and countersigns it with our key. Each head that is kept is signed by its node and
/// proven to go on from the one kept before, so the other node cannot rewrite what we have seen, not even with its key.
package struct NeighbourWitness: Sendable {
    let keys: KeyService
    let now: Now
    let fetch: @Sendable (_ address: String) async throws -> Data

    /// `fetch` gets one address.
    package init(
        keys: KeyService, now: @escaping Now, fetch: @escaping @Sendable (_ address: String) async throws -> Data
    ) {
        self.keys = keys
        self.now = now
        self.fetch = fetch
    }

    /// Adds the newest head of the node at `address` to `file`, countersigned. Throws
    /// `LedgerProblem.neighbourRewrote` when its ledger does not go on from the head kept last.
    package func watch(_ address: String, keepingIn file: WitnessFile) async throws -> Head {
        guard let key = try await keys.signing() else { throw LedgerProblem.noKey }
        let json = try await newest(of: address, after: file.heads.last)
        guard let head = json.verified else { throw LedgerProblem.neighbourUnreadable(address) }
        try file.keep(try json.countersigned(head, by: key, at: now()), size: head.size)
        return head
    }

    private func newest(of address: String, after kept: Head?) async throws -> HeadJSON {
        guard let kept else { return try await get(HeadJSON.self, "\(address)/ledger/heads/latest") }
        guard let answer = try? await get(ConsistencyJSON.self, "\(address)/ledger/heads/\(kept.size)/consistency")
        else {
            // A node that answers, but not for a head that it once published, has another history.
            _ = try await get(HeadJSON.self, "\(address)/ledger/heads/latest")
            throw LedgerProblem.neighbourRewrote(address, size: kept.size)
        }
        let proof = ConsistencyProof(
            from: kept.size, to: answer.head.size, path: answer.path.compactMap { Hash(hex: $0) })
        guard let head = answer.head.verified, proof.proves(kept.root, beginning: head.root) else {
            throw LedgerProblem.neighbourRewrote(address, size: kept.size)
        }
        return answer.head
    }

    private func get<T: Decodable>(_ type: T.Type, _ address: String) async throws -> T {
        guard let data = try? await fetch(address),
            let value = try? LedgerJSON.value(type, from: String(decoding: data, as: UTF8.self))
        else { throw LedgerProblem.neighbourUnreadable(address) }
        return value
    }
}

/// A neighbour's word that it saw a head, and when.
struct Countersignature: Codable, Sendable, Equatable {
    let keyId: String
    /// PEM.
    let publicKey: String
    /// Milliseconds since 1970 UTC.
    let at: Int64
    /// ECDSA over P-256 with SHA-256, in DER, in hex, of `bytes(of:at:)`.
    let signature: String

    /// The bytes that are signed: version 1 of docs/ledger.md.
    static func bytes(of head: Head, at milliseconds: Int64) -> [UInt8] {
        var layout = ByteLayout()
        layout.put("doicanh-witness-1")
        layout.put(head.hash)
        layout.put(milliseconds)
        return layout.bytes
    }

    func holds(for head: Head) -> Bool {
        guard let key = NodeKey(pem: publicKey, named: keyId), let signature = Hex.bytes(signature) else {
            return false
        }
        return key.verifies(signature, of: Self.bytes(of: head, at: at))
    }
}
