// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/awards`: who is to be proposed for an award, from what was reached.
package struct AwardRoutes: WebModule {
    let service: AwardService

    package init(service: AwardService) { self.service = service }

    package var pages: [any Page.Type] { [AwardPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/awards")
            .get(use: show)
            .get(":agency", use: tasks)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let (year, thisYear) = try year(of: request)
        let results = try await service.results(of: year, for: actor)
        var names: [Place: String] = [:]
        for result in results {
            names[result.agency] =
                try await service.agencies.find(ID(result.agency.rawValue))?.name(in: context.language) ?? ""
        }
        return context.page(
            AwardPage(
                results, by: service.rule, year: year, thisYear: thisYear, names: names, strings: context.strings,
                formats: context.formats))
    }

    /// The tasks behind the numbers of one agency.
    @Sendable func tasks(request: Request, context: WebContext) async throws -> Response {
        let place = Place(rawValue: try context.parameters.require("agency"))
        let (year, _) = try year(of: request)
        let judged = try await service.tasks(of: place, in: year, for: try context.requireActor())
        let strings = context.strings
        let name = try await service.agencies.find(ID(place.rawValue))?.name(in: context.language) ?? ""
        return context.page(
            TaskListPage(
                judged.map { .init($0.file, $0.progress, lead: name) },
                title: strings.fill("steering.awards.tasks", ["agency": name, "year": "\(year)"]),
                none: strings["steering.awards.tasks_none"],
                back: Link(strings["steering.awards.title"], "/desk/awards?year=\(year)"), now: service.now(),
                strings: strings))
    }

    private func year(of request: Request) throws -> (year: Int, this: Int) {
        let thisYear = Day(service.now()).year
        let asked = Int(try request.typed("year")) ?? thisYear
        return (min(max(asked, AwardPage.firstYear), thisYear), thisYear)
    }
}

/// What agencies reached in a year, and who is to be proposed.
struct AwardPage: Page {
    static let template = "steering/awards"
    /// Nothing was given here before.
    static let firstYear = 2020

    let back: Link
    let title: String, rule: String
    let years: Tabs
    let results: [Table]
    let isEmpty: Bool

    init(
        _ results: [AwardResult], by rule: AwardRule, year: Int, thisYear: Int, names: [Place: String],
        strings: Strings, formats: Formats
    ) {
        back = Link(strings["steering.tasks.given.heading"], "/desk/tasks/given")
        title = strings.fill(
            "steering.awards.heading",
            [
                "count": formats.number(results.count { $0.isProposed(by: rule) }),
                "all": formats.number(results.count), "year": "\(year)",
            ])
        self.rule = strings.fill(
            "steering.awards.rule",
            [
                "tasks": formats.number(rule.leastTasks), "on_time": formats.percent(rule.onTime, places: 0),
                "targets": formats.percent(rule.targets, places: 0),
            ])
        years = Tabs(
            strings["steering.awards.years"],
            (max(Self.firstYear, thisYear - 3)...max(Self.firstYear, thisYear)).reversed().map {
                .init("\($0)", "/desk/awards?year=\($0)", isHere: $0 == year)
            })
        isEmpty = results.isEmpty
        func column(_ name: String) -> String { strings["steering.awards.column.\(name)"] }
        self.results =
            results.isEmpty
            ? []
            : [
                Table(
                    caption: column("outcome"), isCaptionHidden: true,
                    columns: [.text(column("agency"))]
                        + ["tasks", "on_time", "share", "targets"].map { .number(column($0)) }
                        + [.text(column("outcome"))],
                    rows: results.map { result in
                        [
                            .link(names[result.agency] ?? "", "/desk/awards/\(result.agency.rawValue)?year=\(year)"),
                            .text(formats.number(result.tasks)),
                            .text(formats.number(result.onTime)), .text(formats.percent(result.share)),
                            .text(
                                result.targets == 0
                                    ? "–" : "\(formats.number(result.reached))/\(formats.number(result.targets))"),
                            .status(
                                result.isProposed(by: rule)
                                    ? Status(.onTime, strings["steering.awards.proposed"])
                                    : Status(.neutral, strings["steering.awards.not_proposed"])),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        let place = Place(rawValue: "a")
        let results = [
            AwardResult(agency: place, tasks: 4, onTime: 4, targets: 2, reached: 2),
            AwardResult(agency: place, tasks: 4, onTime: 1, targets: 0, reached: 0),
        ]
        return [[], results].map {
            Self(
                $0, by: AwardRule(leastTasks: 3, onTime: 0.9, targets: 0.8), year: 2026, thisYear: 2026, names: .mock,
                strings: .mock, formats: Formats(.vi))
        }
    }
}
