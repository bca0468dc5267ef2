// SPDX-License-Identifier: Apache-2.0

import Casework
package import Hummingbird
import Kernel
package import Web

/// `/dossiers/{id}/confirmation`: a dossier for somebody beside the applicant whose affair it is too.
package struct ConfirmationRoutes: WebModule {
    let parties: DossierParties
    let catalogue: Catalogue

    package init(parties: DossierParties, catalogue: Catalogue) {
        self.parties = parties
        self.catalogue = catalogue
    }

    package var pages: [any Page.Type] { [PartyPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("\(Dossiers.path)/:id/confirmation")
            .get(use: show)
            .post(use: answer)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let request = try await parties.request(try context.id("id"), for: try context.requireActor())
        let title = catalogue[request.file.matter]?.name[context.language] ?? request.file.matter
        return context.page(
            PartyPage(
                request, title: title, form: try SubmittedForm(json: request.content), strings: context.strings,
                formats: context.formats))
    }

    @Sendable func answer(request: Request, context: WebContext) async throws -> Response {
        let (id, actor): (ID<CaseFile>, Actor) = (try context.id("id"), try context.requireActor())
        if context.form.text("answer") == "yes" {
            try await parties.confirm(id, by: actor)
        } else {
            try await parties.refuse(id, by: actor)
        }
        return .seeOther("/\(Dossiers.path)/\(id)/confirmation")
    }
}

/// What another person wrote about an affair of both, and the two answers to it.
struct PartyPage: Page {
    static let template = "publicservices/confirmation"
    let title: String, lead: String
    let lists: [SummaryList]
    let path: String
    let answers: [Button]

    init(
        _ request: DossierParties.Request, title: String, form: SubmittedForm, strings: Strings, formats: Formats
    ) {
        let file = request.file
        self.title = title
        let isOpen = file.phase == .incoming && request.mine.confirmedAt == nil
        lead =
            isOpen
            ? strings.fill("services.party.lead", ["name": file.applicant.name])
            : request.mine.confirmedAt.map {
                strings.fill("services.party.done", ["time": formats.time($0)])
            } ?? strings["services.party.over"]
        lists = form.sections(strings.language).map { section in
            SummaryList(section.rows.map { .init($0.label, $0.value) }, title: section.title)
        }
        path = "/\(Dossiers.path)/\(file.id)/confirmation"
        answers =
            isOpen
            ? [
                Button(strings["services.party.yes"], name: "answer", value: "yes"),
                Button(strings["services.party.no"], style: .warning, name: "answer", value: "no"),
            ] : []
    }

    private init(_ text: String, isOpen: Bool) {
        (title, lead, path) = (text, text, "/dossiers/1/confirmation")
        lists = [SummaryList([.init(text, text)], title: text)]
        answers = isOpen ? [Button(text, name: "answer", value: "yes")] : []
    }

    static let mocks = [
        PartyPage("Đăng ký kết hôn", isOpen: true), PartyPage("x", isOpen: false), PartyPage(.hostile, isOpen: true),
    ]
}
