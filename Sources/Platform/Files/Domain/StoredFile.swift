// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Kernel

/// A file, named by what is in it: the same bytes are kept once, however often they were sent.
package struct StoredFile: Hashable, Sendable {
    /// SHA-256 of the bytes, 64 digits of lower-case hex.
    package let hash: String
    package let size: Int
    /// Found in the bytes, never taken from the sender.
    package let kind: MediaKind
}

/// A file that is kept with the transaction it belongs to.
package struct SmallFile: Sendable {
    package let bytes: [UInt8]
    package let stored: StoredFile

    init(bytes: [UInt8], stored: StoredFile) { (self.bytes, self.stored) = (bytes, stored) }

    /// Throws `FileProblem` for what is empty, larger than a row may be, or of a kind that is not taken.
    package init(_ bytes: [UInt8], limits: FileLimits = FileLimits()) throws(FileProblem) {
        var tally = Tally(FileLimits(bytes: min(limits.bytes, FileService.small), kinds: limits.kinds))
        try tally.add(bytes)
        self.init(bytes: bytes, stored: try tally.file())
    }
}

/// What a file may weigh and be.
package struct FileLimits: Sendable {
    package let bytes: Int
    package let kinds: Set<MediaKind>

    package init(bytes: Int = 20 << 20, kinds: Set<MediaKind> = MediaKind.papers) {
        self.bytes = bytes
        self.kinds = kinds
    }
}

/// Takes the measure of bytes as they pass: size, hash, kind. Holds only the first few.
struct Tally {
    private let limits: FileLimits
    private var hasher = SHA256()
    private var beginning: [UInt8] = []
    private(set) var size = 0

    init(_ limits: FileLimits) { self.limits = limits }

    mutating func add(_ bytes: [UInt8]) throws(FileProblem) {
        size += bytes.count
        guard size <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        hasher.update(data: bytes)
        if beginning.count < MediaKind.window { beginning += bytes.prefix(MediaKind.window - beginning.count) }
    }

    func file() throws(FileProblem) -> StoredFile {
        guard size > 0 else { throw .empty }
        let kind = MediaKind(of: beginning)
        guard limits.kinds.contains(kind) else { throw .kindNotAllowed(kind) }
        return StoredFile(hash: hasher.finalize().hex, size: size, kind: kind)
    }
}
