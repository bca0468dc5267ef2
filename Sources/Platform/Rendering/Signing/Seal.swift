// SPDX-License-Identifier: Apache-2.0

import CSignatures
import Foundation
import SwiftASN1

/// A private key with its certificates, in memory or in a folder of two PEM files.
struct Seal: Sendable {
    /// PKCS #8.
    let key: [UInt8]
    /// DER, the own one first.
    let certificates: [[UInt8]]

    func sign(_ bytes: [UInt8]) throws(RenderingProblem) -> [UInt8] {
        guard let signature = [UInt8](taking: csignatures_sign(key, key.count, bytes, bytes.count)) else {
            throw .certificateUnreadable
        }
        return signature
    }
}

extension Seal {
    init(pkcs12 file: [UInt8], passphrase: String) throws {
        var (key, certificates) = (csignatures_bytes(), csignatures_bytes())
        switch csignatures_pkcs12_open(file, file.count, passphrase, &key, &certificates) {
        case csignatures_opened: break
        case csignatures_wrong_passphrase: throw RenderingProblem.wrongPassphrase
        case csignatures_key_not_taken: throw RenderingProblem.keyNotTaken
        default: throw RenderingProblem.notPKCS12
        }
        guard let key = [UInt8](taking: key), let all = [UInt8](taking: certificates) else {
            throw RenderingProblem.notPKCS12
        }
        self.init(key: key, certificates: try Self.each(in: all))
    }

    /// Nil when the folder holds none.
    init?(in folder: URL) throws {
        let (keyFile, certificateFile) = Self.files(in: folder)
        let path = keyFile.path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        guard let mode, mode & 0o077 == 0 else { throw RenderingProblem.keyFileOpen(path) }
        let certificates = try PEMDocument.parseMultiple(
            pemString: String(contentsOf: certificateFile, encoding: .utf8))
        self.init(
            key: try PEMDocument(pemString: String(contentsOf: keyFile, encoding: .utf8)).derBytes,
            certificates: certificates.map(\.derBytes))
    }

    /// The folder appears whole or not at all, and is on disk when this returns.
    func write(to folder: URL, replacing: Bool = true) throws {
        let arriving = folder.deletingLastPathComponent().appending(path: ".\(UUID().uuidString)")
        let (keyFile, certificateFile) = Self.files(in: arriving)
        try FileManager.default.createDirectory(
            at: arriving, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: arriving) }
        try Self.write(PEMDocument(type: "PRIVATE KEY", derBytes: key).pemString, to: keyFile)
        let texts = certificates.map { PEMDocument(type: "CERTIFICATE", derBytes: $0).pemString }
        try Self.write(texts.joined(separator: "\n"), to: certificateFile)
        if replacing, FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) {
            _ = try FileManager.default.replaceItemAt(folder, withItemAt: arriving)
        } else {
            // Fails where a folder is already: then that one counts.
            try? FileManager.default.moveItem(at: arriving, to: folder)
        }
    }

    private static func files(in folder: URL) -> (key: URL, certificates: URL) {
        (folder.appending(path: "key.pem"), folder.appending(path: "certificates.pem"))
    }

    private static func write(_ text: String, to file: URL) throws {
        let made = FileManager.default.createFile(
            atPath: file.path(percentEncoded: false), contents: Data((text + "\n").utf8),
            attributes: [.posixPermissions: 0o600])
        guard made else { throw CocoaError(.fileWriteUnknown) }
        let handle = try FileHandle(forWritingTo: file)
        try handle.synchronize()
        try handle.close()
    }

    /// Certificates that stand one after the other, taken apart.
    private static func each(in bytes: [UInt8]) throws -> [[UInt8]] {
        var certificates: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            // A SEQUENCE tells its length in its second byte, or in as many bytes as that one says.
            guard rest.count > 4, let first = rest.dropFirst().first else { throw RenderingProblem.notPKCS12 }
            let digits = first < 0x80 ? 0 : Int(first & 0x7F)
            let length = rest.dropFirst(2).prefix(digits).reduce(0) { $0 << 8 | Int($1) }
            let whole = 2 + digits + (digits == 0 ? Int(first) : length)
            guard whole <= rest.count else { throw RenderingProblem.notPKCS12 }
            certificates.append(Array(rest.prefix(whole)))
            rest = rest.dropFirst(whole)
        }
        return certificates
    }
}
