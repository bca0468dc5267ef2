// SPDX-License-Identifier: Apache-2.0

import Kernel

/// What one side says about a message, signed by its node: the receipt is the note that it has arrived.
package struct StatusNote: Codable, Hashable, Sendable {
    package static let format = "doicanh-status-1"
    package static let byteLimit = 1 << 16
    package static let wordLimit = 2000

    package let format: String
    package let id: String
    package let message: String
    /// SHA-256 of the message's envelope: a note is about these bytes and no others.
    package let messageSha256: String
    package let state: DeliveryState
    /// The receiver it is about; nil when the node refused the message as a whole.
    package let receiver: String?
    /// Whose node signed.
    package let node: String
    package let at: Moment
    /// The rule by which a node refused, and what it says besides.
    package let reason: RefusalReason?
    package let successors: [String]?
    /// What an official wrote.
    package let words: String?

    init(
        id: String, message: String, messageSha256: String, state: DeliveryState, receiver: String?, node: String,
        at: Moment, reason: RefusalReason? = nil, successors: [String]? = nil, words: String? = nil
    ) {
        format = Self.format
        (self.id, self.message, self.messageSha256, self.state) = (id, message, messageSha256, state)
        (self.receiver, self.node, self.at) = (receiver, node, at)
        (self.reason, self.successors, self.words) = (reason, successors, words)
    }

    var isWellFormed: Bool {
        format == Self.format && Shape.isUUID(id) && message.count <= 64
            && (words ?? "").count <= Self.wordLimit && !(words ?? "").contains("\0")
    }
}

/// Why a node refuses a message. The names are what programs read; for people each has its sentence.
package enum RefusalReason: String, Codable, Hashable, Sendable, CaseIterable {
    /// Not an envelope, or longer than one may be.
    case unreadable
    /// The signature does not hold for these bytes.
    case altered
    /// Nobody whom the authority vouches for, or not the node that speaks for the sender.
    case unknownKey = "unknown_key"
    case revokedKey = "revoked_key"
    case unknownSender = "unknown_sender"
    /// Another message has this id.
    case replayed
    case fromTheFuture = "from_the_future"
    /// Nobody sends for so long: a certificate that has ended could have signed it yesterday.
    case tooOld = "too_old"
    case tooManyReceivers = "too_many_receivers"
    /// None of its receivers is here.
    case notHere = "not_here"
    /// The receiver has ended; its successors are named.
    case receiverEnded = "receiver_ended"
    /// A part is not of the kind that its sender says.
    case partIsAnother = "part_is_another"
    /// No module here understands this kind of message.
    case unknownKind = "unknown_kind"
}
