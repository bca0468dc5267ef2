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

    func has(_ paper: SignedPaper) throws -> Bool {
        try !db.rows("SELECT 1 FROM exchange_refusal WHERE sha256 = \(Self.key(paper))").isEmpty
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

    func newest(_ limit: Int) throws -> [RefusedMessage] {
        try db.rows(
            """
            SELECT sha256, message, reason, bytes, first_at, last_at, times FROM exchange_refusal
            ORDER BY last_at DESC, sha256 LIMIT \(limit)
            """
        ).map { row in
            RefusedMessage(
                sha256: try row.text("sha256"), message: try row.text("message"),
                reason: try row.value("reason", RefusalReason.init(rawValue:)), bytes: try row.blob("bytes"),
                firstAt: try row.time("first_at"), lastAt: try row.time("last_at"), times: try row.int("times"))
        }
    }
}

/// A message that this node did not take.
package struct RefusedMessage: Hashable, Sendable {
    package let sha256: String
    /// The id it gave itself, "" where none could be read.
    package let message: String
    package let reason: RefusalReason
    package let bytes: [UInt8]
    package let firstAt: Date
    package let lastAt: Date
    package let times: Int
}
