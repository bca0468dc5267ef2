// SPDX-License-Identifier: Apache-2.0

import Content
import Foundation
import Kernel
import Testing
import Web

@Suite("Words")
struct WordsTests {
    let vi: [String: String]
    let en: [String: String]
    let sources: [String]

    init() throws {
        vi = try Self.words(.vi)
        en = try Self.words(.en)
        sources = try Self.sources()
    }

    @Test("both languages say the same things; only English has a form for one")
    func keys() {
        let singular = en.keys.filter { $0.hasSuffix(".one") }
        #expect(Set(en.keys).subtracting(singular).symmetricDifference(vi.keys).sorted() == [])
        for key in singular { #expect(en[key.dropLast(4) + ".other"] != nil, "\(key) has no .other") }
    }

    @Test("both languages have the same slots")
    func slots() {
        for (key, text) in vi { #expect(Self.slots(text) == Self.slots(en[key] ?? ""), "\(key)") }
    }

    @Test("no text is empty, unmended or outside NFC")
    func texts() {
        for (key, text) in vi.merging(en, uniquingKeysWith: { $0 + $1 }) {
            #expect(!text.trimmingCharacters(in: .whitespaces).isEmpty, "\(key)")
            #expect(
                text.unicodeScalars.elementsEqual(text.precomposedStringWithCanonicalMapping.unicodeScalars), "\(key)")
            #expect(!text.contains("⟦") && !text.contains("{{"), "\(key)")
        }
    }

    @Test("no key is the beginning of another, or a template could reach neither")
    func prefixes() {
        for key in vi.keys.sorted() {
            let parts = key.split(separator: ".")
            for length in 1..<max(parts.count, 2) where parts.count > 1 {
                let beginning = parts.prefix(length).joined(separator: ".")
                #expect(vi[beginning] == nil, "\(beginning) is the beginning of \(key)")
            }
        }
    }

    @Test("every word is used")
    func unused() {
        let literals = Set(sources.flatMap(Self.literals))
        let patterns = literals.compactMap(Self.pattern)
        let templates = Content.embedded.templates.values.joined()
        // A kind of case has words of its own for what the pages of all kinds call "cases.…".
        let vocabularies = sources.flatMap {
            $0.matches(of: /vocabulary: String\? \{ "([a-z.]+)" \}/).map { String($0.1) }
        }
        let unused = vi.keys.filter { key in
            let general = vocabularies.filter(key.hasPrefix).map { "cases." + key.dropFirst($0.count) }
            let inCode = ([key] + general).flatMap(Self.tails).contains { tail in
                literals.contains(tail) || patterns.contains { $0(tail) }
            }
            return !inCode && !templates.contains("{{t.\(key)}}")
        }
        #expect(unused.sorted() == [])
    }

    @Test("every problem has its sentence")
    func problems() {
        let codes = Set(sources.flatMap(Self.codes))
        #expect(codes.count > 20)
        #expect(codes.filter { vi["problem.\($0)"] == nil || en["problem.\($0)"] == nil }.sorted() == [])
    }

    // MARK: reading

    private static func words(_ language: Language) throws -> [String: String] {
        try Content.embedded.files.filter { $0.key.hasSuffix(".\(language.rawValue).json") }.values.reduce(into: [:]) {
            words, source in
            words.merge(try JSONDecoder().decode([String: String].self, from: Data(source.utf8))) { $1 }
        }
    }

    private static func sources() throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects ?? []
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }

    private static func slots(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{([a-z_A-Z]+)\}/).map { String($0.1) })
    }

    private static func literals(_ source: String) -> [String] {
        source.matches(of: /"((?:[^"\\\n]|\\.)*)"/).map { String($0.1) }
    }

    /// `petitions.state.\(state)` stands for every key that begins so. A bare `design.\(name)` stands for none: then the
    /// name itself is a literal somewhere.
    private static func pattern(_ literal: String) -> ((String) -> Bool)? {
        guard let hole = literal.range(of: "\\("), let close = literal.lastIndex(of: ")") else { return nil }
        let (start, end) = (literal[..<hole.lowerBound], literal[literal.index(after: close)...])
        guard start.contains("."), start.split(separator: ".").count > 1 || start.hasPrefix("colour.") else {
            return nil
        }
        return { $0.hasPrefix(start) && $0.hasSuffix(end) && $0.count > start.count + end.count }
    }

    /// The key; the key without its module; without `problem`; without the form a plural adds.
    private static func tails(of key: String) -> [String] {
        let whole = key.hasSuffix(".other") ? String(key.dropLast(6)) : key
        return [key, whole, whole.split(separator: ".").dropFirst().joined(separator: ".")]
    }

    /// The literals of every `code` property.
    private static func codes(_ source: String) -> [String] {
        let bodies =
            source.matches(of: /(?s)var code: String \{(.*?)\n    \}/).map { String($0.1) }
            + source.matches(of: /(?:let|var) code(?:: String)? (?:=|\{) "[a-z_.]+"/).map { String($0.0) }
        return bodies.flatMap(literals).filter { $0.contains(".") && $0.wholeMatch(of: /[a-z_]+(\.[a-z_]+)+/) != nil }
    }
}
