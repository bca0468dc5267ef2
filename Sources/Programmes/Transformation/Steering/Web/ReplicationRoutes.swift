// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/pilots/{task}`: where the results of a pilot are carried to others.
package struct ReplicationRoutes: WebModule {
    let service: ReplicationService

    package init(service: ReplicationService) { self.service = service }

    package var pages: [any Page.Type] { [ReplicationPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/pilots")
            .get(":id", use: form)
            .post(":id", use: plan)
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try await page(context, problems: [])
    }

    /// Shows the tasks in the table where they are given; nothing is given here.
    @Sendable func plan(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let pilot = try await service.pilot(context.id("id"), for: actor)
        let form = context.form
        let chosen = Set(form.all("agency"))
        let identifiers = pilot.peers.map(\.organID.description).filter(chosen.contains)
        guard let directive = pilot.directives.first(where: { $0.id.rawValue == form.text("directive") }) else {
            return try await page(context, problems: [.noDirective])
        }
        guard !identifiers.isEmpty else { return try await page(context, problems: [.noAgencies]) }
        let frame = try await service.tasks.frame(directive.id, of: directive.agency)
        let sheet = service.sheet(
            of: pilot, to: identifiers, due: form.day("due"), group: form.text("group"), text: form.text("text"))
        return context.page(
            TaskSheetPage(
                frame, typed: sheet, mistakes: Mistakes(strings: context.strings), strings: context.strings))
    }

    private func page(_ context: WebContext, problems: [ReplicationProblem]) async throws -> Response {
        let pilot = try await service.pilot(context.id("id"), for: try context.requireActor())
        let page = ReplicationPage(
            title: pilot.file.matter, path: "\(pilot.file.id)", order: pilot.order, result: pilot.result,
            lead: pilot.lead.name(in: context.language),
            peers: pilot.peers.map { ($0.organID.description, $0.name(in: context.language)) },
            directives: pilot.directives, form: context.form,
            mistakes: Mistakes(problems, strings: context.strings), strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

/// What a pilot reached, and to whom it is to be carried.
struct ReplicationPage: Page {
    static let template = "steering/replication"
    let back: Link
    let errors: ErrorSummary
    let facts: SummaryList
    let action: String
    let directive: Select
    let group: Field
    let agencies: Choice
    let due: DateField
    let text: TextArea
    let button: Button
    /// There is no directive to give the tasks under.
    let lacksDirective: Bool
    let new: Link

    init(
        title: String, path: String, order: TaskOrder, result: String, lead: String,
        peers: [(identifier: String, name: String)], directives: [Directive], form: Form, mistakes: Mistakes,
        strings: Strings
    ) {
        func label(_ name: String) -> String { strings["steering.directives.pilot.\(name)"] }
        back = Link(title, "/\(Tasks.path)/\(path)")
        errors = mistakes.summary
        facts = SummaryList([
            .init(label("task"), title), .init(label("lead"), lead), .init(label("asked"), order.text),
            .init(label("result"), result),
        ])
        action = "/desk/pilots/\(path)"
        directive = Select(
            "directive", label: label("directive"),
            options: directives.map {
                Choice.Option(
                    $0.id.rawValue, "\($0.notation), \($0.title)", isChosen: $0.id.rawValue == form.text("directive"))
            }, problem: mistakes["directive"])
        group = Field(
            "group", label: strings["steering.directives.kind_one.group"], value: form.text("group"),
            hint: strings["steering.directives.sheet.about.group"], width: .tiny, isNumeric: true)
        let chosen = Set(form.all("agency"))
        agencies = Choice(
            "agency", legend: label("agencies"),
            options: peers.map { Choice.Option($0.identifier, $0.name, isChosen: chosen.contains($0.identifier)) },
            problem: mistakes["agency"])
        due = DateField(
            "due", legend: strings["steering.tasks.form.due"], day: form.text("due-day"),
            month: form.text("due-month"), year: form.text("due-year"))
        let proposed = strings.fill("steering.directives.pilot.proposal", ["text": order.text, "result": result])
        text = TextArea(
            "text", label: strings["steering.tasks.form.text"],
            value: form.text("text").isEmpty ? proposed : form.text("text"), hint: label("text_hint"), rows: 5)
        button = Button(label("make"))
        lacksDirective = directives.isEmpty
        new = Link(strings["steering.directives.new"], "/desk/directives/new")
    }

    static var mocks: [Self] {
        let order = TaskOrder(text: .hostile, basis: .hostile, joining: [], indicator: nil, isPilot: true)
        let directive = DirectiveService.View.mock(isGiver: true).directive
        return [[], [directive]].map { directives in
            Self(
                title: .hostile, path: .hostile, order: order, result: .hostile, lead: .hostile,
                peers: [(.hostile, .hostile)], directives: directives,
                form: Form(["agency": [.hostile], "text": [directives.isEmpty ? "" : .hostile]]),
                mistakes: Mistakes(directives.isEmpty ? [] : ReplicationProblem.allCases, strings: .mock),
                strings: .mock)
        }
    }
}
