// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/documents/times`: how long documents are on their way, and whom they reach.
package struct DeliveryStatisticsRoutes: WebModule {
    static let path = "/desk/documents/times"
    /// So many are listed.
    static let limit = 200

    let service: DeliveryStatistics

    package init(service: DeliveryStatistics) { self.service = service }

    package var pages: [any Page.Type] { [DeliveryTimesPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("desk/documents/times", use: show)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let (actor, this) = (try context.requireActor(), Day(service.now()).year)
        let year = min(max(Int(try request.typed("year")) ?? this, IssueBookPage.firstYear), this)
        let times = try await service.times(in: year, for: actor)
        let reach = try await service.reach(for: actor)
        let opened = DeliveryStep(rawValue: try request.typed("step"))
        let listed = times.first { $0.step == opened }?.times.prefix(Self.limit) ?? []
        var names: [String: String] = [:]
        for one in listed {
            names[one.agency] = try await service.agencies.find(ID(one.agency))?.name(in: context.language)
        }
        return context.page(
            DeliveryTimesPage(
                times, Array(listed), step: opened, names: names, reach: reach,
                kind: Agency.Kind(rawValue: try request.typed("kind")), year: year, thisYear: this,
                strings: context.strings, formats: context.formats))
    }
}

struct DeliveryTimesPage: Page {
    static let template = "officialdocuments/times"
    let back: Link
    let years: Tabs
    let times: Table
    let listed: [Table]
    let reach: Table
    let missing: [Table]
    let share: Link

    init(
        _ times: [DeliveryTimes], _ listed: [DeliveryTime], step: DeliveryStep?, names: [String: String],
        reach: [DeliveryStatistics.Reach], kind: Agency.Kind?, year: Int, thisYear: Int, strings: Strings,
        formats: Formats
    ) {
        let path = DeliveryStatisticsRoutes.path
        func label(_ name: String) -> String { strings["documents.times.\(name)"] }
        back = Link(strings["documents.pile.title"], "/desk/\(OfficialDocuments.path)")
        years = Tabs(
            strings["documents.book.years"],
            (max(IssueBookPage.firstYear, thisYear - 3)...max(IssueBookPage.firstYear, thisYear)).reversed().map {
                .init("\($0)", "\(path)?year=\($0)", isHere: $0 == year)
            })
        self.times = Table(
            caption: label("table"),
            columns: [.text(label("step")), .number(label("median")), .number(label("count"))],
            rows: times.map { times in
                [
                    .text(label("step_\(times.step.rawValue)")),
                    .text(times.median.map { Self.duration($0, strings, formats) } ?? "–"),
                    times.times.isEmpty
                        ? .text("0")
                        : .link(
                            formats.number(times.times.count),
                            "\(path)?year=\(year)&step=\(times.step.rawValue)#listed"),
                ]
            }, stacks: false)
        self.listed =
            step.map { step in
                guard !listed.isEmpty else { return [] }
                return [
                    Table(
                        caption: label("step_\(step.rawValue)"),
                        columns: [.text(label("receiver")), .number(label("duration"))],
                        rows: listed.map { one in
                            [
                                .link(
                                    names[one.agency] ?? one.agency, "/\(OfficialDocuments.path)/\(one.file)/receivers"),
                                .text(Self.duration(one.duration, strings, formats)),
                            ]
                        }, stacks: false)
                ]
            } ?? []
        self.reach = Table(
            caption: label("reach"),
            columns: [.text(label("kind"))] + ["known", "exchange", "axis", "nobody"].map { .number(label($0)) },
            rows: reach.map { reach in
                [
                    .text(strings["agencies.kind.\(reach.kind.rawValue)"]), .text(formats.number(reach.known)),
                    .text(formats.number(reach.exchange.count)), .text(formats.number(reach.axis.count)),
                    reach.nobody.isEmpty
                        ? .text("0")
                        : .link(
                            formats.number(reach.nobody.count),
                            "\(path)?year=\(year)&kind=\(reach.kind.rawValue)#missing"),
                ]
            })
        let asked = reach.first { $0.kind == kind && !$0.nobody.isEmpty }
        missing =
            asked.map { asked in
                [
                    Table(
                        caption: label("missing"), columns: [.text(label("agency")), .text(label("organ_id"))],
                        rows: asked.nobody.prefix(DeliveryStatisticsRoutes.limit).map {
                            [
                                .link($0.name(in: strings.language), "/agencies/\($0.id)"),
                                .text($0.organID.description),
                            ]
                        }, stacks: false)
                ]
            } ?? []
        share = Link(label("share"), "/indicators/documents_electronic")
    }

    /// "3 giờ 5 phút", "12 giây": the two largest parts.
    private static func duration(_ seconds: TimeInterval, _ strings: Strings, _ formats: Formats) -> String {
        let whole = Int(seconds.rounded())
        let parts = [
            ("days", whole / 86_400), ("hours", whole / 3600 % 24), ("minutes", whole / 60 % 60),
            ("seconds", whole % 60),
        ]
        let said = parts.drop { $0.1 == 0 }.prefix(2).filter { $0.1 > 0 }
        guard !said.isEmpty else { return strings.plural("documents.times.seconds", 0) }
        return said.map { strings.plural("documents.times.\($0.0)", $0.1) }.joined(separator: " ")
    }

    static var mocks: [Self] {
        let time = DeliveryTime(file: ID("a"), agency: "a", duration: 100_000)
        let receiver = DocumentReceiver(
            agency: "a", receiver: "H42", message: nil, state: nil, sentAt: Date(timeIntervalSince1970: 0),
            arrivedAt: Date(timeIntervalSince1970: 100_000), words: "", recallReason: "")
        let times = DeliveryStep.allCases.map { DeliveryTimes($0, of: [(ID("a"), receiver)]) }
        let reach = DeliveryStatistics.Reach(kind: .ministry, exchange: [], axis: [.mock], nobody: [.mock])
        return [
            Self(
                times, [time], step: .arrived, names: ["a": .hostile], reach: [reach], kind: .ministry, year: 2026,
                thisYear: 2026, strings: .mock, formats: Formats(.vi)),
            Self(
                [], [], step: nil, names: [:], reach: [], kind: nil, year: 2025, thisYear: 2026, strings: .mock,
                formats: Formats(.vi)),
        ]
    }
}
