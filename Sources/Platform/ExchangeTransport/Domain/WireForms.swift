// SPDX-License-Identifier: Apache-2.0

import Exchange
import Foundation

/// A signed paper on the wire: both in base64.
struct WirePaper: Codable {
    let bytes: Data
    let signature: Data

    init(_ paper: SignedPaper) { (bytes, signature) = (Data(paper.bytes), Data(paper.signature)) }

    var paper: SignedPaper { SignedPaper(bytes: [UInt8](bytes), signature: [UInt8](signature)) }

    /// About so many bytes on the wire.
    var weight: Int { (bytes.count + signature.count) * 4 / 3 + 64 }
}

/// What goes to a node at once.
struct WireLoad: Codable {
    let messages: [WirePaper]
    /// Small parts of these messages.
    let parts: [Data]
    let notes: [WirePaper]
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
    static let along = 64 << 10
    /// A part up to this size comes at once.
    static let whole = 4 << 20
    /// The largest part.
    static let part = 4 << 30
    /// What goes at once: one envelope of the largest size fits.
    static let load = 4 << 20
    /// What comes back: notes for a thousand receivers are 4 MB.
    static let answers = 32 << 20
    /// How many messages and how many notes go at once.
    static let count = 64
    /// A directory of a nation.
    static let directory = 64 << 20
    /// The version of the directory that the answering node goes by.
    static let version = "exchange-directory"
}
