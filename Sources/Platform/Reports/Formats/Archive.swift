// SPDX-License-Identifier: Apache-2.0

import CZip
import Foundation

/// A zip file in memory.
struct Archive {
    private var entries: [(name: String, bytes: [UInt8])] = []

    mutating func add(_ name: String, _ text: String) { entries.append((name, Array(text.utf8))) }

    /// The same for the same entries, whenever it is made. Throws `ArchiveFailure`.
    func bytes() throws -> [UInt8] {
        var error = zip_error_t()
        guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw ArchiveFailure(error) }
        guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
            zip_source_free(target)
            throw ArchiveFailure(error)
        }
        // Closing the archive lets its source go unless somebody else keeps it.
        zip_source_keep(target)
        defer { zip_source_free(target) }
        do {
            for entry in entries { try add(entry.name, entry.bytes, to: archive) }
        } catch {
            zip_discard(archive)
            throw error
        }
        guard zip_close(archive) == 0 else {
            let failure = ArchiveFailure(zip_get_error(archive).pointee)
            zip_discard(archive)
            throw failure
        }
        return try Self.read(target)
    }

    private func add(_ name: String, _ bytes: [UInt8], to archive: OpaquePointer) throws {
        // libzip reads the bytes when the archive is closed and frees them then.
        let copy = malloc(max(bytes.count, 1))
        bytes.withUnsafeBytes { source in
            if let start = source.baseAddress { copy?.copyMemory(from: start, byteCount: source.count) }
        }
        guard let source = zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 1) else {
            free(copy)
            throw ArchiveFailure(zip_get_error(archive).pointee)
        }
        let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
        guard index >= 0 else {
            zip_source_free(source)
            throw ArchiveFailure(zip_get_error(archive).pointee)
        }
        // 1 January 1980, where the time of zip files begins.
        zip_file_set_dostime(archive, zip_uint64_t(index), 0, 0x21, 0)
    }

    private static func read(_ source: OpaquePointer) throws -> [UInt8] {
        func check(_ result: Int) throws {
            guard result >= 0 else { throw ArchiveFailure(zip_source_error(source).pointee) }
        }
        try check(Int(zip_source_open(source)))
        defer { zip_source_close(source) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Int(zip_source_read(source, &chunk, zip_uint64_t(chunk.count)))
            try check(count)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}

/// libzip could not write, which only happens when memory is short.
struct ArchiveFailure: Error {
    let reason: String

    fileprivate init(_ error: zip_error_t) {
        var error = error
        reason = String(cString: zip_error_strerror(&error))
    }
}
