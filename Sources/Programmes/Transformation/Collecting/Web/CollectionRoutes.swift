// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Foundation
package import Hummingbird
import Indicators
package import Kernel
import Spreadsheets
package import Web

/// `/desk/collection`: what an agency reports and what it accepts; `/collection`: who reported, for everybody.
package struct CollectionRoutes: WebModule {
    let service: CollectionService
    /// The name and post of an account at a place at a time.
    let officialName: @Sendable (String, Place, Date, Language) async throws -> String

    package init(
        service: CollectionService,
        officialName: @escaping @Sendable (String, Place, Date, Language) async throws -> String
    ) { (self.service, self.officialName) = (service, officialName) }

    package var pages: [any Page.Type] {
        [
            CollectionDeskPage.self, CollectionFormPage.self, CollectionReportPage.self, CollectionSumPage.self,
            CollectionListPage.self, BurdenPage.self, CompletenessPage.self,
        ]
    }

    package var uploads: [String] { ["/desk/collection/{template}/{period}/xlsx"] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/collection")
            .get(use: desk)
            .get(":template/:period", use: form)
            .post(":template/:period", use: send)
            .get(":template/:period/xlsx", use: download)
            .post(":template/:period/xlsx", use: upload)
        router.group("desk/collection-reports/:id")
            .get(use: report)
            .post("acceptance", use: accept)
            .post("return", use: sendBack)
        router.group("desk/collection-sums/:template/:period")
            .get(use: sums)
            .post("reminder", use: remind)
        router.group("collection")
            .get(use: list)
            .get(":template", use: burden)
            .get(":template/:period", use: completeness)
    }

    package func home(_ context: WebContext) async throws -> HomePart {
        guard let actor = context.visitor?.actor, let agency = actor.agency,
            actor.can(Collecting.report, in: agency) || actor.can(Collecting.accept, in: agency)
        else { return HomePart() }
        return HomePart(
            entries: [
                .init(
                    context.strings["collection.desk.title"], "/desk/collection",
                    text: context.strings["collection.home"])
            ])
    }

    // MARK: one's own desk

    @Sendable func desk(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        guard let place = actor.agency else { throw Forbidden(Collecting.report) }
        let (reports, accepts) = (actor.can(Collecting.report, in: place), actor.can(Collecting.accept, in: place))
        guard reports || accepts else { throw Forbidden(Collecting.report) }
        let last = service.templates.all.map { ($0, Period($0.period, containing: service.today).previous) }
        return context.page(
            CollectionDeskPage(
                agency: try await service.agencies.find(ID(place.rawValue))?.name(in: context.language) ?? "",
                owed: reports ? try await service.owed(by: actor) : nil,
                waiting: accepts ? try await service.waiting(for: actor) : nil, sums: accepts ? last : [],
                now: service.now(), words: words(context)))
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        let wasSaved = try !request.typed("saved").isEmpty
        return try await form(context, wasSaved: wasSaved)
    }

    @Sendable func send(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let (template, period) = try address(context)
        let fields = service.templates[template]?.fields.map(\.id) ?? []
        let typed = Dictionary(
            uniqueKeysWithValues: fields.map { ($0, context.form.text(CollectionProblem.name(of: $0))) })
        let (reason, minutes) = (context.form.text("reason"), context.form.text("minutes"))
        do {
            guard context.form.text("do") == "submit" else {
                try await service.save(typed, in: template, period, by: actor)
                return .seeOther("/desk/collection/\(template)/\(period)?saved=1")
            }
            let report = try await service.submit(
                typed, because: reason, taking: minutes, in: template, period, by: actor)
            return .seeOther("/desk/collection-reports/\(report.id)")
        } catch let problem as CollectionProblem where problem.kind == .invalid {
            guard let asked = service.templates[template] else { throw problem }
            // All that is wrong at once, not one after the other.
            let others = Answers(typed, to: asked).problems
            return try await form(
                context, typed: typed, reason: reason, minutes: minutes,
                problems: others.contains(problem) ? others : [problem])
        }
    }

    /// The form as a spreadsheet to fill in.
    @Sendable func download(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let (template, period) = try address(context)
        let sheet = try await service.sheet(template, period, for: actor)
        let form = FormSheet(template: sheet.template, period: period, agency: sheet.agency.organID.description)
        let bytes = try form.bytes(sheet.report?.draft ?? [:], words: words(context))
        return .download(
            AsyncThrowingStream { continuation in
                continuation.yield(bytes)
                continuation.finish()
            }, named: "\(template)-\(period).xlsx",
            type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", size: bytes.count)
    }

    @Sendable func upload(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let (template, period) = try address(context)
        guard let place = actor.agency else { throw Forbidden(Collecting.report) }
        try actor.may(Collecting.report, in: place)
        do {
            guard let file = try await context.upload?.nextFile() else { throw CollectionProblem.noFile }
            let limit = SpreadsheetLimits().packed
            var bytes: [UInt8] = []
            for try await piece in file {
                bytes += piece
                guard bytes.count <= limit else { throw SpreadsheetProblem.tooLarge }
            }
            let (typed, findings) = try await service.fill(bytes, in: template, period, by: actor)
            guard !findings.isEmpty else { return .seeOther("/desk/collection/\(template)/\(period)?saved=1") }
            return try await form(context, typed: typed, findings: findings, wasSaved: true)
        } catch let problem as CollectionProblem where problem.kind == .invalid {
            return try await form(context, problems: [problem])
        } catch let problem as SpreadsheetProblem {
            return try await form(context, refusal: problem)
        }
    }

    private func form(
        _ context: WebContext, typed: [String: String]? = nil, reason: String = "", minutes: String = "",
        problems: [CollectionProblem] = [], findings: [FormSheet.Finding] = [], refusal: SpreadsheetProblem? = nil,
        wasSaved: Bool = false
    ) async throws -> Response {
        let actor = try context.requireActor()
        let (template, period) = try address(context)
        let page = CollectionFormPage(
            try await service.sheet(template, period, for: actor), typed: typed, reason: reason, minutes: minutes,
            problems: problems, findings: findings, refusal: refusal, wasSaved: wasSaved,
            catalogue: service.indicators.catalogue,
            now: service.now(), words: words(context))
        let isFine = problems.isEmpty && findings.isEmpty && refusal == nil
        return context.page(page, status: isFine ? .ok : .unprocessableContent)
    }

    // MARK: the level above

    @Sendable func report(request: Request, context: WebContext) async throws -> Response {
        try await report(context, problems: [])
    }

    @Sendable func accept(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        try await service.accept(try context.id("id"), seen: Int(context.form.text("seen")) ?? 0, by: actor)
        return .seeOther("/desk/collection")
    }

    @Sendable func sendBack(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        do {
            try await service.sendBack(
                try context.id("id"), seen: Int(context.form.text("seen")) ?? 0, because: context.form.text("reason"),
                by: actor)
            return .seeOther("/desk/collection")
        } catch let problem as CollectionProblem where problem.kind == .invalid {
            return try await report(context, problems: [problem])
        }
    }

    private func report(_ context: WebContext, problems: [CollectionProblem]) async throws -> Response {
        let actor = try context.requireActor()
        let (entry, above, mayDecide) = try await service.find(try context.id("id"), for: actor)
        var names: [String: String] = [:]
        for version in entry.report.versions {
            names[version.sentBy] = try await officialName(
                version.sentBy, entry.report.agency, version.sentAt, context.language)
            guard let decision = version.decision, let above else { continue }
            names[decision.by] = try await officialName(decision.by, above, decision.at, context.language)
        }
        let page = CollectionReportPage(
            entry, mayDecide: mayDecide, names: names, reason: context.form.text("reason"), problems: problems,
            words: words(context))
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable func remind(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let (template, period) = try address(context)
        do {
            let count = try await service.remind(template, period, by: actor)
            return .seeOther("/desk/collection-sums/\(template)/\(period)?reminded=\(count)")
        } catch CollectionProblem.nobodyToRemind {
            return try await sums(context, problems: [.nobodyToRemind])
        }
    }

    @Sendable func sums(request: Request, context: WebContext) async throws -> Response {
        try await sums(context, reminded: Int(try request.typed("reminded")))
    }

    private func sums(
        _ context: WebContext, reminded: Int? = nil, problems: [CollectionProblem] = []
    ) async throws -> Response {
        let actor = try context.requireActor()
        let (template, period) = try address(context)
        let summary = try await service.summary(template, period, for: actor)
        let agency = try await service.agency(of: actor, Collecting.accept).name(in: context.language)
        return context.page(
            CollectionSumPage(
                summary, agency: agency, reminded: reminded, problems: problems, now: service.now(),
                words: words(context)), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    // MARK: for everybody

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let forms = service.templates.all.map { template in
            var periods = [Period(template.period, containing: service.today)]
            while periods.count < CollectionService.periodsShown { periods.append(periods[periods.count - 1].previous) }
            return (template, periods)
        }
        return context.page(CollectionListPage(forms, words: words(context)))
    }

    @Sendable func burden(request: Request, context: WebContext) async throws -> Response {
        let burden = try await service.burden(try context.coreContext.parameters.require("template"))
        var agencies: [Place: String] = [:]
        for place in Set(burden.efforts.prefix(BurdenPage.shown).map(\.agency)) {
            agencies[place] = try await service.agencies.find(ID(place.rawValue))?.name(in: context.language)
        }
        return context.page(
            BurdenPage(
                burden, agencies: agencies, catalogue: service.indicators.catalogue, words: words(context)))
    }

    @Sendable func completeness(request: Request, context: WebContext) async throws -> Response {
        let (template, period) = try address(context)
        let whole = try await service.completeness(template, period)
        let province = try request.typed("province")
        return context.page(
            CompletenessPage(
                whole, province: province.isEmpty ? nil : province, now: service.now(), words: words(context)))
    }

    private func address(_ context: WebContext) throws -> (template: String, period: Period) {
        let template = try context.coreContext.parameters.require("template")
        guard let period = Period(try context.coreContext.parameters.require("period")) else {
            throw CollectionProblem.noSuchPeriod
        }
        return (template, period)
    }

    private func words(_ context: WebContext) -> CollectionWords {
        CollectionWords(strings: context.strings, formats: context.formats)
    }
}
