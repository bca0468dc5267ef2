// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Foundation
import Kernel
import Mustache
import Product
import TestKit
import Testing
import Web

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

    @Test("a combining accent gets past the library's escaper, and not past ours")
    func escaping() throws {
        let attack = "x\"\u{301} onmouseover=alert(1) y=\"\u{301}"
        let source = "<a title=\"{{v}}\">x</a>"
        let theirs = try MustacheTemplate(string: source).render(["v": attack])
        #expect(HTML(theirs).starts[0]["onmouseover"] == "alert(1)")
        let ours = try Views(
            templates: [
                "proof": "<a title=\"{{page.v}}\">{{page.v}}</a>{{> inner}}", "inner": "<b title=\"{{page.v}}\">x</b>",
            ], words: [:], assets: Assets([:]))
        let html = HTML(ours.render(Proof(v: attack), frame: Frame.mocks[0]))
        #expect(html.starts.map { $0.attributes.map(\.name) } == [["title"], ["title"]])
    }

    @Test("a template that prints without escaping is refused", arguments: ["{{{page.v}}}", "{{&page.v}}"])
    func unescaped(source: String) {
        #expect(throws: ContentProblem.self) { try Views(templates: ["x": source], words: [:], assets: Assets([:])) }
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
