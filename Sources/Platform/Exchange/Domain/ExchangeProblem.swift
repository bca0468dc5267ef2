// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why something about the exchange was refused here; what another node is told stands in `RefusalReason`.
package enum ExchangeProblem: Problem, Equatable {
    /// This data folder has no key of an authority, or has one already.
    case noAuthority, authorityIsHere
    /// What was to be taken in as an authority: its key, its certificate, or those above it.
    case authorityKeyNotTaken, notAnAuthority, authorityChainBroken
    /// A certificate that should follow the authority's own: of another key or name, one that does not end later, or one that
    /// only those above can issue.
    case authorityOfAnotherKey, authorityNotNewer, authorityRenewedAbove
    case yearsOutOfRange(Int)
    case blankName
    case notANodeName(String)
    case notAnAddress(String)
    /// Not a request for a certificate, or not signed with its own key.
    case requestUnreadable(String)
    case nodeTaken(String)
    case noSuchNode(String)
    case noSuchAgency(String)
    case reasonMissing
    case alreadyRevoked(String)
    /// This node has no certificate, or none by this authority.
    case notEnrolled
    case certificateOfAnother
    case anotherAuthority
    case noDirectory
    case directoryUnreadable(String)
    /// Not signed by the authority this node trusts.
    case directoryNotSigned(String)
    case directoryOlder(version: Int64, than: Int64)
    /// Two directories with one version: the authority has to publish a new one.
    case directoryTwice(version: Int64)
    case directoryExpired
    case daysOutOfRange(Int)
    /// This node does not speak for the agency that wants to send.
    case senderNotHere(String)
    case noReceivers
    case tooManyReceivers(Int)
    case tooManyAttachments(Int)
    /// The agency that a message is for has ended.
    case receiverEnded(String, successors: [String])
    /// The node that speaks for the agency understands no messages of this kind.
    case kindNotOffered(organID: String, name: String, kind: String)
    case badPart(String)
    case noSuchMessage(String)
    /// What was said does not follow what was said before.
    case cannotFollow(DeliveryState, after: DeliveryState?)
    case wordsTooLong(Int)
    /// A note that another node sent, and that is not believed.
    case noteNotBelieved(String)

    package var code: String {
        switch self {
        case .noAuthority: "exchange.no_authority"
        case .authorityIsHere: "exchange.authority_is_here"
        case .authorityKeyNotTaken: "exchange.authority_key_not_taken"
        case .notAnAuthority: "exchange.not_an_authority"
        case .authorityChainBroken: "exchange.authority_chain_broken"
        case .authorityOfAnotherKey: "exchange.authority_of_another_key"
        case .authorityNotNewer: "exchange.authority_not_newer"
        case .authorityRenewedAbove: "exchange.authority_renewed_above"
        case .yearsOutOfRange: "exchange.years_out_of_range"
        case .blankName: "exchange.blank_name"
        case .notANodeName: "exchange.not_a_node_name"
        case .notAnAddress: "exchange.not_an_address"
        case .requestUnreadable: "exchange.request_unreadable"
        case .nodeTaken: "exchange.node_taken"
        case .noSuchNode: "exchange.no_such_node"
        case .noSuchAgency: "exchange.no_such_agency"
        case .reasonMissing: "exchange.reason_missing"
        case .alreadyRevoked: "exchange.already_revoked"
        case .notEnrolled: "exchange.not_enrolled"
        case .certificateOfAnother: "exchange.certificate_of_another"
        case .anotherAuthority: "exchange.another_authority"
        case .noDirectory: "exchange.no_directory"
        case .directoryUnreadable: "exchange.directory_unreadable"
        case .directoryNotSigned: "exchange.directory_not_signed"
        case .directoryOlder: "exchange.directory_older"
        case .directoryTwice: "exchange.directory_twice"
        case .directoryExpired: "exchange.directory_expired"
        case .daysOutOfRange: "exchange.days_out_of_range"
        case .senderNotHere: "exchange.sender_not_here"
        case .noReceivers: "exchange.no_receivers"
        case .tooManyReceivers: "exchange.too_many_receivers"
        case .tooManyAttachments: "exchange.too_many_attachments"
        case .receiverEnded: "exchange.receiver_ended"
        case .kindNotOffered: "exchange.kind_not_offered"
        case .badPart: "exchange.bad_part"
        case .noSuchMessage: "exchange.no_such_message"
        case .cannotFollow: "exchange.cannot_follow"
        case .wordsTooLong: "exchange.words_too_long"
        case .noteNotBelieved: "exchange.note_not_believed"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noAuthority, .notEnrolled, .noDirectory, .directoryExpired: .unavailable
        case .noSuchNode, .noSuchAgency, .noSuchMessage: .notFound
        case .authorityIsHere, .authorityOfAnotherKey, .authorityNotNewer, .authorityRenewedAbove, .nodeTaken,
            .alreadyRevoked, .anotherAuthority, .directoryOlder, .directoryTwice,
            .cannotFollow:
            .conflict
        case .authorityKeyNotTaken, .notAnAuthority, .authorityChainBroken, .blankName, .notANodeName, .notAnAddress,
            .requestUnreadable, .reasonMissing, .certificateOfAnother,
            .directoryUnreadable, .directoryNotSigned, .daysOutOfRange, .yearsOutOfRange, .senderNotHere, .noReceivers,
            .tooManyReceivers, .tooManyAttachments, .receiverEnded, .kindNotOffered, .badPart, .wordsTooLong,
            .noteNotBelieved:
            .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .notANodeName(let text), .notAnAddress(let text), .requestUnreadable(let text): ["text": text]
        case .nodeTaken(let node), .noSuchNode(let node), .alreadyRevoked(let node): ["node": node]
        case .noSuchAgency(let organID), .senderNotHere(let organID): ["organ_id": organID]
        case .receiverEnded(let organID, let successors):
            ["organ_id": organID, "successors": successors.joined(separator: ", ")]
        case .kindNotOffered(let organID, let name, let kind): ["organ_id": organID, "name": name, "kind": kind]
        case .badPart(let name): ["name": name]
        case .noSuchMessage(let id): ["id": id]
        case .cannotFollow(let state, let before): ["state": state.rawValue, "before": before?.rawValue ?? "–"]
        case .noteNotBelieved(let reason): ["reason": reason]
        case .directoryUnreadable(let file): ["file": file]
        case .directoryNotSigned(let reason): ["reason": reason]
        case .directoryOlder(let version, let newer): ["version": "\(version)", "newer": "\(newer)"]
        case .directoryTwice(let version): ["version": "\(version)"]
        case .daysOutOfRange(let limit), .yearsOutOfRange(let limit), .tooManyReceivers(let limit),
            .tooManyAttachments(let limit),
            .wordsTooLong(let limit):
            ["limit": "\(limit)"]
        default: [:]
        }
    }
}

extension Permission {
    /// To keep the directory and the certificates of the exchange.
    package static let keepExchange: Permission = "exchange.keep"
    /// To send messages for an agency, and to take them back.
    package static let sendMessages: Permission = "exchange.send"
    /// To say for an agency how far its messages have come.
    package static let reportMessages: Permission = "exchange.report"
}
