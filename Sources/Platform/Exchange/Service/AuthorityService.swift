// SPDX-License-Identifier: Apache-2.0

import Agencies
import Crypto
package import Database
package import Foundation
package import Kernel
import Ledger
import Signatures

/// The authority of a directory: a province or a ministry that has none makes its own. It vouches for nodes and signs the
/// directory in which they find each other; messages never pass through it.
package struct AuthorityService: Sendable {
    let database: any Database
    let folder: ExchangeFolder
    private let now: Now
    private let newID: NewID

    package static let yearsOfAuthority = 20
    package static let daysOfNode = 730
    package static let daysOfDirectory = 30

    package init(database: any Database, folder: ExchangeFolder, now: @escaping Now, newID: @escaping NewID) {
        (self.database, self.folder, self.now, self.newID) = (database, folder, now, newID)
    }

    /// Makes the authority's key, in a file of this data folder, and a certificate that vouches for itself.
    package func begin(named name: String, by actor: Actor) async throws {
        try actor.may(.keepExchange, in: .everywhere)
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty else { throw ExchangeProblem.blankName }
        guard try folder.authority() == nil else { throw ExchangeProblem.authorityIsHere }
        try await begin(try Certificates.authority(named: name, years: Self.yearsOfAuthority, at: now()), name, actor)
    }

    /// Takes in an authority that was made elsewhere: its certificate, its key (P-256) and, where it does not vouch for itself,
    /// those who vouch for it up to the root, all in PEM. Where an authority is here, a newer certificate of the same key
    /// and name takes its place; the key need not be given again. Gives its name.
    @discardableResult
    package func take(
        certificate: String, key: String? = nil, chain: String = "", by actor: Actor
    ) async throws -> String {
        try actor.may(.keepExchange, in: .everywhere)
        let known = try folder.authority()
        guard let key = key ?? known?.keyInPEM else { throw ExchangeProblem.noAuthority }
        let certificates =
            try Certificates.read(pem: certificate) + (chain.isEmpty ? [] : Certificates.read(pem: chain))
        if let known = known?.certificates.first {
            guard let own = certificates.first, Certificates.isSameAuthority(own, known) else {
                throw ExchangeProblem.authorityOfAnotherKey
            }
        }
        let seal = try Certificates.authority(of: certificates, key: key, at: now())
        let name = seal.certificates.first.flatMap(Certificates.title) ?? ""
        try await known == nil ? begin(seal, name, actor) : follow(known, seal, actor)
        return name
    }

    /// A new certificate for the authority's key and name, for so many years from now. Nodes take it in with the next
    /// directory; what was signed before is checked by the one of that time. Gives its last moment.
    @discardableResult
    package func renewAuthority(years: Int = Self.yearsOfAuthority, by actor: Actor) async throws -> Date {
        try actor.may(.keepExchange, in: .everywhere)
        guard (1...50).contains(years) else { throw ExchangeProblem.yearsOutOfRange(50) }
        guard let known = try folder.authority() else { throw ExchangeProblem.noAuthority }
        let seal = try Certificates.renewed(known, years: years, at: now())
        try await follow(known, seal, actor)
        return seal.certificates.first.flatMap(Certificates.validUntil) ?? now()
    }

    /// The certificate that follows the authority's own.
    private func follow(_ known: Seal?, _ seal: Seal, _ actor: Actor) async throws {
        guard let known = known?.certificates.first, let own = seal.certificates.first,
            let (before, until) = Certificates.validUntil(known).flatMap({ before in
                Certificates.validUntil(own).map { (before, $0) }
            })
        else { throw ExchangeProblem.noAuthority }
        guard until > before else { throw ExchangeProblem.authorityNotNewer }
        try folder.trust(seal.certificates)
        try folder.keep(authority: Seal(key: seal.key, certificates: seal.certificates))
        let facts = ["sha256": Hash.of(own).hex, "before": Hash.of(known).hex, "until": "\(Day(until))"]
        try await database.write {
            [event = event("authority_renewed", Certificates.title(own) ?? "", by: actor, facts)] in
            try Ledger($0).append(event)
        }
    }

    private func begin(_ seal: Seal, _ name: String, _ actor: Actor) async throws {
        guard let root = seal.certificates.first else { throw ExchangeProblem.noAuthority }
        try folder.trust(seal.certificates)
        try folder.keep(authority: seal)
        try await database.write { [event = event("authority_begun", name, by: actor, ["sha256": Hash.of(root).hex])] in
            try Ledger($0).append(event)
        }
    }

    /// Vouches for a node that is not known yet, and gives what it takes in: its certificate and the authority's, in PEM.
    package func enrol(
        _ request: String, at address: String, agencies: [String], days: Int = Self.daysOfNode, by actor: Actor
    ) async throws -> String {
        try actor.may(.keepExchange, in: .everywhere)
        let asked = try Certificates.read(request: request)
        let node = asked.node
        let issued = try issue(to: node, at: address, asked.key, days)
        return try await database.write { [now, event] db in
            let store = EnrolmentStore(db: db)
            guard try store.insert(.init(id: node, address: address, services: asked.services), at: now()) else {
                throw ExchangeProblem.nodeTaken(node)
            }
            try store.insert(issued.own, of: node, at: now())
            try host(agencies, at: node, by: actor, in: db)
            try Ledger(db).append(
                event("enrolled", node, actor, ["address": address, "sha256": Hash.of(issued.own).hex]))
            return issued.pem
        }
    }

    /// Vouches for one more key of a node that is known: before its certificate ends, or after it was revoked. With an
    /// address, the node has moved; what it says it understands counts from now on.
    package func renew(
        _ request: String, at address: String? = nil, days: Int = Self.daysOfNode, by actor: Actor
    ) async throws -> String {
        try actor.may(.keepExchange, in: .everywhere)
        let asked = try Certificates.read(request: request)
        let node = asked.node
        let known = try await database.read { try EnrolmentStore(db: $0).nodes().first { $0.id == node }?.address }
        guard let known else { throw ExchangeProblem.noSuchNode(node) }
        let issued = try issue(to: node, at: address ?? known, asked.key, days)
        return try await database.write { [now, event] db in
            let store = EnrolmentStore(db: db)
            guard try store.node(node) != nil else { throw ExchangeProblem.noSuchNode(node) }
            try store.move(node, to: address ?? known)
            if let services = asked.services { try store.offer(services, at: node) }
            try store.insert(issued.own, of: node, at: now())
            try Ledger(db).append(
                event("renewed", node, actor, ["address": address ?? known, "sha256": Hash.of(issued.own).hex]))
            return issued.pem
        }
    }

    /// Declares all keys of a node lost or stolen. It counts from the next directory on.
    package func revoke(_ node: String, reason: String, by actor: Actor) async throws {
        try actor.may(.keepExchange, in: .everywhere)
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw ExchangeProblem.reasonMissing }
        try await database.write { [now, event] db in
            let store = EnrolmentStore(db: db)
            guard try store.node(node) != nil else { throw ExchangeProblem.noSuchNode(node) }
            guard try store.revoke(node, at: now(), reason: reason) > 0 else {
                throw ExchangeProblem.alreadyRevoked(node)
            }
            try Ledger(db).append(event("revoked", node, actor, ["reason": reason]))
        }
    }

    /// Lets a node speak for agencies, whoever did before.
    package func host(_ agencies: [String], at node: String, by actor: Actor) async throws {
        try actor.may(.keepExchange, in: .everywhere)
        try await database.write { db in
            guard try EnrolmentStore(db: db).node(node) != nil else { throw ExchangeProblem.noSuchNode(node) }
            try host(agencies, at: node, by: actor, in: db)
        }
    }

    /// Signs the next version of the directory out of what is known now, and keeps it.
    package func publish(days: Int = Self.daysOfDirectory, by actor: Actor) async throws -> StoredDirectory {
        try actor.may(.keepExchange, in: .everywhere)
        guard (1...366).contains(days) else { throw ExchangeProblem.daysOutOfRange(366) }
        guard let seal = try folder.authority(), let own = seal.certificates.first else {
            throw ExchangeProblem.noAuthority
        }
        let (name, certificates) = (Certificates.title(own) ?? "", try folder.roots())
        // The last version and the entries are read in the transaction that keeps the next one: two at once would make one
        // number twice, and the primary key refuses the second.
        return try await database.write { [now, event] db in
            let (store, time) = (DirectoryStore(db: db), now())
            let directory = ExchangeDirectory(
                version: (try store.newest()?.directory.version ?? 0) + 1, authority: name,
                certificates: certificates, issuedAt: time, validUntil: time + Double(days) * 86_400,
                nodes: try Self.nodes(db), agencies: try Self.entries(db))
            let stored = StoredDirectory(
                directory: directory, paper: try SignedPaper.signed(directory, with: PaperSigner(seal)))
            guard try store.insert(stored, at: time) else {
                throw ExchangeProblem.directoryTwice(version: directory.version)
            }
            try Ledger(db).append(
                event("directory_published", "\(directory.version)", actor, ["sha256": stored.paper.digest]))
            return stored
        }
    }

    private func issue(
        to node: String, at address: String, _ key: P256.Signing.PublicKey, _ days: Int
    ) throws -> (own: [UInt8], pem: String) {
        guard let place = NodeName.address(address) else { throw ExchangeProblem.notAnAddress(address) }
        guard (1...3650).contains(days) else { throw ExchangeProblem.daysOutOfRange(3650) }
        guard let seal = try folder.authority() else { throw ExchangeProblem.noAuthority }
        let own = try Certificates.issue(to: node, at: place.host, key: key, by: seal, days: days, at: now())
        return (own, Certificates.pem([own] + seal.certificates))
    }

    private func host(_ agencies: [String], at node: String, by actor: Actor, in db: any Connection) throws {
        let store = AgencyStore(db: db)
        for text in agencies {
            let organID = try OrganID(text)
            guard organID.form == .current, try !store.versions(of: organID).isEmpty else {
                throw ExchangeProblem.noSuchAgency(text)
            }
            try EnrolmentStore(db: db).host(text, at: node)
            try Ledger(db).append(event("hosted", node, actor, ["organ_id": text]))
        }
    }

    private static func nodes(_ db: any Connection) throws -> [ExchangeDirectory.Node] {
        let store = EnrolmentStore(db: db)
        return try store.nodes().map {
            ExchangeDirectory.Node(
                id: $0.id, address: $0.address, services: $0.services, certificates: try store.certificates(of: $0.id))
        }
    }

    /// Every agency that ever carried a hosted identifier, with those that took over from it.
    private static func entries(_ db: any Connection) throws -> [ExchangeDirectory.Entry] {
        let agencies = AgencyStore(db: db)
        return try EnrolmentStore(db: db).hosts().flatMap { organID, node in
            try agencies.versions(of: OrganID(organID)).map { agency in
                let heirs = try agencies.successions(touching: agency.id).filter { $0.old == agency.id }.map(\.new)
                let successors = try heirs.reduce(into: [String]()) { found, id in
                    guard let heir = try agencies.find(id)?.organID.description, !found.contains(heir) else { return }
                    found.append(heir)
                }
                return ExchangeDirectory.Entry(agency, successors: successors, node: node)
            }
        }
    }

    private var event: @Sendable (String, String, Actor, [String: String]) -> Event {
        { [now, newID] what, subject, actor, facts in
            Event(
                id: ID(newID()), kind: "exchange.\(what)", subject: subject, actor: actor.id, at: now(), facts: facts)
        }
    }

    private func event(_ what: String, _ subject: String, by actor: Actor, _ facts: [String: String]) -> Event {
        event(what, subject, actor, facts)
    }
}
