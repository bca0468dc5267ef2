// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Kernel
import Web

/// The desk: piles of cases, found by name, and changed many at once.
extension CaseRoutes {
    @Sendable func pile(request: Request, context: WebContext) async throws -> Response {
        let query = try CasePilePage.Query(request, first: face.firstPhase(for: try context.requireActor()))
        let typed = try request.typed("q")
        guard typed.isEmpty else { return try await found(typed, query, context) }
        let done = Int(try request.typed("done")) ?? 0
        let notices = done > 0 ? [Notice(context.strings.plural("cases.bulk.done", done), isSuccess: true)] : []
        return context.page(try await page(query, notices, context))
    }

    /// What was done to some of many is told even if others were refused.
    @Sendable func changeMany(request: Request, context: WebContext) async throws -> Response {
        let (form, query) = (context.form, CasePilePage.Query(context.form))
        let seen = form.all("case").compactMap { CaseFile.Seen($0) }
        do {
            let refusals = try await change(seen, form, context)
            guard !refusals.isEmpty else {
                return .seeOther(query.link(face.path) + "&done=\(seen.count)")
            }
            let notices = try await self.notices(refusals, of: seen.count, context)
            return context.page(try await page(query, notices, context), status: .conflict)
        } catch let problem as CaseProblem where problem.isAboutTheCase {
            let notices = [Notice(context.strings.sentence(for: problem))]
            return context.page(try await page(query, notices, context), status: status(problem))
        }
    }

    @Sendable func overview(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let place = try place(of: actor)
        let overview = try await service.overview(of: face.kind, at: place, for: actor)
        let officers = Set(overview.shares.compactMap(\.officer) + overview.late.compactMap(\.file.officer))
        var names = try await names(of: officers, at: place, context)
        for late in overview.late {
            guard case .held(let time) = late.reason else { continue }
            names[time.holder.rawValue] = try await directory.agency(time.holder, context.language)
        }
        return context.page(
            CaseOverviewPage(
                overview, ratings: try await service.ratings(of: face.kind, at: place, for: actor),
                agency: try await directory.agency(place, context.language), names: names, face: face,
                words: words(context)))
    }

    private func change(
        _ seen: [CaseFile.Seen], _ form: Form, _ context: WebContext
    ) async throws -> [CaseRefusal] {
        let actor = try context.requireActor()
        switch form.text("do") {
        case CasePilePage.take: return try await service.assign(seen, to: actor.id, by: actor)
        case CasePilePage.assign:
            let officer = form.text("officer")
            guard try await directory.officials(try place(of: actor)).contains(where: { $0.id == officer }) else {
                throw CaseProblem.noSuchOfficer
            }
            return try await service.assign(seen, to: officer, by: actor)
        case let move: return try await service.move(seen, move, by: actor)
        }
    }

    private func notices(
        _ refusals: [CaseRefusal], of count: Int, _ context: WebContext
    ) async throws -> [Notice] {
        let (strings, actor) = (context.strings, try context.requireActor())
        var told = [Notice(strings.plural("cases.bulk.done", count - refusals.count))]
        for refusal in refusals {
            let sentence = strings.sentence(for: refusal.problem)
            // Nothing is said about a case that is no longer theirs to see.
            guard refusal.problem.kind != .notFound else {
                told.append(Notice(sentence))
                continue
            }
            let file = try await service.view(refusal.id, for: actor).file
            told.append(
                Notice(
                    face.title(of: file, in: strings.language) + ", " + file.applicant.name, sentence,
                    link: Link(strings["cases.bulk.look"], "/\(face.path)/\(file.id)")))
        }
        return told
    }

    private func page(
        _ query: CasePilePage.Query, _ notices: [Notice], _ context: WebContext
    ) async throws -> CasePilePage {
        let actor = try context.requireActor()
        let place = try place(of: actor)
        let pile = CasePile(
            kind: face.kind, holder: place, phase: query.phase, officer: query.isMine ? actor.id : nil)
        let files = try await service.pile(pile, after: query.after, limit: Self.pageSize + 1, for: actor)
        var surroundings = try await surroundings(files.prefix(Self.pageSize), at: place, context)
        surroundings.notices = notices
        surroundings.questions = try await service.questions(to: place, kind: face.kind, for: actor)
        surroundings.moves = try service.bulkMoves(of: pile, for: actor)
        surroundings.links = face.doors(for: actor, context.strings)
        if actor.can(.toHandle(face.kind, "assign"), in: place) {
            surroundings.colleagues = try await directory.officials(place)
            surroundings.links.append(Link(context.strings["cases.overview.title"], "/desk/\(face.path)/overview"))
        }
        if actor.can(CaseService.keepCalendar, in: place) {
            surroundings.links.append(Link(context.strings["cases.calendar.title"], "/desk/calendar"))
        }
        return CasePilePage(
            Array(files.prefix(Self.pageSize)), query: query, hasMore: files.count > Self.pageSize,
            surroundings: surroundings, face: face, words: words(context))
    }

    /// A code opens its case, a name lists the cases of those who are called so.
    private func found(
        _ typed: String, _ query: CasePilePage.Query, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let place = try place(of: actor)
        if let code = DossierCode(typed), let id = try? await service.find(code, for: actor) {
            return .seeOther("/\(face.path)/\(id)")
        }
        let files = try await service.search(typed, kind: face.kind, limit: Self.pageSize, for: actor)
        var surroundings = try await surroundings(files[...], at: place, context)
        surroundings.notices = files.isEmpty ? [Notice(context.strings["cases.pile.not_found"])] : []
        let page = CasePilePage(
            files, query: query, typed: typed, hasMore: false, surroundings: surroundings, face: face,
            words: words(context))
        return context.page(page, status: files.isEmpty ? .notFound : .ok)
    }

    private func surroundings(
        _ files: ArraySlice<CaseFile>, at place: Place, _ context: WebContext
    ) async throws -> CasePilePage.Surroundings {
        var around = CasePilePage.Surroundings()
        around.agency = try await directory.agency(place, context.language)
        around.counts = try await service.counts(of: face.kind, at: place, for: try context.requireActor())
        around.officials = try await names(of: Set(files.compactMap(\.officer)), at: place, context)
        return around
    }

    private func place(of actor: Actor) throws -> Place {
        guard let place = actor.agency else { throw Forbidden(.toHandle(face.kind, "read")) }
        return place
    }

    private static let pageSize = 50
}

extension CasePilePage.Query {
    init(_ request: Request, first: CaseFlow.Phase) throws {
        self.init(try Form(urlEncoded: (request.uri.query ?? "").utf8), first: first)
    }

    /// The pile that a form or an address names.
    init(_ form: Form, first: CaseFlow.Phase = .incoming) {
        self.init(
            phase: CaseFlow.Phase(rawValue: form.text("phase")) ?? first, isMine: form.text("mine") == "1",
            after: CasePile.Mark(form.text("after")))
    }
}
