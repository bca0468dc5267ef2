// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// How it goes with this node and with those that messages go to.
package struct ExchangeStatus: Hashable, Sendable {
    /// Nil before it was enrolled.
    package let own: OwnNode?
    /// Every other node of the directory, and those for whom something waits.
    package let neighbours: [Neighbour]
    /// How many messages were refused and are kept.
    package let refused: Int

    package init(own: OwnNode?, neighbours: [Neighbour], refused: Int) {
        (self.own, self.neighbours, self.refused) = (own, neighbours, refused)
    }

    /// What somebody should look at, the gravest first: the node, and what it is.
    package var warnings: [(node: String, warning: ExchangeWarning)] {
        let all =
            (own.map { own in own.warnings.map { (own.node, $0) } } ?? [])
            + neighbours.flatMap { neighbour in neighbour.warnings.map { (neighbour.node, $0) } }
        return all.filter(\.1.isGrave) + all.filter { !$0.1.isGrave }
    }

    /// This node itself.
    package struct OwnNode: Hashable, Sendable {
        package let node: String
        package let authority: String
        package let certificateUntil: Date?
        /// When the certificate of the authority ends that it trusts.
        package let authorityUntil: Date?
        /// Nil before it has a directory.
        package let directory: Int64?
        package let directoryUntil: Date?
        package let queue: Queue
        package let warnings: [ExchangeWarning]

        package init(
            node: String, authority: String, certificateUntil: Date?, authorityUntil: Date?, directory: Int64?,
            directoryUntil: Date?, queue: Queue, warnings: [ExchangeWarning]
        ) {
            (self.node, self.authority, self.certificateUntil) = (node, authority, certificateUntil)
            self.authorityUntil = authorityUntil
            (self.directory, self.directoryUntil) = (directory, directoryUntil)
            (self.queue, self.warnings) = (queue, warnings)
        }
    }

    /// What waits for the agencies of a node.
    package struct Queue: Hashable, Sendable {
        /// Deliveries of which nothing came back, and since when the oldest waits.
        package let waiting: Int
        package let oldest: Date?
        /// Errands that couriers have given up.
        package let dead: Int

        package init(waiting: Int, oldest: Date?, dead: Int) {
            (self.waiting, self.oldest, self.dead) = (waiting, oldest, dead)
        }

        static let empty = Queue(waiting: 0, oldest: nil, dead: 0)
    }
}

/// How it goes with one node that messages go to.
package struct Neighbour: Hashable, Sendable {
    package let node: String
    /// The agency it speaks for that stands highest; "" for a node that the directory does not know.
    package let name: String
    /// How many agencies it speaks for.
    package let agencies: Int
    /// "" for a node that the directory does not know any more.
    package let address: String
    package let queue: ExchangeStatus.Queue
    package let contact: Contact
    /// When the last of its certificates ends that was not revoked; nil when there is none.
    package let certificateUntil: Date?
    package let warnings: [ExchangeWarning]

    package init(
        node: String, name: String, agencies: Int, address: String, queue: ExchangeStatus.Queue, contact: Contact,
        certificateUntil: Date?, warnings: [ExchangeWarning]
    ) {
        (self.node, self.name, self.agencies, self.address) = (node, name, agencies, address)
        (self.queue, self.contact) = (queue, contact)
        (self.certificateUntil, self.warnings) = (certificateUntil, warnings)
    }
}

/// What an operator should look at.
package enum ExchangeWarning: Hashable, Sendable {
    case noDirectory
    /// Past its day; after the grace nothing is sent or taken.
    case directoryStale(since: Date), directoryExpired(since: Date)
    case noCertificate
    case certificateEnded(Date), certificateEnds(Date)
    /// The authority's own, on which all others rest; whether its key is here.
    case authorityEnded(Date), authorityEnds(Date, isHere: Bool)
    /// Nobody has answered for an hour, or ever.
    case notReached(since: Date?)
    /// Something waits for more than an hour.
    case waitsLong(since: Date)
    case deadLetters(Int)
    /// It goes by an older directory than this node.
    case directoryBehind(Int64)
    /// Messages wait for a node that the directory does not know.
    case notInDirectory

    /// How long silence and waiting are nothing to tell of.
    package static let patience: TimeInterval = 3600
    /// How long before its end a certificate is spoken of.
    package static let notice: TimeInterval = 30 * 86_400

    package var code: String {
        switch self {
        case .noDirectory: "no_directory"
        case .directoryStale: "directory_stale"
        case .directoryExpired: "directory_expired"
        case .noCertificate: "no_certificate"
        case .certificateEnded: "certificate_ended"
        case .certificateEnds: "certificate_ends"
        case .authorityEnded: "authority_ended"
        case .authorityEnds(_, isHere: true): "authority_ends_here"
        case .authorityEnds: "authority_ends_there"
        case .notReached(nil): "never_reached"
        case .notReached: "not_reached"
        case .waitsLong: "waits_long"
        case .deadLetters: "dead_letters"
        case .directoryBehind: "directory_behind"
        case .notInDirectory: "not_in_directory"
        }
    }

    /// Something does not work, and not only soon.
    package var isGrave: Bool {
        switch self {
        case .directoryStale, .certificateEnds, .authorityEnds, .directoryBehind, .waitsLong: false
        default: true
        }
    }

    static func certificate(until: Date?, at time: Date) -> [ExchangeWarning] {
        guard let until else { return [.noCertificate] }
        if until <= time { return [.certificateEnded(until)] }
        return until <= time + notice ? [.certificateEnds(until)] : []
    }

    static func authority(_ authority: (end: Date, isHere: Bool)?, at time: Date) -> [ExchangeWarning] {
        guard let (end, isHere) = authority else { return [] }
        if end <= time { return [.authorityEnded(end)] }
        return end <= time + notice ? [.authorityEnds(end, isHere: isHere)] : []
    }

    static func queue(_ queue: ExchangeStatus.Queue, at time: Date) -> [ExchangeWarning] {
        let old = queue.oldest.flatMap { $0 < time - patience ? [ExchangeWarning.waitsLong(since: $0)] : nil } ?? []
        return (queue.dead > 0 ? [.deadLetters(queue.dead)] : []) + old
    }

    static func contact(_ contact: Contact, own: Int64?, at time: Date) -> [ExchangeWarning] {
        var found: [ExchangeWarning] = []
        if contact.isSilent, contact.reachedAt.map({ $0 < time - patience }) ?? true {
            found.append(.notReached(since: contact.reachedAt))
        }
        if let theirs = contact.directory, let own, theirs < own { found.append(.directoryBehind(theirs)) }
        return found
    }
}

/// A message that waits for one receiver.
package struct WaitingDelivery: Hashable, Sendable {
    package let message: String
    package let sender: String
    package let receiver: String
    package let since: Date
    /// The ledger event that tells of its sending.
    package let event: String
    /// How often it was tried, and when it is tried again; no next time when it was given up.
    package let attempts: Int
    package let due: Date?
    package let isDead: Bool
    /// What went wrong the last time, as programs say it.
    package let problem: String

    package init(
        message: String, sender: String, receiver: String, since: Date, event: String, attempts: Int, due: Date?,
        isDead: Bool, problem: String
    ) {
        (self.message, self.sender, self.receiver, self.since) = (message, sender, receiver, since)
        (self.event, self.attempts, self.due, self.isDead) = (event, attempts, due, isDead)
        self.problem = problem
    }
}
