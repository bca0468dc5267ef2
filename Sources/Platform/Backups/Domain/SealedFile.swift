// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// The layout both ends share: the envelope, then pieces of at most 64 KiB, each AES-256-GCM under the key of this
/// backup. The nonce counts the pieces and marks the last, so that none can be left out, moved or cut off.
enum SealedFile {
    static let pieceSize = 64 << 10

    static func nonce(_ piece: Int, last: Bool) throws -> AES.GCM.Nonce {
        let count = withUnsafeBytes(of: UInt64(piece).bigEndian, Array.init)
        return try AES.GCM.Nonce(data: [0, 0, 0] + count + [last ? 1 : 0])
    }
}

/// Seals what is written to it, piece by piece. Used by one thread at a time.
final class SealedWriter {
    private let handle: FileHandle
    private let key: SymmetricKey
    private var piece = 0
    private var waiting: [UInt8] = []

    init(_ handle: FileHandle, lock: BackupLock) throws {
        self.handle = handle
        let head: [UInt8]
        (head, key) = try Envelope.seal(lock)
        try handle.write(contentsOf: head)
    }

    func write(_ bytes: [UInt8]) throws {
        waiting += bytes
        // One piece stays behind: only `finish` knows which is the last.
        guard waiting.count > SealedFile.pieceSize else { return }
        var start = 0
        while waiting.count - start > SealedFile.pieceSize {
            try seal(waiting[start..<start + SealedFile.pieceSize], last: false)
            start += SealedFile.pieceSize
        }
        waiting.removeFirst(start)
    }

    /// Seals the last piece and waits until everything is on disk.
    func finish() throws {
        try seal(waiting[...], last: true)
        try handle.synchronize()
    }

    private func seal(_ bytes: ArraySlice<UInt8>, last: Bool) throws {
        let box = try AES.GCM.seal(bytes, using: key, nonce: SealedFile.nonce(piece, last: last))
        let size = withUnsafeBytes(of: UInt32(box.ciphertext.count).bigEndian, Array.init)
        try handle.write(contentsOf: size + box.ciphertext + box.tag)
        piece += 1
    }
}

/// Opens what `SealedWriter` sealed. Gives out no byte that it has not checked.
final class SealedReader {
    private let handle: FileHandle
    private let key: SymmetricKey
    private var piece = 0
    private var ended = false
    private var opened: [UInt8] = []
    private var position = 0

    init(_ handle: FileHandle, path: String, key: BackupKey) throws {
        self.handle = handle
        self.key = try Envelope.open(handle, path: path, with: key)
    }

    var isAtEnd: Bool {
        get throws {
            while position == opened.count, !ended { try open() }
            return position == opened.count
        }
    }

    func read(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            guard try !isAtEnd else { throw BackupProblem.cutShort }
            let taken = opened[position..<min(opened.count, position + count - bytes.count)]
            bytes += taken
            position += taken.count
        }
        return bytes
    }

    private func open() throws {
        guard let head = try handle.read(upToCount: 4), head.count == 4 else { throw BackupProblem.cutShort }
        let size = head.reduce(0) { $0 << 8 | Int($1) }
        guard size <= SealedFile.pieceSize else { throw BackupProblem.sealBroken(piece: piece) }
        guard let body = try handle.read(upToCount: size + 16), body.count == size + 16 else {
            throw BackupProblem.cutShort
        }
        if let bytes = try? opened(body, size, last: false) {
            opened = bytes
        } else if let bytes = try? opened(body, size, last: true) {
            opened = bytes
            ended = true
            guard try handle.read(upToCount: 1)?.isEmpty ?? true else {
                throw BackupProblem.inconsistent("bytes after the end")
            }
        } else {
            throw BackupProblem.sealBroken(piece: piece)
        }
        position = 0
        piece += 1
    }

    private func opened(_ body: Data, _ size: Int, last: Bool) throws -> [UInt8] {
        let box = try AES.GCM.SealedBox(
            nonce: SealedFile.nonce(piece, last: last), ciphertext: body.prefix(size), tag: body.suffix(16))
        return [UInt8](try AES.GCM.open(box, using: key))
    }
}
