// SPDX-License-Identifier: Apache-2.0

package import Database
import Dispatch
package import Foundation

/// Files in a folder: `ab/cd/abcd…`, named by their hash, so that one can be checked with `sha256sum`.
///
/// A name appears only when the bytes under it are on disk: written to `arriving/`, fsynced, renamed, and the folder
/// fsynced.
package struct FileFolder: FileRepository {
    private let root: URL

    package init(_ root: URL) { self.root = root }

    package func begin(_ id: String) async throws -> any Upload {
        FolderUpload(id: id, folder: self, arrival: try await onDisk { try Arrival(in: arriving, id) })
    }

    package func piece(_ number: Int, of file: StoredFile, upload: String) async throws -> [UInt8] {
        try await onDisk { try read(number, of: file) }
    }

    package func piece(
        _ number: Int, of file: StoredFile, upload: String, in db: any Connection
    ) throws -> [UInt8] { try read(number, of: file) }

    package func restore(
        _ file: StoredFile, upload: String, in db: any Connection, next: () throws -> [UInt8]?
    ) throws {
        let arrival = try Arrival(in: arriving, upload)
        do {
            while let piece = try next() { try arrival.write(piece) }
            try arrival.finish()
            try arrival.move(to: place(of: file))
        } catch {
            arrival.discard()
            throw error
        }
    }

    package func remove(_ file: StoredFile, upload: String, in db: any Connection) throws {
        let path = place(of: file).path(percentEncoded: false)
        guard unlink(path) == 0 || errno == ENOENT else { throw FileProblem.lastError(path) }
    }

    package func sweep(before time: Date, in db: any Connection) throws {
        let left = try? FileManager.default.contentsOfDirectory(
            at: arriving, includingPropertiesForKeys: [.contentModificationDateKey])
        for file in left ?? [] {
            let changed = try file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
            if let changed, changed < time { try FileManager.default.removeItem(at: file) }
        }
    }

    private var arriving: URL { root.appending(path: "arriving", directoryHint: .isDirectory) }

    func place(of file: StoredFile) -> URL {
        root.appending(path: "\(file.hash.prefix(2))/\(file.hash.dropFirst(2).prefix(2))/\(file.hash)")
    }

    private func read(_ number: Int, of file: StoredFile) throws -> [UInt8] {
        guard let handle = try? FileHandle(forReadingFrom: place(of: file)) else {
            throw FileProblem.notFound(file.hash)
        }
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(number * Self.pieceSize))
        return [UInt8](try handle.read(upToCount: Self.pieceSize) ?? Data())
    }
}

/// A file that is being written. Used by one task at a time.
private final class Arrival: @unchecked Sendable {
    private let path: String
    private let handle: Int32

    init(in folder: URL, _ id: String) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        path = folder.appending(path: id).path(percentEncoded: false)
        handle = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard handle >= 0 else { throw FileProblem.lastError(path) }
    }

    deinit { close(handle) }

    func write(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Foundation.write(handle, $0.baseAddress! + done, bytes.count - done) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileProblem.lastError(path) }
            done += count
        }
    }

    func finish() throws { guard fsync(handle) == 0 else { throw FileProblem.lastError(path) } }

    func move(to place: URL) throws {
        let folder = place.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard rename(path, place.path(percentEncoded: false)) == 0 else { throw FileProblem.lastError(path) }
        // The folder and the two that may be new: a name is on disk when the folder that holds it is.
        try Self.synchronize(folder)
        try Self.synchronize(folder.deletingLastPathComponent())
        try Self.synchronize(folder.deletingLastPathComponent().deletingLastPathComponent())
    }

    func discard() { unlink(path) }

    private static func synchronize(_ folder: URL) throws {
        let path = folder.path(percentEncoded: false)
        let handle = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw FileProblem.lastError(path) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw FileProblem.lastError(path) }
    }
}

private struct FolderUpload: Upload {
    let id: String
    let folder: FileFolder
    let arrival: Arrival

    func append(_ bytes: [UInt8]) async throws { try await onDisk { try arrival.write(bytes) } }

    func finish() async throws { try await onDisk { try arrival.finish() } }

    // Even when the file is known: its bytes may have been removed a moment before it was entered again.
    func keep(_ file: StoredFile, held upload: String) async throws {
        try await onDisk { try arrival.move(to: folder.place(of: file)) }
    }

    func discard() async { arrival.discard() }
}

/// Runs what may wait for a disk on a thread that may wait.
private func onDisk<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}

extension FileProblem {
    fileprivate static func lastError(_ path: String) -> FileProblem {
        .disk("\(path): \(String(cString: strerror(errno)))")
    }
}
