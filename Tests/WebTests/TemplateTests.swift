// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Foundation
import Kernel
import Product
import TestKit
import Testing

@testable import Web

@Suite("Templates")
struct TemplateTests {
    let content = Content.embedded

    @Test("every name, partial and word that a template uses exists, and no template is left over")
    func names() async throws {
        var walk = try TemplateWalk(content: content)
        for page in try await Self.pages() { walk.walk(page) }
        #expect(walk.mistakes.sorted() == [])
        #expect(Set(walk.templates.keys).subtracting(walk.visited).sorted() == [])
    }

    @Test("no template carries script or style of its own, or an attribute without quotes")
    func policy() {
        let forbidden: [(String, Regex<Substring>)] = [
            ("a script element", /(?i)<script/), ("a style element", /(?i)<style/),
            ("a style attribute", /(?i)\sstyle\s*=/),
            ("a handler", /(?i)\son[a-z]+\s*=/),
            ("an attribute without quotes", /\s[a-z-]+=[^"]/),
        ]
        for (name, source) in content.templates {
            // Scripts are files of ours, under an address that changes with them.
            let tags = source.replacing(/<script src="\{\{site\.[a-zA-Z]+\}\}" defer><\/script>/, with: "")
                .replacing(/"[^"]*"/, with: "\"\"")
            for (what, pattern) in forbidden { #expect(tags.firstMatch(of: pattern) == nil, "\(name) has \(what)") }
            for form in source.matches(of: /(?s)<form[^>]*method="post".*?<\/form>/) {
                #expect(form.output.contains("{{> components/csrf}}"), "\(name) has a form without its token")
            }
        }
    }

    @Test(
        "every mock of every page renders complete, sound and unbroken, in both languages", arguments: Language.allCases
    )
    func mocks(language: Language) async throws {
        let views = try content.views()
        for page in try await Self.pages() {
            for (number, mock) in page.mocks.enumerated() {
                for site in Frame.mocks where site.language == language {
                    let source = render(mock, views, site)
                    let html = HTML(source)
                    let name: Comment = "\(page.template), mock \(number)"
                    #expect(!source.contains("⟦"), name)
                    #expect(Self.broken(html) == [], name)
                    if !Self.isHostile(mock) { #expect(html.mistakes == [], name) }
                }
            }
        }
    }

    @Test("every page that prints text has a hostile mock")
    func hostile() async throws {
        for page in try await Self.pages() where page.mocks.contains(where: { !Self.texts($0).isEmpty }) {
            #expect(page.mocks.contains(where: Self.isHostile), "\(page)")
        }
    }

    @Test("a combining accent does not hide a quote from the escaper")
    func escaping() throws {
        let attack = "x\"\u{301} onmouseover=alert(1) y=\"\u{301}"
        let views = try Views(
            templates: [
                "proof": "<a title=\"{{page.v}}\">{{page.v}}</a>{{> inner}}", "inner": "<b title=\"{{page.v}}\">x</b>",
            ], words: [:], assets: Assets([:]))
        let html = HTML(views.render(Proof(v: attack), frame: Frame.mocks[0]))
        #expect(html.starts.map { $0.attributes.map(\.name) } == [["title"], ["title"]])
    }

    @Test(
        "a template that cannot be read is refused, with its line",
        arguments: [
            ("{{{page.v}}}", 1), ("\n{{&page.v}}", 2), ("{{#a}}\n{{/b}}", 2), ("{{#a}}\n", 1), ("x\n{{/a}}", 2),
            ("{{a", 1),
        ])
    func refused(source: String, line: Int) {
        #expect {
            try Views(templates: ["x": source], words: [:], assets: Assets([:]))
        } throws: { ($0 as? ContentProblem)?.line == line }
    }

    @Test(
        "a template prints as Mustache says",
        arguments: [
            ("a\n  {{#page.yes}}\n  b\n  {{/page.yes}}\nc\n", "a\nb\nc\n"),
            ("{{#page.no}}a{{/page.no}}{{^page.no}}b{{/page.no}}", "b"),
            ("{{#page.names}}{{.}} {{/page.names}}{{^page.names}}none{{/page.names}}", "Lan &amp; Minh "),
            ("{{#page.none}}{{.}}{{/page.none}}{{^page.none}}none{{/page.none}}", "none"),
            // The nearer name hides the one outside; what only the outer has is found there.
            ("{{#page.rows}}{{title}}-{{page.title}};{{/page.rows}}", "1-T;2-T;"),
            ("{{#page.rows}}{{#page.pair}}{{x}}{{title}};{{/page.pair}}{{/page.rows}}", "p1;p2;"),
            ("{{page.title}}{{page.unknown}}{{page.count}}", "T"),
            ("{{<frame}}{{$main}}m{{> row}}{{/main}}outside{{/frame}}", "[m(T)|default]"),
            ("{{<nearer}}{{$main}}m{{/main}}{{/nearer}}", "[m|nearer]"),
        ])
    func printing(source: String, expected: String) throws {
        let views = try Views(
            templates: [
                "sample": source, "frame": "[{{$main}}{{/main}}|{{$side}}default{{/side}}]", "row": "({{page.title}})",
                "nearer": "{{<frame}}{{$side}}nearer{{/side}}{{$main}}hidden{{/main}}{{/frame}}",
            ], words: [:], assets: Assets([:]))
        #expect(views.render(Sample(), language: .vi) == expected)
    }

    @Test("a template reads of each mock what its properties hold")
    func values() async throws {
        for page in try await Self.pages() {
            for mock in page.mocks { #expect(Self.differs(Self.read(mock), mock) == nil, "\(page)") }
        }
    }

    private static func read<P: Page>(_ page: P) -> TemplateValue { TemplateValue(page) }

    /// Where what was read is not what a mirror shows.
    private static func differs(_ value: TemplateValue, _ original: Any) -> String? {
        switch value {
        case .text(let text): return original as? String == text ? nil : "\(original) read as \(text)"
        case .flag(let flag): return original as? Bool == flag ? nil : "\(original) read as \(flag)"
        case .nothing:
            let style = Mirror(reflecting: original).displayStyle
            let isText = original is String || original is Bool || original is [Any]
            return isText || (style == .struct && !(original is any CustomStringConvertible))
                ? "\(original) read as nothing" : nil
        case .list(let elements):
            guard let originals = original as? [Any], originals.count == elements.count else { return "\(original)" }
            return zip(elements, originals).lazy.compactMap { differs($0, $1) }.first
        case .object(let object):
            return Mirror(reflecting: original).children.lazy.compactMap { child in
                guard let label = child.label, let value = object[label] else { return "no \(child.label ?? "")" }
                return differs(value, child.value)
            }.first
        }
    }

    private struct Sample: Page {
        struct Row: Sendable { let title: String }

        static let template = "sample"
        static let mocks: [Sample] = []
        let title = "T"
        let count = 7
        let yes = true
        let no = false
        let names = ["Lan & Minh"]
        let none: [String] = []
        let rows = [Row(title: "1"), Row(title: "2")]
        let pair = (x: "p", y: true)
    }

    private struct Proof: Page {
        static let template = "proof"
        let v: String
        static let mocks: [Proof] = []
    }

    static func pages() async throws -> [any Page.Type] {
        let database = try await Backend.sqlite.empty()
        let platform = try Platform.test(on: database)
        let pages = try platform.pages
        await database.close()
        return pages
    }

    private func render<P: Page>(_ page: P, _ views: Views, _ site: Frame) -> String { views.render(page, frame: site) }

    /// Tags and attributes that only an escape can have made.
    private static func broken(_ html: HTML) -> [String] {
        html.starts.flatMap { tag in
            tag.attributes.map(\.name).filter { $0.hasPrefix("on") }
                + (tag.name == "script" && tag["src"]?.hasPrefix("/assets/") != true ? ["script"] : [])
        }
    }

    private static func isHostile(_ page: any Page) -> Bool { texts(page).contains { $0.contains("\"\u{301}") } }

    private static func texts(_ value: Any) -> [String] {
        if let text = value as? String { return text.isEmpty ? [] : [text] }
        return Mirror(reflecting: value).children.flatMap { texts($0.value) }
    }
}
