// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Database
package import Foundation
package import Kernel
import Ledger
import Logging
import Signatures
import Synchronization

/// This node's own place in the exchange: its certificate, and the newest directory it has seen.
package struct DirectoryService: Sendable {
    let database: any Database
    let folder: ExchangeFolder
    /// For how long work goes on with a directory that is past its day.
    let grace: TimeInterval
    let read: DirectoryCache
    let now: Now
    private let newID: NewID

    package static let standardGrace: TimeInterval = 30 * 86_400

    package init(
        database: any Database, folder: ExchangeFolder, grace: TimeInterval = Self.standardGrace,
        cache: DirectoryCache = DirectoryCache(), now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.folder, self.grace, self.now, self.newID) = (database, folder, grace, now, newID)
        read = cache
    }

    /// What the authority is asked: a request in PEM for a key that this node makes and keeps. It says which kinds of message
    /// are understood here.
    package func request(as node: String, offering services: [String]? = nil) throws -> String {
        guard NodeName.isName(node) else { throw ExchangeProblem.notANodeName(node) }
        return try Certificates.request(for: node, key: try folder.keyOfRequest(), offering: services)
    }

    /// Takes in what the authority issued: this node's certificate, and the one it is to trust from now on.
    package func accept(_ pem: String, by actor: Actor) async throws -> String {
        try actor.may(.keepExchange, in: .everywhere)
        let certificates = try Certificates.read(pem: pem)
        let chain = Array(certificates.dropFirst())
        guard let root = chain.first, let own = certificates.first, Certificates.isChain(certificates),
            let node = Certificates.name(of: own), NodeName.isName(node)
        else { throw ExchangeProblem.certificateOfAnother }
        try folder.trust(chain)
        try folder.accept(certificates)
        try await database.write { [now, newID] in
            try Ledger($0).append(
                Event(
                    id: ID(newID()), kind: "exchange.certificate_taken", subject: node, actor: actor.id, at: now(),
                    facts: ["sha256": Hash.of(own).hex, "authority": Hash.of(root).hex]))
        }
        return node
    }

    /// Takes a directory in, whoever brings it: the authority's signature is what counts. False when it was known.
    @discardableResult
    package func take(_ paper: SignedPaper, by actor: Actor) async throws -> Bool {
        try actor.may(.keepExchange, in: .everywhere)
        let known = try folder.roots()
        guard !known.isEmpty else { throw ExchangeProblem.notEnrolled }
        guard let stored = StoredDirectory(paper) else { throw ExchangeProblem.directoryUnreadable("") }
        // The authority's certificate may have been renewed: it is the same key that has to have signed.
        let carried = (stored.directory.authorityCertificates ?? []).map { [UInt8]($0) }
        let renewals = try folder.renewals(among: carried)
        let roots = known + renewals
        switch paper.verdict(roots, at: stored.directory.issuedAt.date) {
        case .holds(let signer) where roots.contains(signer): break
        case .holds: throw ExchangeProblem.directoryNotSigned("not by the authority itself")
        case .unreadable: throw ExchangeProblem.directoryNotSigned("not a signature")
        case .altered: throw ExchangeProblem.directoryNotSigned("altered")
        case .untrusted(let reason): throw ExchangeProblem.directoryNotSigned(reason)
        }
        if !renewals.isEmpty { try await follow(renewals, of: stored.directory.authority, by: actor) }
        return try await keep(stored, by: actor)
    }

    /// Trusts further certificates of the authority.
    private func follow(_ renewals: [[UInt8]], of authority: String, by actor: Actor) async throws {
        try folder.trust(renewals: renewals)
        let digests = renewals.map { Hash.of($0).hex }.joined(separator: " ")
        try await database.write { [now, newID] in
            try Ledger($0).append(
                Event(
                    id: ID(newID()), kind: "exchange.authority_followed", subject: authority, actor: actor.id,
                    at: now(), facts: ["sha256": digests]))
        }
    }

    /// False when it was known.
    private func keep(_ stored: StoredDirectory, by actor: Actor) async throws -> Bool {
        let paper = stored.paper
        return try await database.write { [now, newID] db in
            let (store, version) = (DirectoryStore(db: db), stored.directory.version)
            if let known = try store.find(version) {
                guard known.paper.bytes == paper.bytes else { throw ExchangeProblem.directoryTwice(version: version) }
                return false
            }
            if let newest = try store.newest()?.directory.version, newest > version {
                throw ExchangeProblem.directoryOlder(version: version, than: newest)
            }
            guard try store.insert(stored, at: now()) else { return false }
            try Ledger(db).append(
                Event(
                    id: ID(newID()), kind: "exchange.directory_taken", subject: "\(version)", actor: actor.id,
                    at: now(), facts: ["sha256": paper.digest]))
            return true
        }
    }

    package func newest() async throws -> StoredDirectory? {
        try await database.read { [read] db in
            let store = DirectoryStore(db: db)
            guard let version = try store.newestVersion() else { return nil }
            return try read.version(version) { try store.find(version) }
        }
    }

    package func freshness(of directory: ExchangeDirectory) -> ExchangeDirectory.Freshness {
        directory.freshness(at: now(), grace: grace)
    }

    /// The directory that work goes by. Warns when it is past its day; throws when the grace is over, too.
    func current() async throws -> StoredDirectory {
        guard let stored = try await newest() else { throw ExchangeProblem.noDirectory }
        switch freshness(of: stored.directory) {
        case .fresh: break
        case .stale(let since):
            Logger(label: "exchange").warning(
                "the directory is past its day",
                metadata: ["version": "\(stored.directory.version)", "since": "\(Moment(since))"])
        case .expired: throw ExchangeProblem.directoryExpired
        }
        return stored
    }

    /// When this node's certificate ends; nil before it has one.
    package var certificateUntil: Date? {
        (try? identity().seal.certificates.first).flatMap { Certificates.validUntil($0) }
    }

    /// When the certificate of the authority ends that this node trusts, and whether the authority is here.
    package var authorityUntil: (end: Date, isHere: Bool)? {
        guard let end = (try? folder.roots().first).flatMap({ Certificates.validUntil($0) }) else { return nil }
        return (end, (try? folder.authority()) ?? nil != nil)
    }

    /// What a connection to a neighbour needs: the certificates in DER, the own one first, the key, and whom to trust.
    package func credentials() throws -> (certificates: [[UInt8]], key: [UInt8], roots: [[UInt8]]) {
        let seal = try identity().seal
        return (seal.certificates, seal.key, try folder.chain())
    }

    /// Whether the authority itself vouches for a certificate: where it is one of many below a root, others do not count.
    package func isVouchedFor(_ certificate: [UInt8]) throws -> Bool {
        try folder.roots().first.map { Certificates.isIssued(certificate, by: $0) } ?? false
    }

    /// The key and certificate of this node, and what it is called.
    func identity() throws -> NodeIdentity {
        guard let identity = try read.papers(of: folder).identity else { throw ExchangeProblem.notEnrolled }
        return identity
    }

    /// Checks what nodes sign that the authority vouches for.
    func checker() throws -> PaperChecker {
        guard let checker = try read.papers(of: folder).checker else { throw ExchangeProblem.notEnrolled }
        return checker
    }
}

