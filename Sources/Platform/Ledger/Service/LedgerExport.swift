// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
import Kernel

/// Writes the sealed ledger as JSON lines, so that it can be checked elsewhere with docs/ledger.md alone. Personal
/// content stays here: the commitments are enough.
package struct LedgerExport: Sendable {
    let database: any Database

    package init(database: any Database) { self.database = database }

    /// Returns how many events were written.
    @discardableResult
    package func write(to file: FileHandle) async throws -> Int64 {
        let ends = try await database.read { try VerificationStore(db: $0).ends() }
        for key in try await database.read({ try KeyStore(db: $0).all() }) { try line(KeyLine(key), to: file) }
        var position: Int64 = 1
        while position <= ends.head {
            let range = position...min(ends.head, position + Verification.piece - 1)
            let piece = try await database.read { try VerificationStore(db: $0).piece(range) }
            for row in piece.rows { try line(EventLine(row), to: file) }
            for head in piece.heads { try line(HeadLine(head), to: file) }
            position = range.upperBound + 1
        }
        return ends.head
    }

    private func line(_ record: some Encodable, to file: FileHandle) throws {
        try file.write(contentsOf: LedgerJSON.line(record))
    }
}

private struct KeyLine: Encodable {
    var record = "key"
    let id: String, publicKey: String
    let validFrom: Int64, validUntil: Int64?, revokedAt: Int64?

    init(_ key: NodeKey) {
        (id, publicKey, validFrom) = (key.id, key.publicKey.hex, key.validFrom.milliseconds)
        (validUntil, revokedAt) = (key.validUntil?.milliseconds, key.revokedAt?.milliseconds)
    }
}

private struct HeadLine: Encodable {
    var record = "head"
    let size: Int64, root: String, previous: String, at: Int64, keyId: String, signature: String

    init(_ head: Head) {
        (size, root, previous, at) = (head.size, head.root.hex, head.previous.hex, head.at.milliseconds)
        (keyId, signature) = (head.keyID, head.signature.hex)
    }
}

/// Without an id when the event's row is gone.
private struct EventLine: Encodable {
    var record = "event"
    let position: Int64, leafHash: String?
    let id: String?, kind: String?, subject: String?, place: String?, actor: String?, at: Int64?
    let facts: String?, commitment: String?

    init(_ row: VerificationStore.SealedRow) {
        (position, leafHash) = (row.position, row.leaf?.hex)
        (id, kind, subject) = (row.event?.id, row.event?.kind, row.event?.subject)
        (place, actor, at) = (row.event?.place, row.event?.actor, row.event?.at)
        (facts, commitment) = (row.event?.facts, row.event?.commitment?.hex)
    }
}
