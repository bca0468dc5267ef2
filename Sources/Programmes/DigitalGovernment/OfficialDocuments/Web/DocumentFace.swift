// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Casework
import Foundation
package import Kernel
package import Rendering
import Signatures
package import Web

/// What a document adds to the pages of its case: its words, whom it is for, its papers, and its number once it has one.
package struct DocumentFace: CaseFace {
    let drafting: DraftingService
    let books: BookService
    let sending: SendingService
    /// The papers of a case, and who is waited for, of each that is not signed by everybody.
    let papers: @Sendable (ID<CaseFile>) async throws -> [(paper: IssuedDocument, pending: PendingSignature?)]
    let name: @Sendable (String) async throws -> String

    package init(
        drafting: DraftingService, books: BookService, sending: SendingService,
        papers:
            @escaping @Sendable (ID<CaseFile>) async throws -> [(
                paper: IssuedDocument, pending: PendingSignature?
            )],
        name: @escaping @Sendable (String) async throws -> String
    ) {
        (self.drafting, self.books, self.sending) = (drafting, books, sending)
        (self.papers, self.name) = (papers, name)
    }

    package var kind: String { OfficialDocuments.kind }
    package var path: String { OfficialDocuments.path }
    package var vocabulary: String? { "documents." }
    package var isForResidents: Bool { false }
    package var phases: [CaseFlow.Phase] { [.incoming, .running, .outgoing] }

    /// The clerk's work begins where the leader's ends.
    package func firstPhase(for actor: Actor) -> CaseFlow.Phase {
        guard let agency = actor.agency, actor.can(OfficialDocuments.issue, in: agency) else { return .incoming }
        let writes = [OfficialDocuments.draft, OfficialDocuments.sign].contains { actor.can($0, in: agency) }
        return writes ? .incoming : .outgoing
    }

    package func doors(for actor: Actor, _ strings: Strings) -> [Link] {
        guard let agency = actor.agency, actor.can(OfficialDocuments.read, in: agency) else { return [] }
        let new = Link(strings["documents.new"], "/desk/official-documents/new")
        let books = [
            Link(strings["documents.book.title"], "/desk/issue-book"),
            Link(strings["documents.arrival.title"], "/desk/arrival-book"),
            Link(strings["documents.tray.title"], TrayRoutes.path),
            Link(strings["documents.times.title"], DeliveryStatisticsRoutes.path),
            Link(strings["documents.records.title"], "/desk/files"),
            Link(strings["documents.search.title"], "/desk/documents/search"),
        ]
        let notation = Link(strings["documents.own_notation.title"], "/desk/notation")
        return books + (actor.can(OfficialDocuments.issue, in: agency) ? [notation] : [])
            + (actor.can(OfficialDocuments.draft, in: agency) ? [new] : [])
    }

    package func title(of file: CaseFile, in language: Language) -> String { file.matter }

    package func content(of view: CaseView, for actor: Actor, _ context: WebContext) async throws -> CaseContent {
        let (strings, formats) = (context.strings, context.formats)
        let content = try DraftContent(json: view.content)
        func label(_ name: String) -> String { strings["documents.fact.\(name)"] }
        var rows: [SummaryList.Row] = []
        let entry = try await books.entry(of: view.file.id)
        if let entry {
            rows += [
                .init(label("number"), entry.text, change: Link(strings["documents.book.title"], "/desk/issue-book")),
                .init(label("day"), formats.date(entry.day)),
            ]
        }
        rows.append(
            .init(label("type"), drafting.types[content.type]?.name(in: context.language) ?? content.type))
        rows.append(
            .init(
                label("urgency"), strings["documents.urgency.\(content.urgency)"],
                status: content.urgency == .ordinary
                    ? nil : Status(.risk, strings["documents.urgency.\(content.urgency)"])))
        var recipients: [String] = []
        for id in content.recipients {
            recipients.append(
                try await drafting.agencies.find(ID(id))?.name(in: context.language) ?? id)
        }
        rows.append(
            .init(
                label("recipients"),
                (Self.few(recipients, strings, formats) + content.copies).joined(separator: "; ")))
        if let about = content.about, let changed = try await books.entry(of: ID(about)) {
            rows.append(
                .init(
                    label("change.\((content.change ?? .replace).rawValue)"), changed.text,
                    change: Link(changed.subject, "/\(path)/\(about)")))
        }
        // What was handed over may not say yet who signs, or as what.
        let signer = content.signer.isEmpty ? "" : try await name(content.signer)
        let lines = content.signatureLines(in: drafting.types[content.type]?.family) + [signer]
        rows.append(.init(label("signer"), lines.filter { !$0.isEmpty }.joined(separator: ", ")))
        if !content.answers.isEmpty { rows.append(.init(label("answers"), content.answers)) }
        if let origin = try await books.origin(of: view.file.id) {
            rows.append(
                .init(label("origin"), origin.title, change: Link(strings["documents.origin.open"], origin.path)))
        }
        rows.append(.init(label("body"), content.body))
        let mayEdit =
            view.file.phase == .incoming && actor.can(OfficialDocuments.draft, in: view.file.holder)
            ? [
                Link(strings["documents.edit"], "/\(path)/\(view.file.id)/draft"),
                Link(strings["documents.enclosures.title"], "/\(path)/\(view.file.id)/enclosures"),
            ] : []
        let papers = try await papers(view.file.id).filter { $0.paper.kind == OfficialPaper.kind }
        return CaseContent(
            notices: papers.last.flatMap { notice($0, for: actor, content, strings) }.map { [$0] } ?? [],
            sections: [
                .init(strings["documents.section.text"], lists: [SummaryList(rows)], links: mayEdit)
            ]
                + (papers.isEmpty
                    ? []
                    : [
                        .init(
                            strings["documents.section.papers"],
                            lists: [SummaryList(papers.map { row($0.paper, $0.pending, strings, formats) })])
                    ])
                + (try await sent(entry, for: actor, strings, formats)))
    }

    /// A document may go to a thousand agencies: the page of its receivers has them all.
    private static func few(_ names: [String], _ strings: Strings, _ formats: Formats) -> [String] {
        guard names.count > Self.fewLimit else { return names }
        let rest = strings.fill("documents.fact.and_more", ["count": formats.number(names.count - Self.fewLimit)])
        return Array(names.prefix(Self.fewLimit)) + [rest]
    }

    private static let fewLimit = 8

    /// Where it has got, and how it can be changed.
    private func sent(
        _ entry: BookEntry?, for actor: Actor, _ strings: Strings, _ formats: Formats
    ) async throws -> [CaseContent.Section] {
        guard let entry else { return [] }
        let base = "/\(path)/\(entry.file)"
        let receivers = try await sending.receivers(of: entry.file)
        var links: [Link] = []
        if !receivers.isEmpty { links.append(Link(strings["documents.delivery.title"], "\(base)/receivers")) }
        if actor.can(OfficialDocuments.draft, in: entry.agency) {
            links += [DocumentChange.update, .replace].map {
                Link(
                    strings["documents.new_\($0.rawValue)"],
                    "/desk/\(path)/new?about=\(entry.file)&change=\($0.rawValue)")
            }
        }
        guard !links.isEmpty else { return [] }
        let words = DeliveryWords(strings: strings, formats: formats)
        let rows =
            receivers.isEmpty
            ? [] : [SummaryList.Row(strings["documents.delivery.column.state"], words.summary(of: receivers))]
        return [.init(strings["documents.section.sent"], lists: rows.isEmpty ? [] : [SummaryList(rows)], links: links)]
    }

    /// What the reader has to do with the paper, if anything.
    private func notice(
        _ newest: (paper: IssuedDocument, pending: PendingSignature?), for actor: Actor, _ content: DraftContent,
        _ strings: Strings
    ) -> Notice? {
        guard case .official(let account) = newest.pending?.signatory, account == actor.id else { return nil }
        return Notice(
            strings["documents.paper.sign_now"], strings["documents.paper.sign_now_text"],
            link: Link(strings["documents.paper.sign_now_link"], "/desk/signatures/\(newest.paper.id)"))
    }

    private func row(
        _ paper: IssuedDocument, _ pending: PendingSignature?, _ strings: Strings, _ formats: Formats
    ) -> SummaryList.Row {
        let isThere = paper.state == .ready || paper.state == .printable
        let state =
            switch pending?.signatory {
            case .official, .remote: "leader"
            case .office: "office"
            case .agency, nil: paper.state.rawValue
            }
        return SummaryList.Row(
            paper.number.isEmpty ? paper.title : paper.number, formats.time(paper.issuedAt ?? paper.requestedAt),
            change: isThere ? Link(strings["documents.paper.open"], "/documents/\(paper.id)") : nil,
            status: Status(
                paper.state == .ready ? .onTime : paper.state == .failed ? .late : .neutral,
                strings["documents.paper.state.\(state)"]))
    }
}
