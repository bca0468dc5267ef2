// SPDX-License-Identifier: Apache-2.0

package import Casework
import Foundation
package import Kernel
package import Web

/// What a document that came adds to the pages of its case: its line in the book, who deals with it, and what its sender wants.
package struct ArrivalFace: CaseFace {
    let arrivals: ArrivalService
    let directions: DirectionService
    /// What brought it; nil for what came on paper.
    let document: @Sendable (ID<Arrival>) async throws -> IncomingDocument?
    let name: @Sendable (String) async throws -> String

    package init(
        arrivals: ArrivalService, directions: DirectionService,
        document: @escaping @Sendable (ID<Arrival>) async throws -> IncomingDocument?,
        name: @escaping @Sendable (String) async throws -> String
    ) {
        (self.arrivals, self.directions) = (arrivals, directions)
        (self.document, self.name) = (document, name)
    }

    package var kind: String { IncomingDocuments.kind }
    package var path: String { IncomingDocuments.path }
    package var vocabulary: String? { "documents.incoming." }
    package var isForResidents: Bool { false }
    package var phases: [CaseFlow.Phase] { [.incoming, .running] }

    package func doors(for actor: Actor, _ strings: Strings) -> [Link] {
        guard let agency = actor.agency, actor.can(OfficialDocuments.read, in: agency) else { return [] }
        return [
            Link(strings["documents.tray.title"], TrayRoutes.path),
            Link(strings["documents.mine.title"], "/desk/\(path)/mine"),
            Link(strings["documents.arrival.title"], "/desk/arrival-book"),
        ]
    }

    package func title(of file: CaseFile, in language: Language) -> String { file.matter }

    package func content(of view: CaseView, for actor: Actor, _ context: WebContext) async throws -> CaseContent {
        let (strings, formats) = (context.strings, context.formats)
        func label(_ name: String) -> String { strings["documents.arrival.\(name)"] }
        guard let arrival = try await arrivals.entry(of: view.file.id) else { return CaseContent() }
        let document = try await document(arrival.id)
        var rows: [SummaryList.Row] = [
            .init(
                label("number"), "\(formats.number(arrival.number))/\(arrival.year)",
                change: Link(label("title"), "/desk/arrival-book?year=\(arrival.year)")),
            .init(label("sender"), arrival.sender), .init(label("notation"), arrival.notation),
            .init(label("day"), formats.date(arrival.day)),
            .init(label("type"), arrivals.types[arrival.type]?.name(in: context.language) ?? arrival.type),
            .init(label("arrived"), formats.date(arrival.arrivedOn)),
        ]
        if let document {
            rows += [
                .init(strings["documents.tray.fact.signer"], document.signer),
                .init(
                    strings["documents.tray.fact.urgency"], "",
                    status: Status(
                        document.urgency == .ordinary ? .neutral : .risk,
                        strings["documents.urgency.\(document.urgency)"])),
            ]
            if !document.content.isEmpty {
                rows.append(.init(strings["documents.fact.body"], document.content))
            }
        }
        var sections = [
            CaseContent.Section(
                strings["documents.section.text"], lists: [SummaryList(rows)],
                links: (document.map {
                    $0.carrier == .axis
                        ? [] : [Link(strings["documents.tray.evidence"], "\(TrayRoutes.path)/\($0.message)/evidence")]
                } ?? []) + [Link(strings["documents.records.event"], "/ledger/events/\(arrival.event)")])
        ]
        if let section = try await direction(of: view.file, for: actor, context) { sections.append(section) }
        let mayDirect = view.file.phase != .closed && actor.can(IncomingDocuments.direct, in: view.file.holder)
        return CaseContent(
            notices: notices(arrival, document, strings, formats), sections: sections,
            doors: mayDirect
                ? [
                    Link(
                        strings["documents.direction.\(view.file.phase == .incoming ? "title" : "again")"],
                        "/\(path)/\(view.file.id)/direction", isSecondary: view.file.phase != .incoming)
                ] : [])
    }

    private func notices(
        _ arrival: Arrival, _ document: IncomingDocument?, _ strings: Strings, _ formats: Formats
    ) -> [Notice] {
        var notices: [Notice] = []
        if let document, let time = document.recalledAt {
            notices.append(
                Notice(
                    strings.fill("documents.tray.recalled", ["time": formats.time(time)]), document.recallReason,
                    link: Link(strings["documents.tray.answer"], "\(TrayRoutes.path)/\(document.message)")))
        }
        if arrival.replacedBy != nil {
            notices.append(Notice(strings["documents.arrival.replaced"], strings["documents.arrival.replaced_text"]))
        }
        return notices
    }

    /// Who leads, who joins in, who is told, and the task it belongs to.
    private func direction(
        of file: CaseFile, for actor: Actor, _ context: WebContext
    ) async throws -> CaseContent.Section? {
        let (parts, task) = try await directions.parts(of: file.id, for: actor)
        guard !parts.isEmpty || task != nil else { return nil }
        var rows: [SummaryList.Row] = []
        for role in DirectionRole.allCases {
            var names: [String] = []
            for part in parts where part.role == role { names.append(try await name(part.account)) }
            if !names.isEmpty {
                rows.append(.init(context.strings["documents.role.\(role.rawValue)"], names.joined(separator: "; ")))
            }
        }
        return CaseContent.Section(
            context.strings["documents.direction.heading"], lists: [SummaryList(rows)],
            links: task.map { [Link("\(context.strings["documents.direction.task"]): \($0.title)", $0.path)] } ?? [])
    }
}
