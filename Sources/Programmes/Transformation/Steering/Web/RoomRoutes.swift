// SPDX-License-Identifier: Apache-2.0

package import Casework
import Foundation
package import Hummingbird
package import Indicators
import Kernel
import Units
package import Web

/// `/steering`: what wants attention in the country, a province or a commune, and how all indicators stand there.
package struct RoomRoutes: WebModule {
    let service: RoomService
    let cases: CaseService
    let watch: NumberWatch

    package init(service: RoomService, cases: CaseService, watch: NumberWatch) {
        (self.service, self.cases, self.watch) = (service, cases, watch)
    }

    package var navigation: [NavigationItem] { [NavigationItem("steering.navigation", "/steering", for: [.official])] }

    package var pages: [any Page.Type] { [RoomPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("steering").get(use: room).get("live", use: live)
    }

    package func home(_ context: WebContext) async throws -> HomePart {
        HomePart(
            entries: [
                .init(context.strings["steering.navigation"], "/steering", text: context.strings["steering.home.text"])
            ])
    }

    /// What agencies below ask the one the reader acts for, the most urgent first.
    private func raised(_ context: WebContext) async throws -> [TaskList.Item] {
        guard let actor = context.visitor?.actor, let agency = actor.agency, actor.can(Tasks.read, in: agency) else {
            return []
        }
        return try await cases.questions(to: agency, kind: Tasks.kind, for: actor).map { asked, file in
            .init(
                file.matter, "/\(Tasks.path)/\(file.id)#consultations", hint: asked.question,
                status: Deadline(asked.due, now: cases.now()).status(context.strings))
        }
    }

    @Sendable func room(request: Request, context: WebContext) async throws -> Response {
        let room = try await service.room(try question(request))
        return context.page(
            RoomPage(room, raised: try await raised(context), strings: context.strings, formats: context.formats))
    }

    private func question(_ request: Request) throws -> RoomService.Question {
        var question = RoomService.Question()
        question.unit = UnitID(typed: try request.typed("unit"))
        let period = Period(try request.typed("at"))
        if let kind = Period.Kind(rawValue: try request.typed("per")) ?? period?.kind, RoomPage.kinds.contains(kind) {
            question.kind = kind
        }
        question.period = period
        let map = try request.typed("map")
        question.map = map.isEmpty ? nil : map
        return question
    }

    /// Tells a page that stays open when a number on it has moved; the page then asks for itself again.
    @Sendable func live(request: Request, context: WebContext) async throws -> Response {
        let question = try question(request)
        let tree = try await service.units.tree()
        _ = try service.unit(question, in: tree)
        let seat = try watch.seat(for: .init(unit: question.unit, through: question.period?.days.upperBound))
        return .events(of: request, wakes: seat.wakes, gone: seat.giveUp) {
            seat.news().map { .event("moved", data: "\($0)") } ?? .beat
        }
    }
}
