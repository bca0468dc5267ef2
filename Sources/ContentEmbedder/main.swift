// SPDX-License-Identifier: Apache-2.0

// Writes the files below a folder as one Swift file of string literals: content-embedder CONTENT-FOLDER OUTPUT.
// Literals, because byte arrays compile ten times slower, and Bundle.module would not be one binary.
import Foundation

let folder = URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory).resolvingSymlinksInPath()
let output = URL(filePath: CommandLine.arguments[2])
let prefix = folder.path(percentEncoded: false).count

var files: [(path: String, text: String)] = []
let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])!
for case let url as URL in walk where try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
    let path = String(url.resolvingSymlinksInPath().path(percentEncoded: false).dropFirst(prefix))
    let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
    files.append((name, try String(contentsOf: url, encoding: .utf8)))
}

var swift =
    "// Made by content-embedder from Content/.\nenum EmbeddedFiles {\n    static let all: [String: String] = [\n"
for (index, file) in files.sorted(by: { $0.path < $1.path }).enumerated() {
    swift += "        ####\"\(file.path)\"####: file\(index),\n"
}
swift += files.isEmpty ? "        :\n    ]\n}\n" : "    ]\n}\n"
for (index, file) in files.sorted(by: { $0.path < $1.path }).enumerated() {
    swift += "private let file\(index): String = ####\"\"\"\n\(file.text)\n\"\"\"####\n"
}
try swift.write(to: output, atomically: true, encoding: .utf8)
