// SPDX-License-Identifier: Apache-2.0

import Exchange
import Foundation
import NIOCore
import NIOFoundationCompat
import Web

/// A signed paper on the wire: both in base64.
struct WirePaper: Codable {
    let bytes: Data
    let signature: Data

    init(_ paper: SignedPaper) { (bytes, signature) = (Data(paper.bytes), Data(paper.signature)) }

    var paper: SignedPaper { SignedPaper(bytes: [UInt8](bytes), signature: [UInt8](signature)) }

    /// About so many bytes on the wire.
    var weight: Int { (bytes.count + signature.count) * 4 / 3 + 64 }
}

/// What goes to a node at once: four bytes that tell how long the JSON is, the JSON, and small parts of the messages as they are.
struct WireLoad {
    let messages: [WirePaper]
    let parts: [[UInt8]]
    let notes: [WirePaper]

    static let type = "application/octet-stream"

    private struct Head: Codable {
        let messages: [WirePaper]
        /// How long each part is.
        let parts: [Int]
        let notes: [WirePaper]
    }

    init(messages: [WirePaper], parts: [[UInt8]], notes: [WirePaper]) {
        (self.messages, self.parts, self.notes) = (messages, parts, notes)
    }

    /// Throws `JSONProblem` for what is laid out in another way.
    init(_ body: ByteBuffer) throws {
        var body = body
        guard let count = body.readInteger(as: UInt32.self), let json = body.readData(length: Int(count)) else {
            throw JSONProblem.malformed
        }
        let head = try JSONReader.read(Head.self, from: json)
        (messages, notes) = (head.messages, head.notes)
        parts = try head.parts.map { count in
            guard (0...WireLimits.along).contains(count), let part = body.readBytes(length: count) else {
                throw JSONProblem.malformed
            }
            return part
        }
        guard body.readableBytes == 0 else { throw JSONProblem.malformed }
    }

    var body: ByteBuffer {
        get throws {
            let head = try JSONEncoder().encode(Head(messages: messages, parts: parts.map(\.count), notes: notes))
            var body = ByteBuffer()
            body.reserveCapacity(4 + head.count + parts.reduce(0) { $0 + $1.count })
            body.writeInteger(UInt32(head.count))
            body.writeBytes(head)
            for part in parts { body.writeBytes(part) }
            return body
        }
    }
}

/// What the node says to each, in their order.
struct WireAnswers: Codable {
    struct Message: Codable {
        var notes: [WirePaper]?
        /// Parts that have to come before it can be taken.
        var missing: [String]?
        /// The version of the directory that the sender goes by, which is newer.
        var wanted: Int64?
        /// Why it could not be taken now.
        var code: String?
    }

    let messages: [Message]
    /// Why a note was not taken, "" when it was.
    let notes: [String]
}

/// A part that comes in pieces, and how far it has come.
struct WireUpload: Codable { let id: String, received: Int, piece: Int }

struct WireRefusal: Codable { let code: String }

enum WireLimits {
    /// A part up to this size goes along with its message.
    static let along = 128 << 10
    /// A part up to this size comes at once.
    static let whole = 4 << 20
    /// The largest part.
    static let part = 4 << 30
    /// What goes at once: one envelope of the largest size fits.
    static let load = 8 << 20
    /// What comes back: notes for a thousand receivers are 4 MB.
    static let answers = 32 << 20
    /// How many messages and how many notes go at once.
    static let count = 64
    /// A directory of a nation.
    static let directory = 64 << 20
    /// The version of the directory that the answering node goes by.
    static let version = "exchange-directory"
}
