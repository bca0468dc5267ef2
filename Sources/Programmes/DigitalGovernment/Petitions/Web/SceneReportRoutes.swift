// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Hummingbird
package import Identity
package import Indicators
import Kernel
package import Web

/// `/scene-reports` for who sends them, `/desk/scene-reports` for who decides them. No rule lives here.
package struct SceneReportRoutes: WebModule {
    let service: SceneReportService
    let agencies: AgencyService
    let indicators: IndicatorService
    let identity: IdentityService

    package init(
        service: SceneReportService, agencies: AgencyService, indicators: IndicatorService, identity: IdentityService
    ) {
        self.service = service
        self.agencies = agencies
        self.indicators = indicators
        self.identity = identity
    }

    package var navigation: [NavigationItem] {
        [
            NavigationItem("petitions.navigation.start", "/scene-reports", except: [.official, .operator]),
            NavigationItem("petitions.queue.title", "/desk/scene-reports", for: [.official], needs: Petitions.read),
        ]
    }

    package var pages: [any Page.Type] {
        [SceneReportStartPage.self, SceneReportFormPage.self, SceneReportPage.self, SceneReportQueuePage.self]
    }

    package func home(_ context: WebContext) async throws -> HomePart {
        let strings = context.strings
        var part = HomePart(
            entries: [
                .init(strings["petitions.start.title"], "/scene-reports", text: strings["petitions.start.lead"])
            ], figures: [try await figure(Petitions.accepted, context)])
        guard let actor = context.visitor?.actor else { return part }
        if actor.kind == .resident {
            part.open = try await service.newest(of: actor).filter { $0.status == .submitted }.map { report in
                .init(
                    report.location, "/scene-reports/\(report.id)", hint: context.formats.time(report.submittedAt),
                    status: Status(.neutral, strings["petitions.status.submitted"]))
            }
        }
        return part
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("scene-reports")
            .get(use: start)
            .post(use: submit)
            .get("new", use: form)
            .get(":id", use: show)
            .post(":id/acceptance", use: accept)
            .post(":id/refusal", use: decline)
        router.get("desk/scene-reports", use: queue)
    }

    @Sendable func start(request: Request, context: WebContext) async throws -> Response {
        let actor = context.visitor?.actor
        var mine: [SceneReport] = []
        if let actor, actor.kind == .resident { mine = try await service.newest(of: actor) }
        return context.page(
            SceneReportStartPage(
                accepted: try await figure(Petitions.accepted, context),
                submitted: try await figure(Petitions.submitted, context), mine: mine, actor: actor,
                words: words(context)))
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try await form(context, for: try context.requireActor())
    }

    @Sendable func submit(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        do {
            let report = try await service.submit(
                to: ID(form.text("agency")), location: form.text("location"), text: form.text("text"),
                for: SceneReportFormPage.person(chosenIn: form), by: actor)
            return .seeOther("/scene-reports/\(report.id)?sent=1")
        } catch let problem as SceneReportProblem where problem.kind == .invalid {
            return try await self.form(context, for: actor, problems: [problem])
        }
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let isNew = request.uri.queryParameters.get("sent") != nil
        return try await page(of: try context.id("id"), context: context, isNew: isNew)
    }

    @Sendable func accept(request: Request, context: WebContext) async throws -> Response {
        let report = try await service.accept(try context.id("id"), by: try context.requireActor())
        return .seeOther("/scene-reports/\(report.id)")
    }

    @Sendable func decline(request: Request, context: WebContext) async throws -> Response {
        let id: ID<SceneReport> = try context.id("id")
        do {
            let reason = context.form.text("reason")
            let report = try await service.decline(id, because: reason, by: try context.requireActor())
            return .seeOther("/scene-reports/\(report.id)")
        } catch let problem as SceneReportProblem where problem.kind == .invalid {
            return try await page(of: id, context: context, problems: [problem])
        }
    }

    @Sendable func queue(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        guard let place = actor.agency else { throw Forbidden(Petitions.read) }
        let reports = try await service.queue(at: place, for: actor)
        return context.page(
            SceneReportQueuePage(reports, agency: try await name(of: place, context), words: words(context)))
    }

    private func form(
        _ context: WebContext, for actor: Actor, problems: [SceneReportProblem] = []
    ) async throws -> Response {
        let mandates = try await identity.mandates(of: actor, in: Petitions.matter)
        let desks = try await agencies.list(kind: .serviceDesk).map { ($0.id.rawValue, $0.name(in: context.language)) }
        let page = SceneReportFormPage(
            form: context.form, agencies: desks, mandates: mandates,
            mistakes: Mistakes(problems, strings: context.strings),
            strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func page(
        of id: ID<SceneReport>, context: WebContext, problems: [SceneReportProblem] = [], isNew: Bool = false
    ) async throws -> Response {
        let actor = try context.requireActor()
        let report = try await service.find(id, for: actor)
        let page = SceneReportPage(
            report, agency: try await name(of: report.agency, context), people: try await people(of: report),
            mayDecide: actor.can(Petitions.decide, in: report.agency), form: context.form,
            mistakes: Mistakes(problems, strings: context.strings), isNew: isNew, actor: actor, words: words(context))
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func people(of report: SceneReport) async throws -> SceneReportPage.People? {
        guard let sender = report.sentBy else { return nil }
        return .init(
            reporter: try await identity.account(ID(report.reporter)).name,
            sender: try await identity.account(ID(sender)).name)
    }

    private func name(of place: Place, _ context: WebContext) async throws -> String {
        try await agencies.find(ID(place.rawValue))?.name(in: context.language) ?? place.rawValue
    }

    private func figure(_ measure: Measure, _ context: WebContext) async throws -> Figure {
        Figure(
            label: context.strings[measure.nameKey],
            value: context.formats.number(try await indicators.total(measure)), href: "/indicators/\(measure.id)",
            source: context.strings["petitions.start.source"])
    }

    private func words(_ context: WebContext) -> SceneReportWords {
        SceneReportWords(strings: context.strings, formats: context.formats)
    }
}
