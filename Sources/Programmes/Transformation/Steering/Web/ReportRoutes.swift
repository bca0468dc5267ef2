// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import Indicators
import Kernel
import Reports
import Units
package import Web

/// `/desk/reports`: an agency's reports as they are now, and `/desk/report-editions`: as they were kept.
package struct ReportRoutes: WebModule {
    let service: ReportService
    let rooms: RoomService
    /// Turns a page into a PDF; throws where this machine cannot.
    let print: @Sendable (String) async throws -> [UInt8]
    let views: Views
    /// Where links in files lead.
    let address: String
    let isDemo: Bool

    package init(
        service: ReportService, rooms: RoomService, views: Views, address: String, isDemo: Bool,
        print: @escaping @Sendable (String) async throws -> [UInt8]
    ) {
        (self.service, self.rooms, self.views) = (service, rooms, views)
        (self.address, self.isDemo, self.print) = (address, isDemo, print)
    }

    package var pages: [any Page.Type] {
        [ReportListPage.self, ReportPage.self, ReportChangesPage.self, PrintedReport.self]
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/reports")
            .get(use: list)
            .get(":kind/:period", use: show)
            .post(":kind/:period", use: makeEdition)
            .get(":kind/:period/:format", use: file)
        router.group("desk/report-editions")
            .get(":id", use: edition)
            .get(":id/changes", use: changes)
            .get(":id/since", use: changesSince)
            .post(":id/handover", use: handOver)
            .get(":id/files/:format", use: editionFile)
    }

    package func home(_ context: WebContext) async throws -> HomePart {
        guard let actor = context.visitor?.actor, let agency = actor.agency, actor.can(.report, in: agency) else {
            return HomePart()
        }
        let strings = context.strings
        return HomePart(
            entries: [.init(strings["steering.reports.title"], "/desk/reports", text: strings["steering.reports.home"])]
        )
    }

    // MARK: as it is now

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let editions = try await service.editions(for: actor)
        let unit = UnitID(typed: try request.typed("unit"))
        let typed = try request.typed("period")
        let asked = Period(typed)
        if let asked, let kind = service.plan.reports.first(where: { $0.period == asked.kind }) {
            return .seeOther(ReportAddress(kind: kind.id, period: asked, unit: unit).href)
        }
        var lists: [ReportListPage.Kind] = []
        for kind in service.plan.reports {
            let last = try await rooms.lastPeriod(kind.period)
            let periods = last.map { Array(sequence(first: $0, next: \.previous).prefix(4)) } ?? []
            lists.append(.init(name: kind.name[context.language], kind: kind, periods: periods))
        }
        let history = try await rooms.units.history()
        let page = ReportListPage(
            lists, editions: editions, plan: service.plan, units: try await rooms.units.tree().provinces, unit: unit,
            typed: typed, isWrong: !typed.isEmpty, name: { $0.flatMap { history.unit($0)?.name } },
            strings: context.strings, formats: context.formats)
        return context.page(page, status: typed.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let address = try ReportAddress(request, context)
        let report = try await service.report(address.question, in: context.language, for: actor)
        return context.page(ReportPage(report, at: address, strings: context.strings))
    }

    @Sendable func makeEdition(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let address = try ReportAddress(request, context)
        let edition = try await service.makeEdition(address.question, by: actor)
        return .seeOther("/desk/report-editions/\(edition.id)")
    }

    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let address = try ReportAddress(request, context)
        let format = try ReportFormat(context)
        let report = try await service.report(address.question, in: context.language, for: actor)
        return try await answer(report, as: format, named: "\(address.kind)-\(address.period)", context)
    }

    // MARK: as it was kept

    private func found(_ context: WebContext) async throws -> (edition: Edition, report: Report) {
        let edition = try await service.edition(
            ID(try context.parameters.require("id")), for: try context.requireActor())
        return (edition, try await service.content(of: edition, in: context.language))
    }

    @Sendable func edition(request: Request, context: WebContext) async throws -> Response {
        let (edition, report) = try await found(context)
        return context.page(
            ReportPage(
                report, edition: edition, outcome: try await service.outcome(of: edition), strings: context.strings,
                formats: context.formats))
    }

    @Sendable func editionFile(request: Request, context: WebContext) async throws -> Response {
        let (edition, report) = try await found(context)
        return try await answer(
            report, as: try ReportFormat(context), named: "\(edition.kind)-\(edition.period)-\(edition.number)", context
        )
    }

    @Sendable func changes(request: Request, context: WebContext) async throws -> Response {
        let (edition, report) = try await found(context)
        let found = try await service.changes(in: edition, context.language)
        let since = found.map { context.strings.fill("steering.reports.edition", ["number": "\($0.before.number)"]) }
        return context.page(
            ReportChangesPage(
                found?.difference, of: report, edition, since: since ?? "", strings: context.strings,
                formats: context.formats))
    }

    @Sendable func changesSince(request: Request, context: WebContext) async throws -> Response {
        let (edition, report) = try await found(context)
        let difference = try await service.changesSince(
            edition, context.language, for: try context.requireActor())
        return context.page(
            ReportChangesPage(
                difference, of: report, edition, since: nil, strings: context.strings, formats: context.formats))
    }

    @Sendable func handOver(request: Request, context: WebContext) async throws -> Response {
        let id = ID<Edition>(try context.parameters.require("id"))
        try await service.handOver(id, by: try context.requireActor())
        return .seeOther("/desk/report-editions/\(id)")
    }

    // MARK: files

    private func answer(
        _ report: Report, as format: ReportFormat, named name: String, _ context: WebContext
    ) async throws -> Response {
        let bytes =
            switch format {
            case .docx: try TextDocument.bytes(of: report, at: address)
            case .xlsx: try Workbook.bytes(of: report, at: address)
            case .pdf: try await print(views.render(PrintedReport(report, isDemo: isDemo), language: context.language))
            }
        return .download(
            AsyncThrowingStream { stream in
                stream.yield(bytes)
                stream.finish()
            }, named: "\(name).\(format.rawValue)", type: format.type, size: bytes.count)
    }
}

/// What a report can be taken away as.
enum ReportFormat: String, CaseIterable {
    case docx, xlsx, pdf

    init(_ context: WebContext) throws {
        guard let format = Self(rawValue: try context.parameters.require("format")) else {
            throw EditionProblem.noSuchReport
        }
        self = format
    }

    var type: String {
        switch self {
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .pdf: "application/pdf"
        }
    }
}

/// Which report a page is about: `/desk/reports/yearly/2020?unit=37@2025-07-01`.
struct ReportAddress {
    let kind: String
    let period: Period
    let unit: UnitID?

    init(kind: String, period: Period, unit: UnitID?) { (self.kind, self.period, self.unit) = (kind, period, unit) }

    init(_ request: Request, _ context: WebContext) throws {
        guard let period = Period(try context.parameters.require("period")) else { throw EditionProblem.noSuchReport }
        let typed = try request.typed("unit")
        self.init(kind: try context.parameters.require("kind"), period: period, unit: UnitID(typed: typed))
        guard typed.isEmpty || unit != nil else { throw EditionProblem.noSuchReport }
    }

    var question: ReportService.Question { .init(kind: kind, period: period, unit: unit) }
    var href: String { path("") }

    func path(_ further: String) -> String {
        "/desk/reports/\(kind)/\(period)\(further)" + (unit.map { "?unit=\($0)" } ?? "")
    }
}
