// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The private keys of this node: one PEM file each, readable by the owner only.
final class KeyFolder: Sendable {
    private let folder: URL
    private let opened = Mutex<[String: SigningKey]>([:])

    init(_ folder: URL) { self.folder = folder }

    /// Makes a key and its file; the file is on disk before anything names the key.
    func make() throws -> SigningKey {
        let key = SigningKey()
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = file(key.id).path(percentEncoded: false)
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(key.pem.utf8), attributes: [.posixPermissions: 0o600])
        else { throw LedgerProblem.keyFileUnwritable(path) }
        let handle = try FileHandle(forWritingTo: file(key.id))
        try handle.synchronize()
        try handle.close()
        opened.withLock { $0[key.id] = key }
        return key
    }

    /// The key named `id`, or nil when its file is not here.
    func key(_ id: String) throws -> SigningKey? {
        if let key = opened.withLock({ $0[id] }) { return key }
        let path = file(id).path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        guard let mode, mode & 0o077 == 0 else { throw LedgerProblem.keyFileOpen(path) }
        let key = try SigningKey(pem: String(contentsOf: file(id), encoding: .utf8))
        opened.withLock { $0[id] = key }
        return key
    }

    private func file(_ id: String) -> URL { folder.appending(path: "\(id).pem") }
}