/// What a node is called and signs with.
struct NodeIdentity: Sendable {
    let node: String
    let seal: Seal
    let signer: PaperSigner

    /// Nil when its certificate says no name.
    init?(_ seal: Seal) throws {
        guard let own = seal.certificates.first, let node = Certificates.name(of: own) else { return nil }
        (self.node, self.seal, signer) = (node, seal, try PaperSigner(seal))
    }
}

/// The directory, the key and the certificates as they were read last: reading them takes longer than taking a message. And
/// who was spoken with just now, so that not every message is a row written.
package final class DirectoryCache: Sendable {
    private let last = Mutex<StoredDirectory?>(nil)
    private let papers = Mutex<(of: ExchangeFolder.Stamp, Papers)?>(nil)
    let signs = RecentSigns()

    package init() {}

    struct Papers {
        /// Nil before the node was enrolled.
        let identity: NodeIdentity?
        let checker: PaperChecker?
    }

    func papers(of folder: ExchangeFolder) throws -> Papers {
        let stamp = folder.stamp()
        if let known = papers.withLock(\.self), known.of == stamp { return known.1 }
        let roots = try folder.roots()
        let read = Papers(
            identity: try folder.node().flatMap { try NodeIdentity($0) },
            checker: roots.isEmpty ? nil : try PaperChecker(roots: roots))
        papers.withLock { $0 = (stamp, read) }
        return read
    }

    func version(_ version: Int64, _ load: () throws -> StoredDirectory?) rethrows -> StoredDirectory? {
        if let last = last.withLock(\.self), last.directory.version == version { return last }
        let loaded = try load()
        last.withLock { $0 = loaded }
        return loaded
    }
}
