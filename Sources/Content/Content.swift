// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel
package import Web

/// The files under `Content/`, embedded in the binary at build time. A file of the same name in the data folder, or under
/// `--dev-assets`, takes its place.
package struct Content: Sendable {
    /// Paths such as `Petitions/list.mustache` with the text of each file.
    package let files: [String: String]

    package static let embedded = Content(files: EmbeddedFiles.all)

    package init(files: [String: String]) { self.files = files }

    /// This content with the files below `folder` in the place of those of the same name. Refuses a file that replaces
    /// nothing: its name is a mistake.
    package func overlaid(by folder: String) throws(ContentProblem) -> Content {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return self }
        var files = files
        for case let path as String in walk {
            var isFolder: ObjCBool = false
            let full = "\(folder)/\(path)"
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            guard files[path] != nil else {
                throw ContentProblem(file: full, line: 1, reason: "there is no content file \(path) to replace")
            }
            guard let text = try? String(contentsOfFile: full, encoding: .utf8) else {
                throw ContentProblem(file: full, line: 1, reason: "not readable as UTF-8 text")
            }
            files[path] = text
        }
        return Content(files: files)
    }

    /// The files that differ from those the product ships, such as an office's own.
    package var replaced: [String: String] { files.filter { Self.embedded.files[$0.key] != $0.value } }

    /// Templates by the name pages use: `petitions/list`; those of `Web`, which all modules share, by their bare name:
    /// `layout`, `components/field`.
    package var templates: [String: String] {
        files.reduce(into: [:]) { templates, file in
            guard file.key.hasSuffix(".mustache") else { return }
            var parts = file.key.dropLast(".mustache".count).split(separator: "/").map(String.init)
            if parts[0] == "Web" { parts.removeFirst() } else { parts[0] = parts[0].lowercased() }
            templates[parts.joined(separator: "/")] = file.value
        }
    }

    /// Files served as they are: everything under `<Module>/assets/`.
    package var assets: [String: String] {
        files.reduce(into: [:]) { assets, file in
            let parts = file.key.split(separator: "/")
            if parts.count == 3, parts[1] == "assets" { assets[String(parts[2])] = file.value }
        }
    }

    /// All words of one language; two modules may not define the same key.
    package func words(_ language: Language) throws -> Strings {
        var table: [String: String] = [:]
        for (path, source) in files where path.hasSuffix(".\(language.rawValue).json") {
            let words: [String: String]
            do { words = try JSONDecoder().decode([String: String].self, from: Data(source.utf8)) } catch {
                throw ContentProblem(decoding: error, in: source, file: path)
            }
            for (key, text) in words {
                guard table.updateValue(text, forKey: key) == nil else {
                    throw ContentProblem(file: path, line: 0, reason: "\(key) is defined twice")
                }
            }
        }
        return Strings(language: language, table: table)
    }

    package func views() throws -> Views {
        var words: [Language: Strings] = [:]
        for language in Language.allCases { words[language] = try self.words(language) }
        return try Views(templates: templates, words: words, assets: Assets(assets))
    }
}
