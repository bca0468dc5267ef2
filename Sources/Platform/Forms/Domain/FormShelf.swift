// SPDX-License-Identifier: Apache-2.0

package import Kernel
import Synchronization

/// The forms of a module by their names, `<Module>/forms/<name>.json` of the content.
///
/// Reading and reviewing all of them takes longer than the rest of a start. Those that the product ships its own tests have
/// read, so each is read when somebody first asks for it; an office's own are read at once, and a mistake in one is told.
package final class FormShelf: Sendable {
    private let files: [String: (path: String, text: String)]
    private let read: Mutex<[String: FormDefinition]>

    /// `replaced` are the files of `content` that the product does not ship as they are.
    package init(
        of module: String, in content: [String: String], replaced: [String: String]
    ) throws(ContentProblem) {
        let (folder, ending) = ("\(module)/forms/", ".json")
        var files: [String: (path: String, text: String)] = [:]
        for (path, text) in content where path.hasPrefix(folder) && path.hasSuffix(ending) {
            files[String(path.dropFirst(folder.count).dropLast(ending.count))] = (path, text)
        }
        self.files = files
        read = Mutex(try FormDefinition.all(of: module, in: replaced))
    }

    package subscript(_ name: String) -> FormDefinition? {
        if let form = read.withLock({ $0[name] }) { return form }
        guard let (path, text) = files[name], let form = try? FormDefinition(file: path, text) else { return nil }
        // Two that read it at once have read the same.
        read.withLock { $0[name] = form }
        return form
    }
}
