// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Kernel
import Web

/// A page that asks for a few things and has one button.
struct FormPage: Page {
    static let template = "identity/form"

    struct Form: Sendable {
        let action: String
        let fields: [Field]
        var choices: [Choice] = []
        let button: Button
    }

    let title: String
    let lead: String
    let errors: ErrorSummary
    let form: Form
    let from: String
    let links: [Link]

    init(
        _ title: String, lead: String, _ form: Form, _ mistakes: Mistakes, from: ReturnPath = ReturnPath(""),
        links: [Link] = []
    ) {
        self.init(title, lead, form, mistakes.summary, from.text, links)
    }

    private init(
        _ title: String, _ lead: String, _ form: Form, _ errors: ErrorSummary, _ from: String, _ links: [Link]
    ) {
        self.title = title
        self.lead = lead
        self.form = form
        self.errors = errors
        self.from = from
        self.links = links
    }

    private init(_ text: String, count: Int) {
        let form = Form(
            action: "/me", fields: (0..<count).map { Field("f\($0)", label: text, hint: text, problem: text) },
            choices: (0..<count).map { Choice("c\($0)", legend: text, options: [.init("1", text, hint: text)]) },
            button: Button(text))
        self.init(
            text, text, form, ErrorSummary((0..<count).map { .init(field: "f\($0)", text) }), "/",
            (0..<count).map { _ in Link(text, "/me") })
    }

    static let mocks = [FormPage("Đổi mật khẩu", count: 2), FormPage("x", count: 0), FormPage(.hostile, count: 1)]
}

extension WebContext {
    /// A form that nothing is wrong with yet.
    var noMistakes: Mistakes { Mistakes(strings: strings) }

    /// Does what was asked; a form that is refused is shown again with what was wrong.
    func submit<P: Page>(_ form: (Mistakes) throws -> P, _ work: () async throws -> Response) async throws -> Response {
        do { return try await work() } catch let problem as any Problem where problem.isAboutTheForm {
            return page(try form(Mistakes([problem], strings: strings)), status: .of(problem))
        }
    }
}

extension Field {
    /// Where a new password is chosen: with the rule as hint, and for the browser's password keeper to see.
    static func newPassword(_ context: WebContext, _ mistakes: Mistakes) -> Field {
        Field(
            "password", label: context.strings["identity.password.new"],
            hint: context.strings["identity.password.hint"], problem: mistakes["password"], kind: .password,
            width: .half, autocomplete: "new-password")
    }

    /// A code from an app or from paper.
    static func code(_ context: WebContext, _ mistakes: Mistakes) -> Field {
        Field(
            "code", label: context.strings["identity.code.label"], hint: context.strings["identity.code.hint"],
            problem: mistakes["code"], width: .short, autocomplete: "one-time-code")
    }

    /// The number and the name by which a person is told from all others.
    static func person(
        _ context: WebContext, _ mistakes: Mistakes, label: String = "identity.person.name"
    ) -> [Field] {
        [
            Field(
                "identifier", label: context.strings["identity.person.identifier"],
                value: context.form.text("identifier"), hint: context.strings["identity.person.identifier_hint"],
                problem: mistakes["identifier"], width: .half, isNumeric: true),
            Field(
                "name", label: context.strings[label], value: context.form.text("name"),
                hint: context.strings["identity.person.name_hint"], problem: mistakes["name"], width: .half),
        ]
    }
}
