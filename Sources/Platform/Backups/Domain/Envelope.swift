// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Passwords

/// How a backup begins: magic, a letter for the kind of lock, and what its opener needs beside the secret to come to the
/// key of this one backup. A backup has a key of its own, so that no nonce is ever used twice with one key.
///
/// `K`: 32 bytes, the encapsulated key of HPKE (RFC 9180; X25519, HKDF-SHA256), whose exported secret is the key.
/// `P`: memory in KiB, passes and lanes of Argon2id, 4 bytes each, and 32 bytes of salt.
enum Envelope {
    static let magic = Array("doicanh-backup-1\n".utf8)
    static let saltSize = 32
    private static let info = Data("doicanh-backup-1".utf8)
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

    /// The bytes to begin with, and the key to seal with.
    static func seal(_ lock: BackupLock) throws -> (head: [UInt8], key: SymmetricKey) {
        switch lock.kind {
        case .recipient(let recipient):
            let sender = try HPKE.Sender(recipientKey: recipient, ciphersuite: suite, info: info)
            let key = try sender.exportSecret(context: info, outputByteCount: 32)
            return (magic + Array("K".utf8) + sender.encapsulatedKey, key)
        case .passphrase(let passphrase):
            let cost = Passwords.Cost.passphrase
            let salt = SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) }
            let numbers = cost.numbers.flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) }
            let key = try Passwords.key(from: passphrase, salt: salt, cost: cost)
            return (magic + Array("P".utf8) + numbers + salt, SymmetricKey(data: key))
        }
    }

    /// Reads the beginning of `handle` and comes to the key of the backup. Whether it is the right one shows when the first
    /// piece is opened.
    static func open(_ handle: FileHandle, path: String, with key: BackupKey) throws -> SymmetricKey {
        guard let head = try handle.read(upToCount: magic.count + 1), head.count == magic.count + 1,
            head.starts(with: magic)
        else { throw BackupProblem.notABackup(path) }
        switch (head.last.map { Character(UnicodeScalar($0)) }, key.secret) {
        case ("K", .file(let secret)):
            let encapsulated = Data(try read(32, from: handle))
            let recipient = try? HPKE.Recipient(
                privateKey: secret, ciphersuite: suite, info: info, encapsulatedKey: encapsulated)
            guard let recipient else { throw BackupProblem.sealBroken(piece: 0) }
            return try recipient.exportSecret(context: info, outputByteCount: 32)
        case ("P", .passphrase(let passphrase)):
            let numbers = try (0..<3).map { _ in try read(4, from: handle).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
            let salt = try read(saltSize, from: handle)
            guard let cost = Passwords.Cost(numbers: numbers) else { throw BackupProblem.sealBroken(piece: 0) }
            return SymmetricKey(data: try Passwords.key(from: passphrase, salt: salt, cost: cost))
        case ("K", .passphrase): throw BackupProblem.needsKey
        case ("P", .file): throw BackupProblem.needsPassphrase
        default: throw BackupProblem.notABackup(path)
        }
    }

    private static func read(_ count: Int, from handle: FileHandle) throws -> [UInt8] {
        guard let bytes = try handle.read(upToCount: count), bytes.count == count else { throw BackupProblem.cutShort }
        return [UInt8](bytes)
    }
}
