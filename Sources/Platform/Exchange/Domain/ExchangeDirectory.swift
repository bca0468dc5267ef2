// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Foundation
package import Kernel
import Ledger
import Synchronization

/// Who may be reached where: the nodes with their certificates, and the agencies each of them speaks for. An authority
/// signs it; every node keeps the newest it has seen and those before it.
package struct ExchangeDirectory: Codable, Hashable, Sendable {
    package static let format = "doicanh-directory-1"

    package let format: String
    /// Counted from 1; a greater one takes the place of all smaller ones.
    package let version: Int64
    package let authority: String
    /// All certificates of the authority, DER in base64, the newest first: all of one key. None in directories of before.
    package let authorityCertificates: [Data]?
    package let issuedAt: Moment
    package let validUntil: Moment
    package let nodes: [Node]
    package let agencies: [Entry]
    private let lookup = DirectoryLookup()

    private enum CodingKeys: String, CodingKey {
        case format, version, authority, authorityCertificates, issuedAt, validUntil, nodes, agencies
    }

    package init(
        version: Int64, authority: String, certificates: [[UInt8]] = [], issuedAt: Date, validUntil: Date,
        nodes: [Node],
        agencies: [Entry]
    ) {
        authorityCertificates = certificates.isEmpty ? nil : certificates.map { Data($0) }
        format = Self.format
        (self.version, self.authority, self.nodes, self.agencies) = (version, authority, nodes, agencies)
        (self.issuedAt, self.validUntil) = (Moment(issuedAt), Moment(validUntil))
    }

    package struct Node: Codable, Hashable, Sendable {
        package let id: String
        /// Host and port.
        package let address: String
        /// The kinds of message that its modules understand; nil when it has not said, as in directories of before.
        package let services: [String]?
        /// All it ever had, the newest last.
        package let certificates: [NodeCertificate]

        package init(
            id: String, address: String, services: [String]? = nil, certificates: [NodeCertificate]
        ) {
            (self.id, self.address, self.services, self.certificates) = (id, address, services, certificates)
        }
    }

    package struct NodeCertificate: Codable, Hashable, Sendable {
        /// DER, in base64.
        package let certificate: Data
        /// From when on nothing it signs counts.
        package let revokedAt: Moment?
        package let reason: String?

        package init(certificate: [UInt8], revokedAt: Date? = nil, reason: String? = nil) {
            self.certificate = Data(certificate)
            self.revokedAt = revokedAt.map(Moment.init)
            self.reason = reason
        }

        package var fingerprint: String { Hash.of(certificate).hex }
    }

    /// An agency as it was called for a time. One that took over its identifier is an entry of its own.
    package struct Entry: Codable, Hashable, Sendable {
        package let organID: String
        /// How the order of QCVN 102:2016 wrote it.
        package let formerOrganID: String?
        package let name: String
        /// Days, as `2025-07-01`; nil before the records and while it exists.
        package let validFrom: String?
        package let validTo: String?
        /// The identifiers of those that took over something from it.
        package let successors: [String]
        /// Who speaks for it.
        package let node: String

        enum CodingKeys: String, CodingKey {
            case organID = "organId"
            case formerOrganID = "formerOrganId"
            case name, validFrom, validTo, successors, node
        }

        package init(_ agency: Agency, successors: [String], node: String) {
            organID = agency.organID.description
            formerOrganID = agency.organID.formerSpelling?.description
            name = agency.name
            validFrom = agency.validFrom == .beginning ? nil : agency.validFrom.description
            validTo = agency.validTo?.description
            (self.successors, self.node) = (successors, node)
        }

        package func isValid(on day: Day) -> Bool {
            (validFrom.flatMap { Day($0) } ?? .beginning) <= day
                && (validTo.flatMap { Day($0) }.map { day <= $0 } ?? true)
        }
    }
}

extension ExchangeDirectory {
    package func node(_ id: String) -> Node? { index.nodes[id] }

    /// Whether the node that speaks for an agency understands a kind of message. One that has not said is tried.
    package func understands(_ kind: String, _ agency: Entry) -> Bool {
        node(agency.node)?.services?.contains(kind) ?? true
    }

    /// What became of an agency by a day.
    package enum Standing: Hashable, Sendable {
        case present(Entry)
        /// Those that took over from it, by their identifiers.
        case ended(Entry, successors: [String])
        case unknown
    }

    /// The agency written with this identifier, in either form, on a day.
    package func standing(of organID: String, on day: Day) -> Standing {
        guard let organID = try? OrganID(organID) else { return .unknown }
        let entries = index.agencies[organID.levels] ?? []
        if let present = entries.first(where: { $0.isValid(on: day) }) { return .present(present) }
        let last = entries.filter { $0.validTo.flatMap { Day($0) }.map { $0 < day } ?? false }
            .max { ($0.validTo ?? "") < ($1.validTo ?? "") }
        return last.map { .ended($0, successors: $0.successors) } ?? .unknown
    }

    /// The agencies of a day whose identifiers lie below one, in their order: all bodies of a province for `H42`. Those at
    /// `depth` levels below it alone, where that is given.
    package func agencies(below organID: String, depth: Int? = nil, on day: Day) -> [Entry] {
        guard let above = try? OrganID(organID).levels else { return [] }
        return index.agencies
            .filter { levels, _ in
                levels.count > above.count && levels.starts(with: above)
                    && (depth.map { levels.count == above.count + $0 } ?? true)
            }
            .compactMap { _, entries in entries.first { $0.isValid(on: day) } }
            .sorted { $0.organID < $1.organID }
    }

    /// Whose certificate it is, and whether it was revoked.
    package func owner(of certificate: [UInt8]) -> (node: Node, certificate: NodeCertificate)? {
        index.owners[Data(certificate)]
    }

    private var index: DirectoryLookup.Index { lookup.index(of: self) }

    /// How old a copy is, and whether work may go on with it.
    package enum Freshness: Hashable, Sendable {
        case fresh
        /// Past its day, but within the grace that is set: work goes on, and somebody is warned.
        case stale(since: Date)
        case expired(since: Date)

        package var allowsWork: Bool { if case .expired = self { false } else { true } }
    }

    package func freshness(at time: Date, grace: TimeInterval) -> Freshness {
        let end = validUntil.date
        if time <= end { return .fresh }
        return time <= end + grace ? .stale(since: end) : .expired(since: end)
    }
}

/// What is looked up in a directory, made at the first look: a nation has ten thousand agencies, and a message a thousand
/// receivers. Two directories are the same by what they say, not by what has been looked up.
private final class DirectoryLookup: Sendable, Hashable {
    struct Index {
        let nodes: [String: ExchangeDirectory.Node]
        /// By the levels of their identifiers, which are the same in either form.
        let agencies: [[String]: [ExchangeDirectory.Entry]]
        let owners: [Data: (node: ExchangeDirectory.Node, certificate: ExchangeDirectory.NodeCertificate)]
    }

    private let made = Mutex<Index?>(nil)

    func index(of directory: ExchangeDirectory) -> Index {
        made.withLock { made in
            if let made { return made }
            let owners = directory.nodes.flatMap { node in node.certificates.map { ($0.certificate, (node, $0)) } }
            let index = Index(
                nodes: Dictionary(directory.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
                agencies: Dictionary(grouping: directory.agencies) { (try? OrganID($0.organID).levels) ?? [] },
                owners: Dictionary(
                    owners.map { ($0.0, (node: $0.1.0, certificate: $0.1.1)) },
                    uniquingKeysWith: { first, _ in first }))
            made = index
            return index
        }
    }

    static func == (left: DirectoryLookup, right: DirectoryLookup) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
