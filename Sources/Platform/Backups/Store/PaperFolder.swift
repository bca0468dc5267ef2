// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The small files of a data folder that a node needs to be itself: its keys and secret, the pages and words of its office.
struct PaperFolder {
    let root: URL

    /// Everything else is the database, the attachments (both in a backup by themselves), or of this machine only.
    private static let kept = ["keys", "seals", "exchange", "content", "identity.key"]

    /// Paths below the data folder.
    func papers() -> [String] {
        Self.kept.flatMap { name -> [String] in
            let path = root.appending(path: name).path(percentEncoded: false)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
            guard isFolder.boolValue else { return [name] }
            let below = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
            return below.sorted().map { "\(name)/\($0)" }.filter(isFile)
        }
    }

    func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: root.appending(path: path))) }

    /// Writes a file for its owner only. A path that leads out of the folder is refused, whoever sealed it.
    func write(_ path: String, _ bytes: [UInt8]) throws {
        try admit(path)
        let file = root.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        guard
            FileManager.default.createFile(
                atPath: file.path(percentEncoded: false), contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        else { throw BackupProblem.disk(path) }
        let handle = try FileHandle(forWritingTo: file)
        try handle.synchronize()
        try handle.close()
    }

    func admit(_ path: String) throws {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, Self.kept.contains(String(first)), !parts.contains(".."), !parts.contains("")
        else { throw BackupProblem.inconsistent("a file with the path \(path)") }
    }

    private func isFile(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: root.appending(path: path).path(percentEncoded: false))
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }
}
