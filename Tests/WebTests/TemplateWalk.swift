// SPDX-License-Identifier: Apache-2.0

import Content
import Foundation
import Kernel
@testable import Web

/// Walks a page's template beside its mocks and notes every name that nothing answers to. A page prints nothing for a name
/// it does not know, so a misspelling would be silent.
struct TemplateWalk {
    let templates: [String: String]
    let words: [Strings]
    private(set) var visited: Set<String> = []
    private var noted: Set<String> = []
    /// Lists that some mock fills, and that some mock leaves empty: each must be filled somewhere, to be walked.
    private var filled: Set<String> = []
    private var empty: Set<String> = []
    private var place = ""

    init(content: Content) throws {
        templates = content.templates
        words = try Language.allCases.map(content.words)
    }

    var mistakes: Set<String> { noted.union(empty.subtracting(filled).map { "\($0) is filled by no mock" }) }

    mutating func walk(_ page: any Page.Type) {
        let root = page.mocks.flatMap { page in Frame.mocks.map { Root(page: page, site: $0, lang: "vi") } }
        enter(page.template, scopes: [root], blocks: [:])
    }

    private struct Root { let page: any Page, site: Frame, lang: String }

    private mutating func enter(_ template: String, scopes: [[Any]], blocks: [String: [TemplateNode]]) {
        guard let source = templates[template] else { return note("no template \(template)") }
        let outer = place
        defer { place = outer }
        place = template
        visited.insert(template)
        guard let nodes = try? TemplateNode.parse(source) else { return note("does not parse") }
        walk(nodes, scopes, blocks)
    }

    private mutating func walk(_ nodes: [TemplateNode], _ scopes: [[Any]], _ blocks: [String: [TemplateNode]]) {
        for node in nodes {
            switch node {
            case .literal: break
            case .word(let key): word(key)
            case .variable(let name): variable(name.text, scopes)
            case .section(let name, let children): section(name.text, children, scopes, blocks)
            case .inverted(let name, let children):
                _ = values(of: name.text, scopes)
                walk(children, scopes, blocks)
            case .partial(let name): enter(name, scopes: scopes, blocks: [:])
            case .layout(let name, let own): enter(name, scopes: scopes, blocks: own)
            case .block(let name, let fallback): walk(blocks[name] ?? fallback, scopes, blocks)
            }
        }
    }

    private mutating func variable(_ name: String, _ scopes: [[Any]]) {
        for value in values(of: name, scopes) where !(value is String) {
            note("\(name) is a \(type(of: value)): pages print ready-made text")
        }
    }

    private mutating func word(_ key: String) {
        for strings in words where strings[key].hasPrefix("⟦") {
            note("no word \(key) in \(strings.language.rawValue)")
        }
    }

    private mutating func section(
        _ name: String, _ children: [TemplateNode], _ scopes: [[Any]], _ blocks: [String: [TemplateNode]]
    ) {
        let found = values(of: name, scopes)
        guard !found.isEmpty else { return }
        if found.allSatisfy({ $0 is Bool }) { return walk(children, scopes, blocks) }
        if found.contains(where: { $0 is String }) {
            return note("\(name) is text: an empty text is true, give a Bool")
        }
        let inner = found.flatMap { value in (value as? [Any]) ?? [value] }
        if inner.isEmpty { empty.insert("\(place): \(name)") } else { filled.insert("\(place): \(name)") }
        if inner.isEmpty { return }
        walk(children, scopes + [inner], blocks)
    }

    /// Every value the mocks give for a dotted name, looked up from the inside out as Mustache does.
    private mutating func values(of name: String, _ scopes: [[Any]]) -> [Any] {
        if name == "." { return scopes.last ?? [] }
        let parts = name.split(separator: ".").map(String.init)
        for scope in scopes.reversed() {
            var found = scope.flatMap { Self.children($0, parts[0]) }
            guard !found.isEmpty else { continue }
            for part in parts.dropFirst() {
                found = found.flatMap { Self.children($0, part) }
                if found.isEmpty { note("nothing answers to \(name)") }
            }
            if found.contains(where: { Mirror(reflecting: $0).displayStyle == .optional }) {
                note("\(name) is optional: an absent value climbs to the one outside")
            }
            return found
        }
        note("nothing answers to \(name)")
        return []
    }

    private static func children(_ value: Any, _ name: String) -> [Any] {
        Mirror(reflecting: value).children.filter { $0.label == name }.map(\.value)
    }

    private mutating func note(_ mistake: String) { noted.insert("\(place): \(mistake)") }
}
