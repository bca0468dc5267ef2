// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// What one template may read: stored properties with ready-to-print strings and Bools, no domain types.
package protocol Page: Sendable {
    /// Names the template: `petitions/list` is `Content/Petitions/list.mustache`.
    static var template: String { get }

    /// Examples, full, empty and hostile: the tests render each one and hold the template to the names it finds there.
    static var mocks: [Self] { get }
}

/// All templates and all words. Pages are rendered only through here, so escaping cannot be forgotten.
package struct Views: Sendable {
    private let templates: [String: [TemplateNode]]
    private let words: [Language: Strings]
    package let assets: Assets

    /// Refuses a template that cannot be read.
    package init(templates: [String: String], words: [Language: Strings], assets: Assets) throws {
        self.templates = try Dictionary(
            uniqueKeysWithValues: templates.map { name, source in
                do { return (name, try TemplateNode.parse(source)) } catch let mistake as TemplateMistake {
                    throw ContentProblem(file: "\(name).mustache", line: mistake.line, reason: mistake.reason)
                }
            })
        self.words = words
        self.assets = assets
    }

    package func strings(_ language: Language) -> Strings {
        words[language] ?? Strings(language: language, table: [:])
    }

    /// A page that nothing surrounds, such as a paper: its template reads `page`, `t` and `lang` alone.
    package func render<P: Page>(_ page: P, language: Language) -> String { html(of: page, language, [:]) }

    /// The page as HTML.
    package func render<P: Page>(_ page: P, frame: Frame) -> String {
        html(of: page, frame.language, ["site": TemplateValue(frame)])
    }

    private func html<P: Page>(of page: P, _ language: Language, _ around: [String: TemplateValue]) -> String {
        let scope = around.merging(["page": TemplateValue(page), "lang": .text(language.rawValue)]) { $1 }
        var printer = TemplatePrinter(templates, words: strings(language), reading: TemplateObject(scope))
        return printer.page(P.template)
    }
}
