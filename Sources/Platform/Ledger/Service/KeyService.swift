// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel

/// Makes, rotates and revokes the keys with which this node signs. The private key is a file of the data folder, the
/// public key a row of the register, and every change an event, so the ledger tells which key counted when.
package struct KeyService: Sendable {
    let database: any Database
    let folder: KeyFolder
    let now: Now
    let newID: NewID

    package init(database: any Database, folder: URL, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.folder = KeyFolder(folder)
        self.now = now
        self.newID = newID
    }

    /// The register, oldest first.
    package func all() async throws -> [NodeKey] { try await database.read { try KeyStore(db: $0).all() } }

    package func isHere(_ key: NodeKey) -> Bool { (try? folder.key(key.id)) != nil }

    /// Makes one more key, for a process with a data folder of its own.
    @discardableResult
    package func make(by actor: Actor) async throws -> NodeKey {
        try actor.may(.keepLedgerKeys, in: .everywhere)
        let endorser = try await signing()
        let key = try folder.make()
        return try await database.write { try enter(key, endorsedBy: endorser, by: actor, in: $0) }
    }

    /// Makes the first key, unless there is one in this data folder already.
    package func ensure() async throws {
        if try await signing() == nil { try await make(by: .system) }
    }

    /// Makes a key that takes the place of the one in use here.
    @discardableResult
    package func rotate(by actor: Actor) async throws -> NodeKey {
        try actor.may(.keepLedgerKeys, in: .everywhere)
        guard let old = try await signing() else { throw LedgerProblem.noKey }
        let key = try folder.make()
        return try await database.write { connection in
            let at = try time(in: connection)
            guard try KeyStore(db: connection).lock(old.id)?.mayStillSign == true else { throw LedgerProblem.keyEnded }
            let made = try enter(key, endorsedBy: old, by: actor, in: connection)
            try KeyStore(db: connection).end(old.id, at: at)
            try append(LedgerEvents.keyEnded, old.id, by: actor, ["until": "\(at.milliseconds)"], in: connection)
            return made
        }
    }

    /// Declares a key lost or stolen: from now on nothing it signs counts. If it was the one in use here, a new one is
    /// made in the same transaction, so that sealing goes on.
    package func revoke(_ id: String, reason: String, by actor: Actor) async throws {
        try actor.may(.keepLedgerKeys, in: .everywhere)
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw LedgerProblem.reasonMissing }
        let successor = try await signing()?.id == id ? try folder.make() : nil
        try await database.write { connection in
            guard let key = try KeyStore(db: connection).lock(id) else { throw LedgerProblem.noSuchKey }
            guard key.revokedAt == nil else { throw LedgerProblem.keyEnded }
            let at = try time(in: connection)
            try KeyStore(db: connection).revoke(id, at: at)
            let facts = ["at": "\(at.milliseconds)", "reason": reason]
            try append(LedgerEvents.keyRevoked, id, by: actor, facts, in: connection)
            if let successor { try enter(successor, endorsedBy: nil, by: actor, in: connection) }
        }
    }

    /// The newest key that counts and whose file is here.
    func signing() async throws -> SigningKey? {
        let current = try await database.read { try KeyStore(db: $0).current() }
        for key in current {
            if let signing = try folder.key(key.id) { return signing }
        }
        return nil
    }

    @discardableResult
    private func enter(
        _ key: SigningKey, endorsedBy endorser: SigningKey?, by actor: Actor, in connection: any Connection
    ) throws -> NodeKey {
        let made = NodeKey(
            id: key.id, publicKey: key.publicKey, validFrom: try time(in: connection), validUntil: nil, revokedAt: nil)
        try KeyStore(db: connection).insert(made)
        var facts = [
            "from": "\(made.validFrom.milliseconds)", "public_key": Data(made.publicKey).base64EncodedString(),
        ]
        if let endorser {
            facts["endorsed_by"] = endorser.id
            let signature = try endorser.signature(for: NodeKey.endorsementBytes(of: made.publicKey))
            facts["endorsement"] = Data(signature).base64EncodedString()
        }
        try append(LedgerEvents.keyMade, key.id, by: actor, facts, in: connection)
        return made
    }

    private func append(
        _ kind: String, _ key: String, by actor: Actor, _ facts: [String: String], in connection: any Connection
    ) throws {
        try Ledger(connection).append(
            Event(id: ID(newID()), kind: kind, subject: key, actor: actor.id, at: now(), facts: facts))
    }

    /// Now, but never before the newest head: a key change lies after all that was signed, whatever the clocks say.
    private func time(in connection: any Connection) throws -> Date {
        let now = Date(milliseconds: now().milliseconds)
        return max(now, try HeadStore(db: connection).newest()?.at ?? now)
    }
}

extension NodeKey {
    /// Neither succeeded nor revoked.
    package var mayStillSign: Bool { validUntil == nil && revokedAt == nil }
}
