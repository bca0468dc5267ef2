// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// What opens backups: a key in a file that the operator keeps away from them, or a passphrase.
package struct BackupKey: Sendable {
    enum Secret: Sendable {
        case file(Curve25519.KeyAgreement.PrivateKey)
        case passphrase(String)
    }

    let secret: Secret

    private static let prefix = "doicanh-backup-key-1 "

    /// Reads a key file. One that others may read is no secret, so it is refused.
    package init(file path: String) throws(BackupProblem) {
        let line = try secretLine(of: path)
        guard line.hasPrefix(Self.prefix), let bytes = Data(base64Encoded: String(line.dropFirst(Self.prefix.count))),
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        else { throw .key("\(path) is not a key that doicanh made") }
        secret = .file(key)
    }

    package init(passphrase: String) { secret = .passphrase(passphrase) }

    /// The first line of a file that only its owner may read.
    package static func passphrase(file path: String) throws(BackupProblem) -> String { try secretLine(of: path) }

    /// Makes a key in a new file that only its owner can read.
    package static func make(file path: String) throws(BackupProblem) {
        let handle = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard handle >= 0 else {
            throw errno == EEXIST ? .exists(path) : .disk("\(path): \(String(cString: strerror(errno)))")
        }
        defer { close(handle) }
        let bytes = Curve25519.KeyAgreement.PrivateKey().rawRepresentation
        let text = Array((prefix + bytes.base64EncodedString() + "\n").utf8)
        guard write(handle, text, text.count) == text.count, fsync(handle) == 0 else {
            throw .disk("\(path): \(String(cString: strerror(errno)))")
        }
    }

    /// What backups for this key are sealed with. Refuses a passphrase that is too short to seal with.
    package var lock: BackupLock {
        get throws(BackupProblem) {
            switch secret {
            case .file(let key): BackupLock(.recipient(key.publicKey))
            case .passphrase(let text): try BackupLock(passphrase: text)
            }
        }
    }
}

private func secretLine(of path: String) throws(BackupProblem) -> String {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
        let mode = attributes[.posixPermissions] as? Int,
        let text = try? String(contentsOfFile: path, encoding: .utf8)
    else { throw .key("\(path) cannot be read") }
    guard mode & 0o077 == 0 else { throw .key("\(path) is open to other users: chmod 600 \(path)") }
    return text.split(whereSeparator: \.isNewline).first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
}

/// What backups are sealed with: the public half of a key, so that a node need not hold what opens them, or a passphrase.
package struct BackupLock: Sendable {
    enum Kind: Sendable {
        case recipient(Curve25519.KeyAgreement.PublicKey)
        case passphrase(String)
    }

    /// A passphrase is guessed at leisure by whoever has the file.
    package static let shortestPassphrase = 12

    let kind: Kind

    private static let prefix = "doicanh-backup-for-1:"

    init(_ kind: Kind) { self.kind = kind }

    /// The public half of a key, as `doicanh backup --new-key` prints it.
    package init(recipient text: String) throws(BackupProblem) {
        guard text.hasPrefix(Self.prefix), let bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)
        else { throw .key("\(text.prefix(40)) is not \(Self.prefix)…") }
        kind = .recipient(key)
    }

    package init(passphrase: String) throws(BackupProblem) {
        guard passphrase.count >= Self.shortestPassphrase else { throw .passphraseTooShort }
        kind = .passphrase(passphrase)
    }

    /// For a command line: public, and enough to seal.
    package var recipient: String? {
        guard case .recipient(let key) = kind else { return nil }
        return Self.prefix + key.rawRepresentation.base64EncodedString()
    }
}
