// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Casework
import Foundation
package import Hummingbird
import Kernel
import Rendering
package import Web

/// `/desk/official-documents/new` and `/official-documents/{id}/draft`: where documents are written. All other pages of theirs are
/// Casework's.
package struct DraftRoutes: WebModule {
    let service: DraftingService
    let cases: CaseService

    package init(service: DraftingService, cases: CaseService) { (self.service, self.cases) = (service, cases) }

    package var pages: [any Page.Type] { [DraftPage.self, Sheet<OfficialPaper>.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/official-documents/new")
            .get(use: new)
            .post(use: draft)
        router.group("official-documents/:id/draft")
            .get(use: edit)
            .post(use: revise)
    }

    @Sendable func new(request: Request, context: WebContext) async throws -> Response {
        let about = try request.typed("about")
        guard !about.isEmpty else { return try await page(nil, DraftForm(), context) }
        let changed = try await service.change(
            about, try request.typed("change"), by: try context.requireActor())
        guard let changed else { throw CaseProblem.notFound }
        return try await page(nil, changed.form, context)
    }

    @Sendable func draft(request: Request, context: WebContext) async throws -> Response {
        var form = DraftForm(context.form)
        if try await addGroup(to: &form, context) { return try await page(nil, form, context) }
        do {
            let file = try await service.draft(form, by: try context.requireActor())
            return .seeOther("/\(OfficialDocuments.path)/\(file.id)")
        } catch let refused as DraftRefused {
            // Of a State secret nothing is shown again, as nothing of it is kept.
            return try await page(nil, refused.isClassified ? form.emptied : form, context, refused.problems)
        }
    }

    @Sendable func edit(request: Request, context: WebContext) async throws -> Response {
        let (file, content) = try await file(context)
        return try await page((file.id, file.version), try await service.form(of: content), context)
    }

    @Sendable func revise(request: Request, context: WebContext) async throws -> Response {
        var (id, form): (ID<CaseFile>, DraftForm) = (try context.id("id"), DraftForm(context.form))
        if try await addGroup(to: &form, context) { return try await page((id, context.form.seen), form, context) }
        do {
            try await service.revise(id, seen: context.form.seen, form, by: try context.requireActor())
            return .seeOther("/\(OfficialDocuments.path)/\(id)")
        } catch let refused as DraftRefused {
            if refused.isClassified {
                // What was kept before stands there again.
                let (file, content) = try await file(context)
                let secrecy = form.secrecy
                form = try await service.form(of: content)
                form.secrecy = secrecy
                return try await page((file.id, file.version), form, context, refused.problems)
            }
            return try await page((id, context.form.seen), form, context, refused.problems)
        }
    }

    /// Another button of the form: its recipients grow by a group.
    private func addGroup(to form: inout DraftForm, _ context: WebContext) async throws -> Bool {
        guard context.form.text("do") == DraftPage.addGroup, Secrecy(typed: form.secrecy) == .unclassified else {
            return false
        }
        guard let group = RecipientGroup(rawValue: context.form.text("group")) else { return true }
        let members = try await service.members(of: group, for: try context.requireActor())
        let typed = form.recipients.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let known = Set(typed.map { $0.uppercased() })
        form.recipients = (typed + members.filter { !known.contains($0) }).joined(separator: "\n")
        return true
    }

    /// The document, for those who may draft where it is.
    private func file(_ context: WebContext) async throws -> (CaseFile, DraftContent) {
        let actor = try context.requireActor()
        let view = try await cases.view(try context.id("id"), for: actor)
        guard view.file.kind == OfficialDocuments.kind else { throw CaseProblem.notFound }
        try actor.may(OfficialDocuments.draft, in: view.file.holder)
        return (view.file, try DraftContent(json: view.content))
    }

    private func page(
        _ edited: (id: ID<CaseFile>, version: Int)?, _ form: DraftForm, _ context: WebContext,
        _ problems: [DocumentProblem] = []
    ) async throws -> Response {
        let office = try await service.office(of: try context.requireActor())
        let page = DraftPage(
            form, editing: edited, agency: office.agency.name(in: context.language), officials: office.officials,
            types: service.types.written(by: office.agency),
            changes: try await service.changed(by: form, for: try context.requireActor())?.text,
            mistakes: Mistakes(problems, strings: context.strings), strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

extension Form {
    /// The version of the document that was seen when the form was opened.
    fileprivate var seen: Int { Int(text("version")) ?? 0 }
}

extension DraftForm {
    init(_ form: Form) {
        self.init()
        (type, subject, body) = (form.text("type"), form.text("subject"), form.text("body"))
        (recipients, copies, urgency) = (form.text("recipients"), form.text("copies"), form.text("urgency"))
        (signer, authority, inPlaceOf) = (form.text("signer"), form.text("authority"), form.text("in_place_of"))
        (position, answers) = (form.text("position"), form.text("answers"))
        (about, change) = (form.text("about"), form.text("change"))
        secrecy = form.text("secrecy")
    }

    /// What is left of the form of a State secret.
    var emptied: DraftForm {
        var form = DraftForm()
        (form.about, form.change, form.secrecy) = (about, change, secrecy)
        return form
    }
}

extension DraftRefused {
    fileprivate var isClassified: Bool { problems.contains(.classified) }
}

extension Choice {
    /// How secret a document is said to be: what stands first is what almost all are.
    init(secrecy typed: String, hint: String, problem: String, strings: Strings) {
        let chosen = Secrecy(typed: typed)
        self.init(
            "secrecy", legend: strings["documents.secrecy.title"],
            options: Secrecy.allCases.map {
                .init($0.rawValue, strings["documents.secrecy.\($0.rawValue)"], isChosen: $0 == chosen)
            }, hint: hint, problem: problem, isInline: true)
    }
}

struct DraftPage: Page {
    static let template = "officialdocuments/draft"
    static let addGroup = "group"
    let back: Link
    let errors: ErrorSummary
    let agency: String, title: String
    let action: String, version: String, isEdited: Bool
    /// What it changes, and how.
    let changes: [String], about: String, change: String
    let group: Select, groupButton: Button
    let type: Select
    let subject: TextArea, body: TextArea, recipients: TextArea, copies: TextArea
    let urgency: Choice, secrecy: Choice
    let signer: Select, authority: Select
    let inPlaceOf: Field, position: Field, answers: Field
    let button: Button

    init(
        _ form: DraftForm, editing edited: (id: ID<CaseFile>, version: Int)?, agency: String,
        officials: [(id: String, name: String)], types: [DocumentType], changes: String? = nil, mistakes: Mistakes,
        strings: Strings
    ) {
        func label(_ name: String) -> String { strings["documents.form.\(name)"] }
        func area(_ name: String, _ value: String, rows: Int, limit: Int? = nil, isOptional: Bool = false) -> TextArea {
            TextArea(
                name, label: label(name), value: value, hint: label("\(name)_hint"), problem: mistakes[name],
                rows: rows, limit: limit.map { TextLimit($0, typed: value, strings: strings) }, isOptional: isOptional)
        }
        func field(_ name: String, _ value: String, isOptional: Bool = false) -> Field {
            Field(
                name, label: label(name), value: value, hint: label("\(name)_hint"), problem: mistakes[name],
                isOptional: isOptional)
        }
        back =
            edited.map { Link(strings["documents.back"], "/\(OfficialDocuments.path)/\($0.id)") }
            ?? Link(strings["documents.pile.title"], "/desk/\(OfficialDocuments.path)")
        errors = mistakes.summary
        self.agency = agency
        title = strings[edited == nil ? "documents.new" : "documents.edit"]
        action =
            edited.map { "/\(OfficialDocuments.path)/\($0.id)/draft" } ?? "/desk/\(OfficialDocuments.path)/new"
        (version, isEdited) = (edited.map { "\($0.version)" } ?? "", edited != nil)
        (about, change) = (form.about, form.change)
        self.changes =
            changes.map { [strings.fill("documents.form.changes.\(form.change)", ["notation": $0])] } ?? []
        group = Select(
            "group", label: label("group"),
            options: RecipientGroup.allCases.map { .init($0.rawValue, strings["documents.group.\($0.rawValue)"]) },
            hint: label("group_hint"), isOptional: true)
        groupButton = Button(label("group_add"), style: .secondary, name: "do", value: Self.addGroup)
        let choose = Choice.Option("", label("choose"), isChosen: false)
        type = Select(
            "type", label: label("type"),
            options: [choose]
                + types.map {
                    .init(
                        $0.id, $0.name(in: strings.language) + ($0.isLetter ? "" : " (\($0.abbreviation))"),
                        isChosen: $0.id == form.type)
                }, problem: mistakes["type"])
        subject = area("subject", form.subject, rows: 2, limit: DraftingService.subjectLimit)
        body = area("body", form.body, rows: 14)
        recipients = area("recipients", form.recipients, rows: 6, isOptional: true)
        copies = area("copies", form.copies, rows: 3, isOptional: true)
        urgency = Choice(
            "urgency", legend: label("urgency"),
            options: Urgency.allCases.map {
                .init("\($0.rawValue)", strings["documents.urgency.\($0)"], isChosen: "\($0.rawValue)" == form.urgency)
            }, isInline: true)
        secrecy = Choice(
            secrecy: form.secrecy, hint: label("secrecy_hint"), problem: mistakes["secrecy"], strings: strings)
        signer = Select(
            "signer", label: label("signer"),
            options: [choose] + officials.map { .init($0.id, $0.name, isChosen: $0.id == form.signer) },
            problem: mistakes["signer"])
        authority = Select(
            "authority", label: label("authority"),
            options: Authority.allCases.map {
                .init($0.rawValue, strings["documents.authority.\($0)"], isChosen: $0.rawValue == form.authority)
            })
        inPlaceOf = field("in_place_of", form.inPlaceOf, isOptional: true)
        position = field("position", form.position)
        answers = field("answers", form.answers, isOptional: true)
        button = Button(label("save"))
    }

    static var mocks: [Self] {
        var hostile = DraftForm()
        (hostile.subject, hostile.body, hostile.recipients) = (.hostile, .hostile, .hostile)
        (hostile.copies, hostile.position, hostile.inPlaceOf, hostile.answers) = (
            .hostile, .hostile, .hostile, .hostile
        )
        (hostile.about, hostile.change) = (.hostile, "replace")
        let problems: [DocumentProblem] = [
            .noType, .blankSubject, .secret(.hostile), .noSuchRecipient(.hostile), .longCopies, .noSigner, .classified,
            .blankPosition, .blankInPlaceOf, .longAnswers,
        ]
        let types = [DocumentType(id: "x", vi: .hostile, en: .hostile, abbreviation: "", code: nil)]
        return [
            Self(
                DraftForm(), editing: nil, agency: .hostile, officials: [], types: types,
                mistakes: Mistakes(strings: .mock), strings: .mock),
            Self(
                hostile, editing: (ID("a"), 2), agency: .hostile, officials: [(.hostile, .hostile)], types: types,
                changes: .hostile, mistakes: Mistakes(problems, strings: .mock), strings: .mock),
        ]
    }
}
