// SPDX-License-Identifier: Apache-2.0

import CSignatures
package import Foundation
import SwiftASN1

/// A private key with its certificates, in memory or in one PEM file.
package struct Seal: SigningCredential {
    /// PKCS #8.
    package let key: [UInt8]
    /// DER, the own one first.
    package let certificates: [[UInt8]]

    package init(key: [UInt8], certificates: [[UInt8]]) { (self.key, self.certificates) = (key, certificates) }

    package func sign(_ bytes: [UInt8]) throws(SignatureProblem) -> [UInt8] {
        guard let signature = [UInt8](taking: csignatures_sign(key, key.count, bytes, bytes.count)) else {
            throw .certificateUnreadable
        }
        return signature
    }
}

extension Seal {
    /// The signature over a digest that somebody else made.
    func sign(digest: [UInt8]) throws(SignatureProblem) -> [UInt8] {
        guard let signature = [UInt8](taking: csignatures_sign_digest(key, key.count, digest, digest.count)) else {
            throw .certificateUnreadable
        }
        return signature
    }

    /// A PKCS #12 file with this key, opened by `passphrase`.
    package func pkcs12(passphrase: String) throws(SignatureProblem) -> [UInt8] {
        let all = Array(certificates.joined())
        let made = csignatures_pkcs12_make(key, key.count, all, all.count, passphrase)
        guard let file = [UInt8](taking: made) else { throw .certificateUnreadable }
        return file
    }

    init(pkcs12 file: [UInt8], passphrase: String) throws {
        var (key, certificates) = (csignatures_bytes(), csignatures_bytes())
        switch csignatures_pkcs12_open(file, file.count, passphrase, &key, &certificates) {
        case csignatures_opened: break
        case csignatures_wrong_passphrase: throw SignatureProblem.wrongPassphrase
        case csignatures_key_not_taken: throw SignatureProblem.keyNotTaken
        default: throw SignatureProblem.notPKCS12
        }
        guard let key = [UInt8](taking: key), let all = [UInt8](taking: certificates) else {
            throw SignatureProblem.notPKCS12
        }
        self.init(key: key, certificates: try Self.each(in: all))
    }

    /// Nil when there is no such file.
    package init?(file: URL) throws {
        let path = file.path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        guard let mode, mode & 0o077 == 0 else { throw SignatureProblem.keyFileOpen(path) }
        let parts = try PEMDocument.parseMultiple(pemString: String(contentsOf: file, encoding: .utf8))
        guard let key = parts.first(where: { $0.discriminator == Self.keyPart }) else {
            throw SignatureProblem.certificateUnreadable
        }
        self.init(
            key: key.derBytes, certificates: parts.filter { $0.discriminator == Self.certificatePart }.map(\.derBytes))
    }

    /// The file appears whole or not at all, for its owner only, and is on disk when this returns. Without `replacing`, a
    /// file that is already there stays.
    package func write(to file: URL, replacing: Bool = true) throws {
        let folder = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let arriving = folder.appending(path: ".\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: arriving) }
        let parts =
            [PEMDocument(type: Self.keyPart, derBytes: key)]
            + certificates.map { PEMDocument(type: Self.certificatePart, derBytes: $0) }
        let text = parts.map { $0.pemString + "\n" }.joined()
        try Self.put(text, in: arriving.path(percentEncoded: false))
        let (from, to) = (arriving.path(percentEncoded: false), file.path(percentEncoded: false))
        let moved = replacing ? rename(from, to) : link(from, to)
        guard moved == 0 || (!replacing && errno == EEXIST) else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }

    private static let keyPart = "PRIVATE KEY"
    private static let certificatePart = "CERTIFICATE"

    private static func put(_ text: String, in path: String) throws {
        let made = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard made else { throw POSIXError(.EIO) }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.synchronize()
        try handle.close()
    }

    /// Certificates that stand one after the other, taken apart.
    private static func each(in bytes: [UInt8]) throws -> [[UInt8]] {
        var certificates: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            // A SEQUENCE tells its length in its second byte, or in as many bytes as that one says.
            guard rest.count > 4, let first = rest.dropFirst().first else { throw SignatureProblem.notPKCS12 }
            let digits = first < 0x80 ? 0 : Int(first & 0x7F)
            let length = rest.dropFirst(2).prefix(digits).reduce(0) { $0 << 8 | Int($1) }
            let whole = 2 + digits + (digits == 0 ? Int(first) : length)
            guard whole <= rest.count else { throw SignatureProblem.notPKCS12 }
            certificates.append(Array(rest.prefix(whole)))
            rest = rest.dropFirst(whole)
        }
        return certificates
    }
}
