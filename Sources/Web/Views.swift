// SPDX-License-Identifier: Apache-2.0

package import Kernel
import Mustache

/// What one template may read: stored properties with ready-to-print strings and Bools, no domain types.
package protocol Page: Sendable {
    /// Names the template: `petitions/list` is `Content/Petitions/list.mustache`.
    static var template: String { get }

    /// Examples, full, empty and hostile: the tests render each one and hold the template to the names it finds there.
    static var mocks: [Self] { get }
}

/// All templates and all words. Pages are rendered only through here, so escaping cannot be forgotten.
package struct Views: Sendable {
    private let library: MustacheLibrary
    private let words: [Language: Strings]
    package let assets: Assets

    /// Refuses a template that does not parse or that prints without escaping.
    package init(templates: [String: String], words: [Language: Strings], assets: Assets) throws {
        MustacheContentTypes.register(ScalarHTML(), named: "PAGE")
        var library = MustacheLibrary()
        for (name, source) in templates {
            guard !source.contains("{{{"), !source.contains("{{&") else {
                throw ContentProblem(file: "\(name).mustache", line: 0, reason: "prints without escaping")
            }
            do {
                // The pragma is added here, once, so that no author can forget it: a partial without it would fall
                // back to an escaper that a combining accent gets past.
                try library.register("{{% CONTENT_TYPE: PAGE}}" + source, named: name)
            } catch let error as MustacheTemplate.ParserError {
                throw ContentProblem(
                    file: "\(name).mustache", line: error.context.lineNumber, reason: "\(error.error)")
            }
        }
        self.library = library
        self.words = words
        self.assets = assets
    }

    package func strings(_ language: Language) -> Strings {
        words[language] ?? Strings(language: language, table: [:])
    }

    /// A page that nothing surrounds, such as a paper: its template reads `page`, `t` and `lang` alone.
    package func render<P: Page>(_ page: P, language: Language) -> String {
        html(of: page, ["t": strings(language), "lang": language.rawValue])
    }

    /// The page as HTML.
    package func render<P: Page>(_ page: P, frame: Frame) -> String {
        html(
            of: page,
            ["site": Values.of(frame), "t": strings(frame.language), "lang": frame.language.rawValue])
    }

    private func html<P: Page>(of page: P, _ around: [String: Any]) -> String {
        let scope = around.merging(["page": Values.of(page)]) { $1 }
        guard let html = library.render(scope, withTemplate: P.template) else {
            preconditionFailure("no template named \(P.template)")
        }
        return html
    }
}

/// Escapes by Unicode scalar, so that a combining mark cannot hide a quote.
struct ScalarHTML: MustacheContentType {
    func escapeText(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
