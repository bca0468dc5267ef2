// SPDX-License-Identifier: Apache-2.0

import CZip
import Foundation

/// A zip archive in base64, with whatever names.
func archive(_ files: [(name: String, bytes: [UInt8])]) -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).zip").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else { fatalError("no archive at \(path)") }
    var held: [UnsafeMutablePointer<UInt8>] = []
    defer { held.forEach { $0.deallocate() } }
    for (name, bytes) in files {
        if name.hasSuffix("/") {
            zip_dir_add(archive, name, zip_flags_t(ZIP_FL_ENC_UTF_8))
            continue
        }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        copy.initialize(from: bytes, count: bytes.count)
        held.append(copy)
        let source = zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 0)
        zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    }
    guard zip_close(archive) == 0, let data = FileManager.default.contents(atPath: path) else {
        fatalError("the archive cannot be written")
    }
    return data.base64EncodedString()
}
