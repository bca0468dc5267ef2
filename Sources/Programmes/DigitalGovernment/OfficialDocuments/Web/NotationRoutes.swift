// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/notation`: what an agency is called in the numbers of its documents.
package struct NotationRoutes: WebModule {
    let service: NotationService
    /// What an account is called.
    let name: @Sendable (String) async throws -> String

    package init(service: NotationService, name: @escaping @Sendable (String) async throws -> String) {
        (self.service, self.name) = (service, name)
    }

    package var pages: [any Page.Type] { [NotationPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/notation")
            .get(use: show)
            .post(use: set)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(context, problems: [])
    }

    @Sendable func set(request: Request, context: WebContext) async throws -> Response {
        let form = context.form
        do {
            try await service.set(
                form.text("notation").uppercased(), isShared: !form.text("shared").isEmpty,
                by: try context.requireActor())
            return .seeOther("/desk/notation")
        } catch let problem as AgencyNotationProblem { return try await page(context, problems: [problem]) }
    }

    private func page(_ context: WebContext, problems: [AgencyNotationProblem]) async throws -> Response {
        let standing = try await service.standing(for: try context.requireActor())
        var names: [String: String] = [:]
        for account in Set(standing.history.map(\.setBy)) { names[account] = try await name(account) }
        let page = NotationPage(
            standing, typed: context.form.text("notation"), names: names, problems: problems, strings: context.strings,
            formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

struct NotationPage: Page {
    static let template = "officialdocuments/notation"
    let back: Link
    let errors: ErrorSummary
    let agency: String, example: String
    let notation: Field
    let shared: [Choice]
    let button: Button
    let history: [Table]

    init(
        _ standing: NotationService.Standing, typed: String, names: [String: String],
        problems: [AgencyNotationProblem], strings: Strings, formats: Formats
    ) {
        func label(_ name: String) -> String { strings["documents.own_notation.\(name)"] }
        let mistakes = Mistakes(problems, strings: strings)
        back = Link(strings["documents.book.title"], "/desk/issue-book")
        errors = mistakes.summary
        agency = standing.agency.name(in: strings.language)
        example = strings.fill(
            "documents.own_notation.now",
            ["notation": standing.notation, "derived": standing.derived, "example": "01/QĐ-\(standing.notation)"])
        notation = Field(
            "notation", label: label("field"), value: typed.isEmpty ? standing.notation : typed, hint: label("hint"),
            problem: mistakes["notation"], width: .half)
        let isShared = problems.contains { if case .shared = $0 { true } else { false } }
        shared =
            isShared
            ? [
                Choice(
                    "shared", legend: label("shared_legend"), options: [.init("1", label("shared_yes"))],
                    problem: mistakes["shared"])
            ] : []
        button = Button(label("set"))
        history =
            standing.history.isEmpty
            ? []
            : [
                Table(
                    caption: label("history"), isCaptionHidden: true,
                    columns: ["notation", "since", "by"].map { .text(label("column.\($0)")) },
                    rows: standing.history.map {
                        [
                            .link($0.notation, "/ledger/events/\($0.event)"), .text(formats.time($0.setAt)),
                            .text(names[$0.setBy] ?? ""),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        let set = AgencyNotation(notation: .hostile, setBy: "a", setAt: .distantPast, event: "01")
        return [[], [set]].map { history in
            Self(
                .init(agency: .mock, notation: .hostile, derived: .hostile, history: history), typed: .hostile,
                names: ["a": .hostile], problems: history.isEmpty ? [] : [.shared(.hostile), .notLetters],
                strings: .mock, formats: Formats(.vi))
        }
    }
}
