// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Kernel

/// The installation's secret, kept outside the database: a stolen copy of the database alone tells no identifier.
package struct Secret: Sendable {
    private let root: SymmetricKey

    /// 32 random bytes.
    package init(_ bytes: some ContiguousBytes & Collection<UInt8>) throws(IdentityProblem) {
        guard bytes.count == 32 else { throw .badSecret }
        root = SymmetricKey(data: bytes)
    }

    /// Reads the file at `path`, or makes it, readable by its owner only.
    package init(file path: String) throws {
        if !FileManager.default.fileExists(atPath: path) { try Self.make(path) }
        try self.init(try Data(contentsOf: URL(filePath: path)))
    }

    /// Finds a value again without storing it: the same value always gives the same 32 bytes.
    func lookup(_ value: String, for purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(value.utf8), using: key("lookup \(purpose)")))
    }

    /// Hides a value that must be shown again; `owner` must be named to open it, so rows cannot be swapped.
    func seal(_ value: some DataProtocol, of owner: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(value, using: key("seal"), authenticating: Data(owner.utf8))
        return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    func open(_ sealed: [UInt8], of owner: String) throws -> Data {
        try AES.GCM.open(
            try AES.GCM.SealedBox(combined: Data(sealed)), using: key("seal"), authenticating: Data(owner.utf8))
    }

    private func key(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: root, info: Data("doicanh identity \(purpose)".utf8), outputByteCount: 32)
    }

    private static func make(_ path: String) throws {
        let draft = "\(path).\(UUID().uuidString)"
        let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        guard FileManager.default.createFile(atPath: draft, contents: fresh, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteNoPermission) }
        // Linking fails when another process was first; then its file is the one to read.
        try? FileManager.default.linkItem(atPath: draft, toPath: path)
        try FileManager.default.removeItem(atPath: draft)
    }
}
