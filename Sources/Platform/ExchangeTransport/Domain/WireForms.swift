// SPDX-License-Identifier: Apache-2.0

import Exchange
import Foundation

/// A signed paper on the wire: both in base64.
struct WirePaper: Codable {
    let bytes: Data
    let signature: Data

    init(_ paper: SignedPaper) { (bytes, signature) = (Data(paper.bytes), Data(paper.signature)) }

    var paper: SignedPaper { SignedPaper(bytes: [UInt8](bytes), signature: [UInt8](signature)) }
}

struct WireNotes: Codable { let notes: [WirePaper] }

/// What has to come before a message can be taken.
struct WireMissing: Codable { let missing: [String] }

/// The sender goes by a newer directory.
struct WireBehind: Codable { let wanted: Int64 }

/// A part that comes in pieces, and how far it has come.
struct WireUpload: Codable { let id: String, received: Int, piece: Int }

struct WireRefusal: Codable { let code: String }

enum WireLimits {
    /// A part up to this size comes at once.
    static let whole = 4 << 20
    /// The largest part.
    static let part = 4 << 30
    /// An envelope or a note in base64, with its signature.
    static let paper = 2 << 20
    /// The version of the directory that the answering node goes by.
    static let version = "exchange-directory"
}
