// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
package import Hummingbird
import Kernel
import Units
package import Web

/// `/targets`: what is to be reached, by whom and by when; `/targets/new` for who sets it.
package struct TargetRoutes: WebModule {
    let service: TargetService

    package init(service: TargetService) { self.service = service }

    package var pages: [any Page.Type] { [TargetListPage.self, TargetFormPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("targets")
            .get(use: list)
            .post(use: set)
            .get("new", use: form)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let history = try await service.units.history()
        var entries: [TargetListPage.Entry] = []
        for target in try await service.latest() {
            guard let indicator = service.catalogue[target.indicator] else { continue }
            entries.append(
                .init(
                    target: target, words: IndicatorWords(indicator, context.strings, context.formats),
                    unit: target.unit.flatMap { history.unit($0)?.name } ?? context.strings["indicators.country"],
                    owner: try await service.agencies.find(target.owner)?.name(in: context.language) ?? ""))
        }
        let actor = context.visitor?.actor
        let maySet = actor.flatMap { actor in actor.agency.map { actor.can(.setTargets, in: $0) } } ?? false
        return context.page(TargetListPage(entries, maySet: maySet, strings: context.strings))
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        var draft = TargetDraft()
        draft.indicator = try request.typed("indicator")
        draft.unit = try request.typed("unit")
        return try await form(draft, context)
    }

    @Sendable func set(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        var draft = TargetDraft()
        (draft.indicator, draft.unit, draft.period) = (form.text("indicator"), form.text("unit"), form.text("period"))
        (draft.value, draft.owner) = (form.text("value"), form.text("owner"))
        (draft.basis, draft.reason) = (form.text("basis"), form.text("reason"))
        do {
            let target = try await service.set(draft, by: actor)
            var address = SeriesAddress(indicator: target.indicator, kind: target.period.kind)
            address.period = target.period
            if let unit = target.unit { address.place = .unit(unit) }
            return .seeOther(address.href)
        } catch let problem as TargetProblem where problem.kind == .invalid {
            return try await self.form(draft, context, problems: [problem])
        }
    }

    private func form(
        _ draft: TargetDraft, _ context: WebContext, problems: [TargetProblem] = []
    ) async throws -> Response {
        let actor = try context.requireActor()
        guard let agency = actor.agency else { throw Forbidden(.setTargets) }
        try actor.may(.setTargets, in: agency)
        let units = try await service.units(of: actor)
        let chosen =
            draft.unit.isEmpty ? units.first ?? nil : units.compactMap(\.self).first { "\($0.id)" == draft.unit }
        let owners = try await service.owners(for: chosen?.id)
        let page = TargetFormPage(
            draft, indicators: service.catalogue.indicators, units: units, chosen: chosen,
            owners: owners.map { ($0.id.rawValue, $0.name(in: context.language)) },
            mistakes: Mistakes(problems, strings: context.strings), strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}
