// SPDX-License-Identifier: Apache-2.0

import CZip
import Foundation

/// A zip file on disk that is being written out of files that lie there too: however large the papers are, memory holds a piece
/// of one.
struct RecordArchive {
    private let archive: OpaquePointer

    init(_ file: URL) throws {
        var code: Int32 = 0
        guard let archive = zip_open(file.path(percentEncoded: false), ZIP_CREATE | ZIP_EXCL, &code) else {
            throw RecordArchiveFailure(name: file.lastPathComponent)
        }
        self.archive = archive
    }

    /// The file has to stay until the archive is finished.
    func add(_ file: URL, as name: String) throws {
        guard let source = zip_source_file(archive, file.path(percentEncoded: false), 0, -1) else {
            throw RecordArchiveFailure(name: name)
        }
        guard zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0 else {
            zip_source_free(source)
            throw RecordArchiveFailure(name: name)
        }
    }

    func finish() throws {
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            throw RecordArchiveFailure(name: "")
        }
    }

    func discard() { zip_discard(archive) }
}

/// libzip could not write: the disk is full, or a name came twice.
struct RecordArchiveFailure: Error {
    let name: String
}
