// SPDX-License-Identifier: Apache-2.0

package import Casework
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/incoming-documents/{id}/direction`: where a leader says who deals with a document, and `/desk/incoming-documents/mine`.
package struct DirectionRoutes: WebModule {
    let service: DirectionService
    let cases: CaseService

    package init(service: DirectionService, cases: CaseService) { (self.service, self.cases) = (service, cases) }

    package var pages: [any Page.Type] { [DirectionPage.self, MyDocumentsPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("\(IncomingDocuments.path)/:id/direction")
            .get(use: form)
            .post(use: direct)
        router.get("desk/\(IncomingDocuments.path)/mine", use: mine)
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try await page(context, nil)
    }

    @Sendable func direct(request: Request, context: WebContext) async throws -> Response {
        let (id, typed): (ID<CaseFile>, Form) = (try context.id("id"), context.form)
        var form = DirectionForm()
        (form.opinion, form.lead, form.due) = (typed.text("opinion"), typed.text("lead"), typed.day("due"))
        (form.joining, form.informed) = (typed.all("joining"), typed.all("informed"))
        form.task = typed.text("task")
        do {
            try await service.direct(
                id, seen: Int(typed.text("version")) ?? 0, form, by: try context.requireActor())
            return .seeOther("/\(IncomingDocuments.path)/\(id)")
        } catch let refused as DirectionRefused {
            return try await page(context, form, refused.problems)
        } catch let problem as DirectionProblem {
            return try await page(context, form, [problem])
        } catch let problem as TrayProblem { return try await page(context, form, [problem]) }
    }

    @Sendable func mine(request: Request, context: WebContext) async throws -> Response {
        let files = try await service.mine(for: try context.requireActor())
        return context.page(
            MyDocumentsPage(
                files.map { .init($0, $1) }, now: service.now(), strings: context.strings, formats: context.formats))
    }

    /// As it was typed, or as it was said before.
    private func page(
        _ context: WebContext, _ typed: DirectionForm?, _ problems: [any Problem] = []
    ) async throws -> Response {
        let actor = try context.requireActor()
        let view = try await cases.view(try context.id("id"), for: actor)
        guard view.file.kind == IncomingDocuments.kind else { throw CaseProblem.notFound }
        try actor.may(IncomingDocuments.direct, in: view.file.holder)
        var form = typed ?? DirectionForm()
        if typed == nil {
            let (parts, task) = try await service.parts(of: view.file.id, for: actor)
            form.lead = parts.first { $0.role == .lead }?.account ?? ""
            form.joining = parts.filter { $0.role == .joining }.map(\.account)
            form.informed = parts.filter { $0.role == .informed }.map(\.account)
            form.due = view.file.clock.map { Day($0.due) }
            form.task = task?.id.rawValue ?? ""
        }
        let page = DirectionPage(
            form, of: .init(view.file), typed: context.form, officials: try await service.officials(view.file.holder),
            problems: problems, strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

struct DirectionPage: Page {
    static let template = "officialdocuments/direction"
    let back: Link
    let notices: [Notice]
    let errors: ErrorSummary
    let subject: String
    let action: String, version: String
    let opinion: TextArea
    let lead: Select
    let joining: Choice, informed: Choice
    let due: DateField
    let task: Field
    let button: Button

    /// What the page needs to know of the document.
    struct Document: Sendable {
        let id: String, version: Int
        let subject: String
        /// Nobody has said anything about it yet.
        let isNew: Bool
    }

    init(
        _ form: DirectionForm, of file: Document, typed: Form = Form(), officials: [(id: String, name: String)],
        problems: [any Problem], strings: Strings
    ) {
        let mistakes = Mistakes(problems, strings: strings)
        func label(_ name: String) -> String { strings["documents.direction.\(name)"] }
        back = Link(strings["documents.direction.back"], "/\(IncomingDocuments.path)/\(file.id)")
        notices = problems.filter { $0.field == nil }.map { Notice(strings.sentence(for: $0)) }
        errors = mistakes.summary
        subject = file.subject
        (action, version) = ("/\(IncomingDocuments.path)/\(file.id)/direction", "\(file.version)")
        opinion = TextArea(
            "opinion", label: label("opinion"), value: form.opinion, hint: label("opinion_hint"),
            problem: mistakes["opinion"], rows: 3,
            limit: TextLimit(DirectionService.opinionLimit, typed: form.opinion, strings: strings))
        let first = Choice.Option(
            "", label(file.isNew ? "nobody_file" : "choose"), isChosen: form.lead.isEmpty)
        lead = Select(
            "lead", label: label("lead"),
            options: [first] + officials.map { .init($0.id, $0.name, isChosen: $0.id == form.lead) },
            hint: file.isNew ? label("lead_hint") : "", problem: mistakes["lead"])
        func people(_ name: String, _ chosen: [String]) -> Choice {
            Choice(
                name, legend: label(name),
                options: officials.map { .init($0.id, $0.name, isChosen: chosen.contains($0.id)) }, isInline: true)
        }
        (joining, informed) = (people("joining", form.joining), people("informed", form.informed))
        let isTyped = ["day", "month", "year"].contains { !typed.text("due-\($0)").isEmpty }
        let preset = isTyped ? nil : form.due
        due = DateField(
            "due", legend: label("due"), day: preset.map { "\($0.day)" } ?? typed.text("due-day"),
            month: preset.map { "\($0.month)" } ?? typed.text("due-month"),
            year: preset.map { "\($0.year)" } ?? typed.text("due-year"), problem: mistakes["due"])
        task = Field(
            "task", label: label("task"), value: form.task, hint: label("task_hint"), problem: mistakes["task"],
            isOptional: true)
        button = Button(label("send"))
    }

    static var mocks: [Self] {
        var hostile = DirectionForm()
        (hostile.opinion, hostile.task) = (.hostile, .hostile)
        let problems: [any Problem] = [
            DirectionProblem.blankOpinion, DirectionProblem.noLead, DirectionProblem.noDue, DirectionProblem.noSuchTask,
            TrayProblem.recallWaiting,
        ]
        let document = Document(id: "a", version: 2, subject: .hostile, isNew: true)
        return [
            Self(hostile, of: document, officials: [(.hostile, .hostile)], problems: problems, strings: .mock),
            Self(
                DirectionForm(), of: .init(id: "a", version: 3, subject: .hostile, isNew: false), officials: [],
                problems: [], strings: .mock),
        ]
    }
}

extension DirectionPage.Document {
    init(_ file: CaseFile) {
        self.init(id: file.id.rawValue, version: file.version, subject: file.matter, isNew: file.phase == .incoming)
    }
}

/// What an official has to do with documents that came.
struct MyDocumentsPage: Page {
    static let template = "officialdocuments/mine"
    let back: Link
    let isEmpty: Bool
    let documents: [Table]

    struct Entry: Sendable {
        let id: String, subject: String, sender: String
        let due: Date?
        let role: DirectionRole
    }

    init(_ files: [Entry], now: Date, strings: Strings, formats: Formats) {
        back = Link(strings["documents.incoming.pile.title"], "/desk/\(IncomingDocuments.path)")
        isEmpty = files.isEmpty
        documents =
            files.isEmpty
            ? []
            : [
                Table(
                    caption: strings["documents.mine.title"], isCaptionHidden: true,
                    columns: ["subject", "role", "sender", "due"].map { .text(strings["documents.mine.\($0)"]) },
                    rows: files.map { file in
                        [
                            .link(file.subject, "/\(IncomingDocuments.path)/\(file.id)"),
                            .text(strings["documents.role.\(file.role.rawValue)"]), .text(file.sender),
                            file.due.map { .status(Deadline($0, now: now).status(strings)) } ?? .text("–"),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        let files = [Date.distantFuture, nil].map {
            Entry(id: "a", subject: .hostile, sender: .hostile, due: $0, role: .joining)
        }
        return [
            Self(files, now: .distantPast, strings: .mock, formats: Formats(.vi)),
            Self([], now: .distantPast, strings: .mock, formats: Formats(.vi)),
        ]
    }
}

extension MyDocumentsPage.Entry {
    init(_ file: CaseFile, _ role: DirectionRole) {
        self.init(
            id: file.id.rawValue, subject: file.matter, sender: file.applicant.name, due: file.clock?.due, role: role)
    }
}
