// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/desk/calendar`: on which days an agency works otherwise than the country does.
package struct CalendarRoutes: WebModule {
    let service: CaseService
    let directory: CaseDirectory
    let desk: String

    /// `desk` is where the page leads back to: the piles whose deadlines follow the calendar.
    package init(service: CaseService, directory: CaseDirectory, desk: String) {
        self.service = service
        self.directory = directory
        self.desk = desk
    }

    package var pages: [any Page.Type] { [CalendarPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/calendar")
            .get(use: show)
            .post(use: set)
            .post(":day/removal", use: clear)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response { try await page(context) }

    @Sendable func set(request: Request, context: WebContext) async throws -> Response {
        let (actor, form) = (try context.requireActor(), context.form)
        return try await changing(context) {
            try await service.setDay(
                form.day("day"), isWorked: form.text("worked").isEmpty ? nil : form.text("worked") == "1",
                saying: form.text("text"), at: actor.agency ?? .everywhere, by: actor)
        }
    }

    @Sendable func clear(request: Request, context: WebContext) async throws -> Response {
        let (actor, day) = (try context.requireActor(), Day(try context.parameters.require("day")))
        return try await changing(context) {
            try await service.clearDay(day, at: actor.agency ?? .everywhere, by: actor)
        }
    }

    private func changing(
        _ context: WebContext, _ work: @Sendable () async throws -> Void
    ) async throws -> Response {
        do {
            try await work()
            return .seeOther("/desk/calendar")
        } catch let problem as CaseProblem where problem.isAboutTheCase {
            return try await page(context, problem: problem)
        }
    }

    private func page(_ context: WebContext, problem: CaseProblem? = nil) async throws -> Response {
        let actor = try context.requireActor()
        let agency = actor.agency ?? .everywhere
        let own = try await service.ownDays(of: agency, for: actor)
        let page = CalendarPage(
            own: own, national: service.nationalDays, agency: try await directory.agency(agency, context.language),
            desk: desk, form: context.form, mistakes: Mistakes(problem.map { [$0] } ?? [], strings: context.strings),
            strings: context.strings, formats: context.formats)
        return context.page(page, status: problem == nil ? .ok : .unprocessableContent)
    }
}
