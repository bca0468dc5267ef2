// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Kernel

/// The folder that holds the database file, the keys and the settings of one node.
package struct DataFolder: Sendable {
    package let path: String

    /// Where the private halves of the node's keys lie.
    package var keys: URL { URL(filePath: "\(path)/keys", directoryHint: .isDirectory) }

    /// Makes the folder, for its owner only, if it is not there.
    package init(_ path: String) throws(ConfigurationProblem) {
        self.path = path
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
            access(path, R_OK | W_OK | X_OK) == 0
        else { throw .unusableFolder(path) }
    }

    /// Writes a byte and removes it: throws when the folder is gone, full or cannot be written.
    func probe() throws {
        let file = url.appending(path: ".probe-\(UUIDv7.string())")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data([0]).write(to: file)
    }

    package var url: URL { URL(filePath: path, directoryHint: .isDirectory) }

    /// Says in `doicanh.json` that this node is a demo.
    package func turnOnDemo() throws {
        let file = url.appending(path: "doicanh.json")
        let text = try? Data(contentsOf: file)
        var settings = try text.map { try JSONSerialization.jsonObject(with: $0) as? [String: Any] ?? [:] } ?? [:]
        settings[Setting.demo.rawValue] = true
        try JSONSerialization.data(withJSONObject: settings, options: [.prettyPrinted, .sortedKeys]).write(to: file)
    }
}
