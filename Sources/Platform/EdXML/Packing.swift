// SPDX-License-Identifier: Apache-2.0

import CZip

/// An attachment travels as an archive with one file in it.
enum Packing {
    /// How many times larger than packed an attachment may be, beyond a mebibyte.
    private static let ratio = 200

    static func pack(_ bytes: [UInt8], named name: String) throws(EdXMLProblem) -> [UInt8] {
        guard isSafe(name), !name.contains("/") else { throw .attachmentUnsafe(name: name) }
        var packed: [UInt8]?
        bytes.withUnsafeBufferPointer { packed = zip($0, name) }
        guard let packed else { throw .attachmentUnreadable(name: name) }
        return packed
    }

    /// The one file in an archive; `name` is how the message calls it.
    static func unpack(_ archive: [UInt8], of name: String, upTo room: Int) throws(EdXMLProblem) -> [UInt8] {
        let result: Result<[UInt8], EdXMLProblem> = archive.withUnsafeBufferPointer { bytes in
            Result { () throws(EdXMLProblem) in try unzip(bytes, of: name, upTo: room) }
        }
        return try result.get()
    }

    /// Not a path, nor one that goes elsewhere.
    static func isSafe(_ name: String) -> Bool {
        !name.isEmpty && name.count <= 255 && !name.hasPrefix("/") && !name.contains("\\") && !name.contains(":")
            && !name.split(separator: "/", omittingEmptySubsequences: false).contains { $0 == ".." || $0 == "." }
            && name.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) }
    }

    /// Nil only when memory is short.
    private static func zip(_ bytes: UnsafeBufferPointer<UInt8>, _ name: String) -> [UInt8]? {
        var error = zip_error_t()
        guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { return nil }
        defer { zip_source_free(target) }
        // The archive lets go of its own hold on the target when it is closed.
        zip_source_keep(target)
        guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
            zip_source_free(target)
            return nil
        }
        guard let source = zip_source_buffer(archive, bytes.baseAddress, zip_uint64_t(bytes.count), 0) else {
            zip_discard(archive)
            return nil
        }
        guard zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0 else {
            zip_source_free(source)
            zip_discard(archive)
            return nil
        }
        // The same file packed twice is the same archive.
        zip_file_set_mtime(archive, 0, 315_532_800, 0)
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            return nil
        }
        return read(target)
    }

    private static func read(_ source: OpaquePointer) -> [UInt8]? {
        guard zip_source_open(source) == 0 else { return nil }
        defer { zip_source_close(source) }
        var (all, piece): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let count = zip_source_read(source, &piece, zip_uint64_t(piece.count))
            guard count >= 0 else { return nil }
            guard count > 0 else { return all }
            all += piece[..<Int(count)]
        }
    }

    private static func unzip(
        _ bytes: UnsafeBufferPointer<UInt8>, of name: String, upTo room: Int
    ) throws(EdXMLProblem) -> [UInt8] {
        var error = zip_error_t()
        guard let source = zip_source_buffer_create(bytes.baseAddress, zip_uint64_t(bytes.count), 0, &error) else {
            throw .attachmentUnreadable(name: name)
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
            zip_source_free(source)
            throw .attachmentUnreadable(name: name)
        }
        defer { zip_discard(archive) }
        let entry = try onlyEntry(of: archive, name)
        guard entry.encryption_method == ZIP_EM_NONE else { throw .attachmentEncrypted(name: name) }
        guard entry.size <= room, entry.size <= 1 << 20 || entry.size / max(entry.comp_size, 1) <= ratio else {
            throw .attachmentTooLarge(name: name)
        }
        guard let file = zip_fopen_index(archive, entry.index, 0) else { throw .attachmentUnreadable(name: name) }
        defer { zip_fclose(file) }
        var (all, piece): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let count = zip_fread(file, &piece, zip_uint64_t(piece.count))
            guard count >= 0 else { throw .attachmentUnreadable(name: name) }
            guard count > 0 else { return all }
            // What the archive says of its size is a stranger's word: the bytes are counted.
            guard all.count + Int(count) <= room else { throw .attachmentTooLarge(name: name) }
            all += piece[..<Int(count)]
        }
    }

    /// Folders do not count; every name is looked at.
    private static func onlyEntry(of archive: OpaquePointer, _ name: String) throws(EdXMLProblem) -> zip_stat_t {
        let count = zip_get_num_entries(archive, 0)
        guard (1...64).contains(count) else { throw .attachmentNotOneFile(name: name) }
        var only: zip_stat_t?
        for index in 0..<zip_uint64_t(count) {
            var entry = zip_stat_t()
            zip_stat_init(&entry)
            guard zip_stat_index(archive, index, 0, &entry) == 0,
                let inner = entry.name.flatMap({ String(validatingCString: $0) })
            else { throw .attachmentUnreadable(name: name) }
            guard isSafe(inner) else { throw .attachmentUnsafe(name: inner) }
            guard !inner.hasSuffix("/") else { continue }
            guard only == nil else { throw .attachmentNotOneFile(name: name) }
            only = entry
        }
        guard let only else { throw .attachmentNotOneFile(name: name) }
        return only
    }
}
