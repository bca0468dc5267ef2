// SPDX-License-Identifier: Apache-2.0

import CZip
import Foundation

/// A zip file on disk that is being written, out of files that lie there too: however large the parts are, memory holds
/// a piece of one.
struct EvidenceWriter {
    private let archive: OpaquePointer

    init(_ file: URL) throws {
        var code: Int32 = 0
        guard let archive = zip_open(file.path(percentEncoded: false), ZIP_CREATE | ZIP_EXCL, &code) else {
            throw EvidenceProblem.cannotWrite(file.lastPathComponent)
        }
        self.archive = archive
    }

    /// The file has to stay until the archive is finished.
    func add(_ file: URL, as name: String) throws {
        guard let source = zip_source_file(archive, file.path(percentEncoded: false), 0, -1) else {
            throw EvidenceProblem.cannotWrite(name)
        }
        guard zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0 else {
            zip_source_free(source)
            throw EvidenceProblem.cannotWrite(name)
        }
    }

    func finish() throws {
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            throw EvidenceProblem.cannotWrite("")
        }
    }

    func discard() { zip_discard(archive) }
}

/// A packet of evidence that is being read, however it was made: a stranger's file, within limits.
final class EvidenceReader {
    private let archive: OpaquePointer
    /// How many bytes each entry has.
    let entries: [String: UInt64]

    private static let most = 400

    init(_ file: URL) throws(EvidenceProblem) {
        var code: Int32 = 0
        guard let archive = zip_open(file.path(percentEncoded: false), ZIP_RDONLY | ZIP_CHECKCONS, &code) else {
            throw .notAPacket
        }
        do { entries = try Self.entries(of: archive) } catch {
            zip_discard(archive)
            throw error
        }
        self.archive = archive
    }

    deinit { zip_discard(archive) }

    private static func entries(of archive: OpaquePointer) throws(EvidenceProblem) -> [String: UInt64] {
        let count = zip_get_num_entries(archive, 0)
        guard (1...Int64(most)).contains(count) else { throw .notAPacket }
        var entries: [String: UInt64] = [:]
        for index in 0..<zip_uint64_t(count) {
            var facts = zip_stat_t()
            zip_stat_init(&facts)
            guard zip_stat_index(archive, index, 0, &facts) == 0, let name = facts.name,
                entries.updateValue(facts.size, forKey: String(cString: name)) == nil
            else { throw .notAPacket }
        }
        return entries
    }

    /// The whole of a small entry; nil when it is not there, too large, or damaged.
    func read(_ name: String, upTo limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        guard let size = entries[name], size <= limit else { return nil }
        guard stream(name, upTo: limit, { bytes += $0 }) else { return nil }
        return bytes
    }

    /// Passes an entry by, piece by piece. False when it is not there, longer than it should be, or damaged.
    func stream(_ name: String, upTo limit: Int, _ body: (ArraySlice<UInt8>) -> Void) -> Bool {
        guard let file = zip_fopen(archive, name, 0) else { return false }
        defer { zip_fclose(file) }
        var (piece, whole) = ([UInt8](repeating: 0, count: 1 << 16), 0)
        while true {
            let count = zip_fread(file, &piece, zip_uint64_t(piece.count))
            if count == 0 { return true }
            whole += Int(count)
            // What it says of its size is a stranger's word: the bytes are counted.
            guard count > 0, whole <= limit else { return false }
            body(piece[..<Int(count)])
        }
    }
}
