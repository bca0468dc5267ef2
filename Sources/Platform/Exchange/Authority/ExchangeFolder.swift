// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Signatures

/// The folder `exchange/` of the data folder: the key and certificate of this node (`node.pem`), the certificate of the
/// authority it trusts (`authority.crt`), and on the authority's own node its key (`authority.pem`). Keys have mode 0600.
package struct ExchangeFolder: Sendable {
    private let folder: URL

    package init(_ folder: URL) { self.folder = folder }

    private var authorityKey: URL { folder.appending(path: "authority.pem") }
    private var nodeKey: URL { folder.appending(path: "node.pem") }
    /// A key that waits for its certificate.
    private var requestKey: URL { folder.appending(path: "request.pem") }
    private var trusted: URL { folder.appending(path: "authority.crt") }

    /// The authority's key, where it is here.
    func authority() throws -> Seal? { try Seal(file: authorityKey) }

    func keep(authority: Seal) throws {
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
    func stamp() -> Stamp { Stamp(node: Self.change(of: nodeKey), trusted: Self.change(of: trusted)) }

    struct Stamp: Hashable {
        fileprivate let node, trusted: Change?
    }

    /// A file is written whole and put in the place of the last: another one is another node of the file system.
    fileprivate struct Change: Hashable {
        let file: UInt64, size: Int64, seconds: Int, nanoseconds: Int
    }

    private static func change(of file: URL) -> Change? {
        var found = stat()
        guard stat(file.path(percentEncoded: false), &found) == 0 else { return nil }
        #if os(Linux)
            let time = found.st_mtim
        #else
            let time = found.st_mtimespec
        #endif
        return Change(
            file: UInt64(found.st_ino), size: Int64(found.st_size), seconds: Int(time.tv_sec),
            nanoseconds: Int(time.tv_nsec))
    }

    /// The certificate this node trusts, in DER; none before it was enrolled.
    package func roots() throws -> [[UInt8]] { Array(try chain().prefix(1)) }

    /// That certificate, and those who vouch for it where it does not vouch for itself, up to the root. Lines need them all:
    /// TLS goes up to a root.
    package func chain() throws -> [[UInt8]] {
        guard FileManager.default.fileExists(atPath: trusted.path(percentEncoded: false)) else { return [] }
        return try Certificates.read(pem: String(contentsOf: trusted, encoding: .utf8))
    }

    /// Trusts an authority for good. Refuses another than the one that is trusted already.
    func trust(_ chain: [[UInt8]]) throws {
        let known = try roots()
        guard known.isEmpty || known.first == chain.first else { throw ExchangeProblem.anotherAuthority }
        guard known.isEmpty else { return }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(Certificates.pem(chain).utf8).write(to: trusted, options: .atomic)
    }
}
