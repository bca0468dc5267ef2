// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
import Ledger

/// `exchange_status`: every signed note about a message, on the side of its sender and on that of its receivers. When
/// both are on this node, both keep their copy.
struct StatusStore {
    enum Side: String { case sent, received }

    let db: any Connection

    /// False when the note is known.
    func insert(_ note: StatusNote, _ paper: SignedPaper, on side: Side) throws -> Bool {
        try db.change(
            """
            INSERT INTO exchange_status (side, id, message, receiver, state, at, bytes, signature)
            VALUES (\(side.rawValue), \(note.id), \(note.message), \(note.receiver ?? ""), \(note.state.rawValue),
                \(note.at.date), \(paper.bytes), \(paper.signature))
            ON CONFLICT (side, id) DO NOTHING
            """) == 1
    }

    func find(_ id: String, on side: Side) throws -> SignedPaper? {
        try db.rows("SELECT bytes, signature FROM exchange_status WHERE side = \(side.rawValue) AND id = \(id)").first
            .map { SignedPaper(bytes: try $0.blob("bytes"), signature: try $0.blob("signature")) }
    }

    /// In the order of their times.
    func notes(of message: String, on side: Side) throws -> [SignedPaper] {
        try db.rows(
            """
            SELECT bytes, signature FROM exchange_status WHERE side = \(side.rawValue) AND message = \(message)
            ORDER BY at, id
            """
        ).map { SignedPaper(bytes: try $0.blob("bytes"), signature: try $0.blob("signature")) }
    }
}

/// `exchange_refusal`: what was not taken, with the note that said so, kept for whoever looks into it.
struct RefusalStore {
    /// How much of a refused message is kept: an envelope of any size.
    static let kept = Envelope.byteLimit

    let db: any Connection

    /// By the signature, too: whoever sends the bytes of another with a wrong one must not have them refused for ever.
    private static func key(_ paper: SignedPaper) -> String { Hash.of(paper.bytes + paper.signature).hex }

    static func has(_ paper: SignedPaper) -> Query<Bool> {
        Query("SELECT 1 FROM exchange_refusal WHERE sha256 = \(key(paper))") { !$0.isEmpty }
    }

    /// The note that was given when the same came before. Counts this time.
    func again(_ paper: SignedPaper, at time: Date) throws -> SignedPaper? {
        try db.rows(
            """
            UPDATE exchange_refusal SET times = times + 1, last_at = \(time) WHERE sha256 = \(Self.key(paper))
            RETURNING note, note_signature
            """
        ).first.map { SignedPaper(bytes: try $0.blob("note"), signature: try $0.blob("note_signature")) }
    }

    func insert(
        _ refused: SignedPaper, _ message: String, _ reason: RefusalReason, _ note: SignedPaper, at time: Date
    ) throws {
        try db.run(
            """
            INSERT INTO exchange_refusal
                (sha256, message, reason, bytes, signature, note, note_signature, first_at, last_at, times)
            VALUES (\(Self.key(refused)), \(message), \(reason.rawValue), \(Array(refused.bytes.prefix(Self.kept))),
                \(Array(refused.signature.prefix(Self.kept))), \(note.bytes), \(note.signature), \(time), \(time), 1)
            ON CONFLICT (sha256) DO NOTHING
            """)
    }

    /// Without their ends, where they are long.
    func newest(_ limit: Int) throws -> [RefusedMessage] {
        try db.rows(
            """
            SELECT sha256, message, reason, substr(bytes, 1, 16384) AS bytes, length(bytes) AS size, first_at, last_at,
                times
            FROM exchange_refusal ORDER BY last_at DESC, sha256 LIMIT \(limit)
            """
        ).map(RefusedMessage.init(row:))
    }

    func find(_ sha256: String) throws -> RefusedMessage? {
        try db.rows(
            """
            SELECT sha256, message, reason, bytes, length(bytes) AS size, first_at, last_at, times
            FROM exchange_refusal WHERE sha256 = \(sha256)
            """
        ).first.map(RefusedMessage.init(row:))
    }

    func count() throws -> Int { try db.rows("SELECT count(*) AS count FROM exchange_refusal")[0].int("count") }

    /// Forgets what did not come again since then. Returns how many that were.
    func sweep(before time: Date) throws -> Int {
        try db.change("DELETE FROM exchange_refusal WHERE last_at < \(time)")
    }
}

/// A message that this node did not take.
package struct RefusedMessage: Hashable, Sendable {
    package let sha256: String
    /// The id it gave itself, "" where none could be read.
    package let message: String
    package let reason: RefusalReason
    /// What is kept of it; of a long one in a list the beginning.
    package let bytes: [UInt8]
    /// Of what is kept.
    package let size: Int
    package let firstAt: Date
    package let lastAt: Date
    package let times: Int

    package init(
        sha256: String, message: String, reason: RefusalReason, bytes: [UInt8], size: Int, firstAt: Date, lastAt: Date,
        times: Int
    ) {
        (self.sha256, self.message, self.reason) = (sha256, message, reason)
        (self.bytes, self.size) = (bytes, size)
        (self.firstAt, self.lastAt, self.times) = (firstAt, lastAt, times)
    }

    fileprivate init(row: Row) throws {
        self.init(
            sha256: try row.text("sha256"), message: try row.text("message"),
            reason: try row.value("reason", RefusalReason.init(rawValue:)), bytes: try row.blob("bytes"),
            size: try row.int("size"), firstAt: try row.time("first_at"), lastAt: try row.time("last_at"),
            times: try row.int("times"))
    }

    /// What it says of itself, which nobody need believe.
    package var claims: Envelope? { SignedPaper(bytes: bytes, signature: []).read(Envelope.self) }
}
