// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
package import Hummingbird
import Kernel
package import Web

/// The pages of one kind of case: `/dossiers` for who asked, `/desk/dossiers` for who works on them. No rule lives here.
package struct CaseRoutes: WebModule {
    let service: CaseService
    let face: any CaseFace
    let directory: CaseDirectory

    package init(service: CaseService, face: any CaseFace, directory: CaseDirectory) {
        self.service = service
        self.face = face
        self.directory = directory
    }

    package var navigation: [NavigationItem] {
        (face.isForResidents ? [NavigationItem("cases.mine.title", "/\(face.path)", for: [.resident])] : []) + [
            NavigationItem(
                "\(face.vocabulary ?? "cases.")pile.title", "/desk/\(face.path)", for: [.official],
                needs: .toHandle(face.kind, "read"))
        ]
    }

    package var pages: [any Page.Type] {
        [MyCasesPage.self, CasePilePage.self, CasePage.self, CaseMovePage.self, CaseOverviewPage.self]
    }

    package var uploads: [String] { ["/\(face.path)/{id}/moves/{move}"] }

    package func home(_ context: WebContext) async throws -> HomePart {
        guard let actor = context.visitor?.actor, actor.kind == .resident, face.isForResidents else {
            return HomePart()
        }
        let words = words(context)
        let open = try await service.newest(of: actor, kind: face.kind).filter { $0.phase != .closed }
        return HomePart(
            open: open.map { file in
                .init(
                    face.title(of: file, in: context.language), "/\(face.path)/\(file.id)", hint: words.hint(of: file),
                    status: words.status(of: file))
            })
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        if face.isForResidents {
            router.group("\(face.path)")
                .get(use: mine)
                .post(":id/rating", use: rate)
        }
        router.group("\(face.path)")
            .get(":id", use: show)
            .get(":id/moves/:move", use: moveForm)
            .post(":id/moves/:move", use: move)
            .get(":id/transfer", use: transferForm)
            .post(":id/transfer", use: transfer)
            .get(":id/consultation", use: consultationForm)
            .post(":id/consultation", use: consult)
            .post(":id/consultations/:consultation", use: answer)
            .get(":id/escalation", use: escalationForm)
            .post(":id/escalation", use: escalate)
            .post(":id/assignment", use: assign)
            .post(":id/messages", use: write)
            .get(":id/files/:hash", use: file)
        router.group("desk/\(face.path)")
            .get(use: pile)
            .post(use: changeMany)
            .get("overview", use: overview)
    }

    @Sendable func mine(request: Request, context: WebContext) async throws -> Response {
        let files = try await service.newest(of: try context.requireActor(), kind: face.kind)
        return context.page(MyCasesPage(files, face: face, words: words(context)))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(of: try context.id("id"), context, isNew: try request.typed("sent") == "1")
    }

    @Sendable func moveForm(request: Request, context: WebContext) async throws -> Response {
        try await moveForm(context, try await view(context))
    }

    @Sendable func move(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let id: ID<CaseFile> = try context.id("id")
        let name = try context.parameters.require("move")
        var reply = ReplyForm(context)
        try await reply.receive(service, of: id, by: actor)
        let (context, form) = (reply.context, reply.context.form)
        if reply.stays { return try await moveForm(context, try await view(context), reply.problem) }
        return try await changing(id, context, by: moveForm) {
            let words = CaseFile.Words(form.text("text"), newDue: try self.due(in: form))
            try await service.move(id, seen: form.version, name, saying: words, by: actor)
            return .seeOther("/\(face.path)/\(id)")
        }
    }

    @Sendable func transferForm(request: Request, context: WebContext) async throws -> Response {
        try await transferForm(context, try await view(context))
    }

    @Sendable func transfer(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let id: ID<CaseFile> = try context.id("id")
        let form = context.form
        return try await changing(id, context, by: transferForm) {
            let file = try await service.handOver(
                id, seen: form.version, to: Place(rawValue: form.text("agency")), saying: form.text("text"), by: actor)
            return .seeOther("/desk/\(face.path)?phase=\(file.phase.rawValue)")
        }
    }

    @Sendable func consultationForm(request: Request, context: WebContext) async throws -> Response {
        try await consultationForm(context, try await view(context))
    }

    @Sendable func consult(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let id: ID<CaseFile> = try context.id("id")
        let form = context.form
        return try await changing(id, context, by: consultationForm) {
            try await service.consult(
                id, seen: form.version, Place(rawValue: form.text("agency")), asking: form.text("text"),
                until: try self.due(in: form), by: actor)
            return .seeOther("/\(face.path)/\(id)")
        }
    }

    @Sendable func escalationForm(request: Request, context: WebContext) async throws -> Response {
        try await escalationForm(context, try await view(context))
    }

    @Sendable func escalate(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let id: ID<CaseFile> = try context.id("id")
        let form = context.form
        return try await changing(id, context, by: escalationForm) {
            try await service.escalate(
                id, seen: form.version, because: form.text("text"), until: try self.due(in: form), by: actor)
            return .seeOther("/\(face.path)/\(id)#consultations")
        }
    }

    @Sendable func answer(request: Request, context: WebContext) async throws -> Response {
        let id: ID<CaseFile> = try context.id("id")
        let (actor, form) = (try context.requireActor(), context.form)
        do {
            if form.text("do") == CasePage.passOn {
                try await service.passOn(
                    try context.id("consultation"), in: id, saying: form.text("answer"), by: actor)
            } else {
                try await service.answer(try context.id("consultation"), in: id, form.text("answer"), by: actor)
            }
            return .seeOther("/\(face.path)/\(id)#consultations")
        } catch let problem as any Problem where problem.isAboutTheCase {
            return try await page(of: id, context, problem: problem)
        }
    }

    @Sendable func assign(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let id: ID<CaseFile> = try context.id("id")
        let officer = context.form.text("officer")
        do {
            // Who works there is known to those who keep the posts.
            let file = try await service.view(id, for: actor).file
            let officials = try await directory.officials(file.holder)
            guard officer.isEmpty || officials.contains(where: { $0.id == officer }) else {
                throw CaseProblem.noSuchOfficer
            }
            try await service.assign(
                id, seen: context.form.version, to: officer.isEmpty ? nil : officer, by: actor)
            return .seeOther("/\(face.path)/\(id)")
        } catch let problem as any Problem where problem.isAboutTheCase {
            return try await page(of: id, context, problem: problem)
        }
    }

    @Sendable func write(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let id: ID<CaseFile> = try context.id("id")
        do {
            try await service.write(
                context.form.text("message"), isInternal: !face.isForResidents || context.form.text("note") == "1",
                in: id,
                by: actor)
            return .seeOther("/\(face.path)/\(id)#thread")
        } catch let problem as any Problem where problem.isAboutTheCase {
            return try await page(of: id, context, problem: problem)
        }
    }

    @Sendable func rate(request: Request, context: WebContext) async throws -> Response {
        let id: ID<CaseFile> = try context.id("id")
        let form = context.form
        do {
            try await service.rate(
                id, Int(form.text("score")), saying: form.text("rating-text"), by: try context.requireActor())
            return .seeOther("/\(face.path)/\(id)")
        } catch let problem as any Problem where problem.isAboutTheCase {
            return try await page(of: id, context, problem: problem)
        }
    }

    /// Never shown in place: a stranger's file shall not run among our pages.
    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        let (attached, bytes) = try await service.file(
            try context.parameters.require("hash"), of: try context.id("id"), for: try context.requireActor())
        return .download(
            bytes, named: attached.name, type: attached.file.kind.rawValue, size: attached.file.size)
    }

    /// A change by form: what was wrong comes back with what was typed, and so does what somebody else did meanwhile.
    private func changing(
        _ id: ID<CaseFile>, _ context: WebContext,
        by form: (WebContext, CaseView, (any Problem)?) async throws -> Response,
        _ work: @Sendable () async throws -> Response
    ) async throws -> Response {
        do { return try await work() } catch let problem as any Problem where problem.isAboutTheCase {
            let view = try await view(context)
            guard view.file.phase != .closed else { return try await page(of: id, context, problem: problem) }
            return try await form(context, view, problem)
        }
    }

    private func view(_ context: WebContext) async throws -> CaseView {
        try await service.view(try context.id("id"), for: try context.requireActor())
    }

    /// What needs no words has no form of its own: what is wrong about it stands on the page of the case.
    private func moveForm(
        _ context: WebContext, _ view: CaseView, _ problem: (any Problem)? = nil
    ) async throws -> Response {
        let name = try context.parameters.require("move")
        guard let move = view.moves.first(where: { $0.name == name && !$0.needs.isEmpty }) else {
            return try await page(of: view.file.id, context, problem: problem ?? CaseProblem.cannotMove)
        }
        let arrived =
            move.takesFiles ? try await service.replyFiles(of: view.file.id, for: try context.requireActor()) : []
        let page = CaseMovePage(
            move, of: view.file, arrived: arrived.map { .init($0, words: words(context)) },
            news: try await news(view, problem, context), form: context.form,
            mistakes: mistakes(problem, context), face: face, words: words(context))
        return context.page(page, status: status(problem))
    }

    private func transferForm(
        _ context: WebContext, _ view: CaseView, _ problem: (any Problem)? = nil
    ) async throws -> Response {
        guard view.mayHandOver else {
            guard let problem else { throw Forbidden(.toHandle(face.kind, "hand_over")) }
            return try await page(of: view.file.id, context, problem: problem)
        }
        let page = CaseMovePage(
            transferOf: view.file, to: try await directory.neighbours(view.file.holder, context.language),
            news: try await news(view, problem, context), form: context.form, mistakes: mistakes(problem, context),
            face: face, words: words(context))
        return context.page(page, status: status(problem))
    }

    private func consultationForm(
        _ context: WebContext, _ view: CaseView, _ problem: (any Problem)? = nil
    ) async throws -> Response {
        guard view.mayConsult else {
            guard let problem else { throw Forbidden(.toHandle(face.kind, "consult")) }
            return try await page(of: view.file.id, context, problem: problem)
        }
        let page = CaseMovePage(
            consultationOn: view.file, of: try await directory.neighbours(view.file.holder, context.language),
            news: try await news(view, problem, context), form: context.form, mistakes: mistakes(problem, context),
            face: face, words: words(context))
        return context.page(page, status: status(problem))
    }

    private func escalationForm(
        _ context: WebContext, _ view: CaseView, _ problem: (any Problem)? = nil
    ) async throws -> Response {
        guard view.mayEscalate else {
            guard let problem else { throw Forbidden(.toHandle(face.kind, "consult")) }
            return try await page(of: view.file.id, context, problem: problem)
        }
        let page = CaseMovePage(
            escalationOf: view.file, news: try await news(view, problem, context), form: context.form,
            mistakes: mistakes(problem, context), face: face, words: words(context))
        return context.page(page, status: status(problem))
    }

    private func page(
        of id: ID<CaseFile>, _ context: WebContext, problem: (any Problem)? = nil, isNew: Bool = false
    ) async throws -> Response {
        let actor = try context.requireActor()
        let view = try await service.view(id, for: actor)
        var around = CasePage.Surroundings()
        async let content = face.content(of: view, for: actor, context)
        around.names = try await names(in: view, context)
        around.holder = around.names[view.file.holder.rawValue] ?? ""
        around.desk = around.names[view.file.desk.rawValue] ?? ""
        if view.mayAssign { around.officials = try await directory.officials(view.file.holder) }
        around.content = try await content
        around.isNew = isNew
        around.news = meanwhile(view, context)
        around.content.notices =
            notices(problem, view, context, beside: CasePage.fields) + around.content.notices
        let page = CasePage(
            view, surroundings: around, form: context.form, mistakes: mistakes(problem, context), face: face,
            words: words(context))
        return context.page(page, status: status(problem))
    }

    /// What is wrong about no field of the page stands on top, unless somebody else's step explains it. `fields` are those
    /// of the page; nil where it has every field that can be wrong.
    private func notices(
        _ problem: (any Problem)?, _ view: CaseView, _ context: WebContext, beside fields: Set<String>? = nil
    ) -> [Notice] {
        guard let problem, meanwhile(view, context).isEmpty else { return [] }
        if let field = problem.field, fields?.contains(field) ?? true { return [] }
        return [Notice(context.strings.sentence(for: problem))]
    }

    /// The steps since the version that the posted form names.
    private func meanwhile(_ view: CaseView, _ context: WebContext) -> [CaseStep] {
        let seen = context.form.version
        return seen == 0 ? [] : view.steps.filter { $0.number > seen }
    }

    private func news(_ view: CaseView, _ problem: (any Problem)?, _ context: WebContext) async throws -> [Notice] {
        CaseNews(words: words(context), names: try await names(in: view, context)).notices(meanwhile(view, context))
            + notices(problem, view, context)
    }

    private func names(in view: CaseView, _ context: WebContext) async throws -> [String: String] {
        var names: [String: String] = [:]
        let places = view.steps.map(\.holder) + view.consultations.map(\.agency) + [view.file.holder, view.file.desk]
        for place in Set(places) {
            names[place.rawValue] = try await directory.agency(place, context.language)
        }
        let officials = Set(
            view.steps.compactMap(\.officer) + view.messages.filter(\.isFromOffice).map(\.author)
                + view.consultations.compactMap(\.answer?.by))
        return names.merging(try await self.names(of: officials, at: view.file.holder, context)) { $1 }
    }

    func names(of officials: Set<String>, at place: Place, _ context: WebContext) async throws -> [String:
        String]
    {
        var names: [String: String] = [:]
        for official in officials {
            names[official] = try await directory.official(official, place, service.now(), context.language)
        }
        return names
    }

    /// The close of the office on the day typed; nil if none was.
    private func due(in form: Form) throws(CaseProblem) -> Date? {
        guard form.hasDay("due") else { return nil }
        guard let day = form.day("due") else { throw .noDue }
        return service.closing(of: day)
    }

    private func mistakes(_ problem: (any Problem)?, _ context: WebContext) -> Mistakes {
        Mistakes(problem.map { $0.field == nil ? [] : [$0] } ?? [], strings: context.strings)
    }

    func status(_ problem: (any Problem)?) -> HTTPResponse.Status {
        switch problem?.kind {
        case nil: .ok
        case .conflict: .conflict
        default: .unprocessableContent
        }
    }

    func words(_ context: WebContext) -> CaseWords {
        let strings = face.vocabulary.map { context.strings.preferring($0, to: "cases.") } ?? context.strings
        return CaseWords(strings: strings, formats: context.formats, now: service.now())
    }
}

extension Form {
    /// The version of the case that the page with this form showed.
    fileprivate var version: Int { Int(text("version")) ?? 0 }
}
