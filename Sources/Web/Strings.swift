// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// The words of one language. `strings["petitions.list.title"]`; a missing key prints `⟦key⟧` and fails the tests.
package struct Strings: Sendable {
    package let language: Language
    let table: [String: String]
    private var isMock = false
    /// Looked up first, and in place of which beginning.
    private var preferred: (prefix: String, general: String)?

    package init(language: Language, table: [String: String]) {
        self.language = language
        self.table = table
    }

    /// Prints every key as it is, for pages' mocks: they are made where no words are loaded.
    package static let mock: Strings = {
        var strings = Strings(language: .vi, table: [:])
        strings.isMock = true
        return strings
    }()

    package subscript(key: String) -> String {
        if let preferred, key.hasPrefix(preferred.general),
            let special = table[preferred.prefix + key.dropFirst(preferred.general.count)]
        {
            return special
        }
        return table[key] ?? (isMock ? key : "⟦\(key)⟧")
    }

    /// The same, where what a shared page calls by keys that begin with `general` has words of its own under `prefix`.
    package func preferring(_ prefix: String, to general: String) -> Strings {
        var strings = self
        strings.preferred = (prefix, general)
        return strings
    }

    /// The sentence under `key` with its named slots filled: `strings.fill("petitions.count", ["count": "3"])`.
    package func fill(_ key: String, _ slots: [String: String]) -> String {
        var sentence = self[key][...]
        var filled = ""
        while let open = sentence.firstIndex(of: "{"), let close = sentence[open...].firstIndex(of: "}") {
            let name = String(sentence[sentence.index(after: open)..<close])
            filled += sentence[..<open] + (slots[name] ?? "⟦\(name)⟧")
            sentence = sentence[sentence.index(after: close)...]
        }
        return filled + sentence
    }

    /// Vietnamese has one form; English has two: `key.one` and `key.other`, with the slot `count`.
    package func plural(_ key: String, _ count: Int, _ slots: [String: String] = [:]) -> String {
        let form = language == .en && count == 1 ? "\(key).one" : "\(key).other"
        let number = Formats(language).number(count)
        return fill(form, slots.merging(["count": number]) { _, new in new })
    }

    /// The sentence for a problem, in this language.
    package func sentence(for problem: any Problem) -> String { fill("problem.\(problem.code)", problem.slots) }
}
