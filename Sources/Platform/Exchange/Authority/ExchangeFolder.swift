// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Signatures

/// The folder `exchange/` of the data folder: the key and certificate of this node (`node.pem`), the certificate of the
/// authority it trusts (`authority.crt`; earlier ones of the same key in `authority-before.crt`), and on the authority's own node
/// its key (`authority.pem`). Keys have mode 0600.
package struct ExchangeFolder: Sendable {
    private let folder: URL

    package init(_ folder: URL) { self.folder = folder }

    private var authorityKey: URL { folder.appending(path: "authority.pem") }
    private var nodeKey: URL { folder.appending(path: "node.pem") }
    /// A key that waits for its certificate.
    private var requestKey: URL { folder.appending(path: "request.pem") }
    private var trusted: URL { folder.appending(path: "authority.crt") }
    /// What the authority's certificate was before it was renewed: what was signed then is checked by it.
    private var trustedBefore: URL { folder.appending(path: "authority-before.crt") }

    /// The authority's key, where it is here.
    func authority() throws -> Seal? { try Seal(file: authorityKey) }

    /// Refuses another key than the one that is here.
    func keep(authority: Seal) throws {
        if let known = try self.authority() {
            guard known.key == authority.key else { throw ExchangeProblem.authorityIsHere }
            return try authority.write(to: authorityKey)
        }
        try authority.write(to: authorityKey, replacing: false)
        guard try self.authority()?.certificates == authority.certificates else {
            throw ExchangeProblem.authorityIsHere
        }
    }

    /// What this node signs with; its own certificate, then that of the authority.
    func node() throws -> Seal? { try Seal(file: nodeKey) }

    /// The key of the request, made at the first one: asking twice asks for the same key.
    func keyOfRequest() throws -> P256.Signing.PrivateKey {
        if try Seal(file: requestKey) == nil {
            let key = P256.Signing.PrivateKey()
            try Seal(key: Array(key.derRepresentation), certificates: []).write(to: requestKey, replacing: false)
        }
        guard let kept = try Seal(file: requestKey) else { throw ExchangeProblem.notEnrolled }
        return try P256.Signing.PrivateKey(derRepresentation: kept.key)
    }

    /// The certificate has come: key and certificates become this node's, and the request is settled.
    func accept(_ certificates: [[UInt8]]) throws {
        guard let own = certificates.first, let asked = try Seal(file: requestKey) else {
            throw ExchangeProblem.certificateOfAnother
        }
        let key = try P256.Signing.PrivateKey(derRepresentation: asked.key)
        guard Certificates.key(of: own)?.rawRepresentation == key.publicKey.rawRepresentation else {
            throw ExchangeProblem.certificateOfAnother
        }
        try Seal(key: asked.key, certificates: certificates).write(to: nodeKey)
        try FileManager.default.removeItem(at: requestKey)
    }

    /// What the files are that a node signs with and trusts: while this stays the same, so do they.
    func stamp() -> Stamp {
        // Asked for with every paper: the name of the folder is put together once.
        let folder = folder.path(percentEncoded: false)
        return Stamp(
            node: Self.change(of: "\(folder)/node.pem"), trusted: Self.change(of: "\(folder)/authority.crt"),
            before: Self.change(of: "\(folder)/authority-before.crt"))
    }

    struct Stamp: Hashable {
        fileprivate let node, trusted, before: Change?
    }

    /// A file is written whole and put in the place of the last: another one is another node of the file system.
    fileprivate struct Change: Hashable {
        let file: UInt64, size: Int64, seconds: Int, nanoseconds: Int
    }

    private static func change(of path: String) -> Change? {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        #if os(Linux)
            let time = found.st_mtim
        #else
            let time = found.st_mtimespec
        #endif
        return Change(
            file: UInt64(found.st_ino), size: Int64(found.st_size), seconds: Int(time.tv_sec),
            nanoseconds: Int(time.tv_nsec))
    }

    /// The certificates of the authority this node trusts, in DER, the newest first; none before it was enrolled. All are of
    /// one key, and each counts for what was signed while it was valid.
    package func roots() throws -> [[UInt8]] {
        // In this order: a renewal writes down what was before it replaces it.
        let newest = try chain().prefix(1)
        return newest + (try Self.read(trustedBefore)).filter { !newest.contains($0) }
    }

    /// The newest of them, and those who vouch for it where it does not vouch for itself, up to the root. Lines need them all:
    /// TLS goes up to a root. Whoever has a certificate of the same key is vouched for by this one, too.
    package func chain() throws -> [[UInt8]] { try Self.read(trusted) }

    private static func read(_ file: URL) throws -> [[UInt8]] {
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else { return [] }
        return try Certificates.read(pem: String(contentsOf: file, encoding: .utf8))
    }

    /// Trusts an authority for good. Another certificate of the same authority is trusted as well; another authority is refused.
    func trust(_ chain: [[UInt8]]) throws {
        guard let own = chain.first else { throw ExchangeProblem.notAnAuthority }
        let (known, current) = (try roots(), try self.chain())
        guard let newest = known.first else { return try write(chain, to: trusted) }
        guard !known.contains(own) else { return }
        guard Certificates.isSameAuthority(own, newest) else { throw ExchangeProblem.anotherAuthority }
        let ends = [own, newest].map { Certificates.validUntil($0) ?? .distantPast }
        guard ends[0] > ends[1] else { return try write(known.dropFirst() + [own], to: trustedBefore) }
        try write(current.prefix(1) + known.dropFirst(), to: trustedBefore)
        try write(chain, to: trusted)
    }

    private func write(_ certificates: some Sequence<[UInt8]>, to file: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(Certificates.pem(Array(certificates)).utf8).write(to: file, options: .atomic)
    }

    /// Those among them that are certificates of the authority this node trusts, and that it does not know yet.
    func renewals(among certificates: [[UInt8]]) throws -> [[UInt8]] {
        let (known, chain) = (try roots(), try self.chain())
        return certificates.filter { !known.contains($0) && Certificates.isRenewal($0, of: chain) }
    }

    /// Takes renewals in: those above stay who they are.
    func trust(renewals: [[UInt8]]) throws {
        for renewal in renewals { try trust([renewal] + chain().dropFirst()) }
    }
}
