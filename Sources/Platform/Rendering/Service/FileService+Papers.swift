// SPDX-License-Identifier: Apache-2.0

import Files

extension FileService {
    /// Takes the bytes of a paper; they stay when a transaction names them.
    func keep(paper pdf: [UInt8]) async throws -> StoredFile {
        try await receive(AsyncStream(whole: pdf), limits: FileLimits(bytes: 64 << 20, kinds: [.pdf]))
    }

    func paper(_ hash: String) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in try await contents(hash) { bytes += piece }
        return bytes
    }
}
