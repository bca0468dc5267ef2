// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/tasks/reminders`: letters to who is late, drafted from the tasks.
package struct ReminderRoutes: WebModule {
    let service: ReminderService
    let views: Views
    let isDemo: Bool

    package init(service: ReminderService, views: Views, isDemo: Bool) {
        (self.service, self.views, self.isDemo) = (service, views, isDemo)
    }

    /// What stands on a task when a letter was sent, whatever language its sender reads.
    package static func note(_ letter: ReminderLetter, _ item: ReminderLetter.Item, _ strings: Strings) -> String {
        let day = Day(letter.day).map { Formats(strings.language).date($0) } ?? ""
        return strings.fill("steering.reminders.note", ["day": day, "days": "\(item.daysLate)"]) + "\n"
            + letter.closing
    }

    package var pages: [any Page.Type] { [ReminderListPage.self, ReminderPage.self, PrintedReminder.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/tasks/reminders")
            .get(use: list)
            .get(":agency", use: draft)
            .post(":agency", use: send)
        router.get("desk/reminders/:id", use: show)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let arrears = try await service.arrears(for: actor)
        let sent = try await service.sent(for: actor)
        let names = try await names(
            of: arrears.map(\.agency) + sent.flatMap { [$0.agency, $0.giver] }, context.language)
        return context.page(
            ReminderListPage(arrears, sent: sent, names: names, strings: context.strings, formats: context.formats))
    }

    @Sendable func draft(request: Request, context: WebContext) async throws -> Response {
        let closing = views.strings(.vi)["steering.reminders.closing"]
        return try await page(closing: closing, context, problems: [])
    }

    /// Shows the letter to be printed, or records that it was sent.
    @Sendable func send(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let (agency, closing) = (try agency(context), context.form.text("closing"))
        let problems = ReminderService.problems(in: closing)
        guard problems.isEmpty else { return try await page(closing: closing, context, problems: problems) }
        guard context.form.text("act") == "send" else {
            let letter = try await service.draft(to: agency, closing: closing, for: actor)
            let names = try await names(of: [agency, actor.agency].compactMap(\.self), .vi)
            return context.page(
                PrintedReminder(
                    letter, giver: actor.agency.flatMap { names[$0] } ?? "", agency: names[agency] ?? "",
                    isDemo: isDemo))
        }
        let reminder = try await service.send(to: agency, closing: closing, by: actor)
        return .seeOther("/desk/reminders/\(reminder.id)")
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let reminder = try await service.reminder(context.id("id"), for: try context.requireActor())
        let names = try await names(of: [reminder.giver, reminder.agency], .vi)
        return context.page(
            PrintedReminder(
                reminder.letter, giver: names[reminder.giver] ?? "", agency: names[reminder.agency] ?? "",
                isDemo: isDemo))
    }

    private func page(
        closing: String, _ context: WebContext, problems: [ReminderProblem]
    ) async throws -> Response {
        let arrears = try await service.arrears(of: try agency(context), for: try context.requireActor())
        let page = ReminderPage(
            arrears, agency: try await names(of: [arrears.agency], context.language)[arrears.agency] ?? "",
            closing: closing, mistakes: Mistakes(problems, strings: context.strings), strings: context.strings,
            formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func agency(_ context: WebContext) throws -> Place {
        Place(rawValue: try context.parameters.require("agency"))
    }

    private func names(of places: [Place], _ language: Language) async throws -> [Place: String] {
        var names: [Place: String] = [:]
        for place in Set(places) {
            names[place] = try await service.agencies.find(ID(place.rawValue))?.name(in: language) ?? ""
        }
        return names
    }
}
