// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// The key backups are sealed with: a file the operator keeps away from the backups.
package struct BackupKey: Sendable {
    private let key: SymmetricKey

    private static let prefix = "doicanh-backup-key-1 "

    /// Reads a key file. One that others may read is no secret, so it is refused.
    package init(file path: String) throws(BackupProblem) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = attributes[.posixPermissions] as? Int,
            let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { throw .key("\(path) cannot be read") }
        guard mode & 0o077 == 0 else { throw .key("\(path) is open to other users: chmod 600 \(path)") }
        let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard line.hasPrefix(Self.prefix), let bytes = Data(base64Encoded: String(line.dropFirst(Self.prefix.count))),
            bytes.count == 32
        else { throw .key("\(path) is not a key that doicanh made") }
        key = SymmetricKey(data: bytes)
    }

    /// Makes a key in a new file that only its owner can read.
    package static func make(file path: String) throws(BackupProblem) {
        let handle = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard handle >= 0 else {
            throw errno == EEXIST ? .exists(path) : .disk("\(path): \(String(cString: strerror(errno)))")
        }
        defer { close(handle) }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        let text = Array((prefix + bytes.base64EncodedString() + "\n").utf8)
        guard write(handle, text, text.count) == text.count, fsync(handle) == 0 else {
            throw .disk("\(path): \(String(cString: strerror(errno)))")
        }
    }

    /// A key of its own for each backup, so that no nonce is ever used twice with one key.
    func derived(salt: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, salt: salt, info: Array("doicanh-backup-1".utf8), outputByteCount: 32)
    }
}
