// SPDX-License-Identifier: Apache-2.0

package import Exchange
import Files
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/arrival-tray`: what the exchange brought, before it is in the book.
package struct TrayRoutes: WebModule {
    static let path = "/desk/arrival-tray"

    let service: TrayService
    let evidence: EvidenceService

    package init(service: TrayService, evidence: EvidenceService) {
        (self.service, self.evidence) = (service, evidence)
    }

    package var pages: [any Page.Type] { [TrayPage.self, TrayDocumentPage.self] }

    package func home(_ context: WebContext) async throws -> HomePart {
        guard let actor = context.visitor?.actor else { return HomePart() }
        let count = try await service.count(for: actor)
        guard count > 0 else { return HomePart() }
        let title = context.strings.plural("documents.tray.waiting", count)
        return HomePart(open: [
            .init(title, Self.path, hint: "", status: Status(.risk, context.strings["documents.tray.to_do"]))
        ])
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/arrival-tray")
            .get(use: list)
            .get(":message", use: show)
            .post(":message/entry", use: accept)
            .post(":message/refusal", use: refuse)
            .post(":message/recall", use: answer)
            .get(":message/files/:hash", use: file)
            .get(":message/evidence", use: packet)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let (new, recalled) = try await service.waiting(for: try context.requireActor())
        return context.page(
            TrayPage(
                new, recalled: recalled, done: try request.typed("done"), strings: context.strings,
                formats: context.formats))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(context)
    }

    @Sendable func accept(request: Request, context: WebContext) async throws -> Response {
        let isAnother = !context.form.text("another").isEmpty
        do {
            let arrival = try await service.accept(
                try context.id("message"), asAnother: isAnother, by: try context.requireActor())
            return .seeOther(
                arrival.file.map { "/\(IncomingDocuments.path)/\($0)" }
                    ?? "/desk/arrival-book?year=\(arrival.year)&entered=\(arrival.number)")
        } catch let refused as ArrivalRefused {
            return try await page(context, refused.problems)
        } catch let problem as TrayProblem { return try await page(context, [problem]) }
    }

    @Sendable func refuse(request: Request, context: WebContext) async throws -> Response {
        do {
            try await service.refuse(
                try context.id("message"), because: context.form.text("reason"), by: try context.requireActor())
            return .seeOther("\(Self.path)?done=refused")
        } catch let problem as TrayProblem { return try await page(context, [problem]) }
    }

    @Sendable func answer(request: Request, context: WebContext) async throws -> Response {
        let isAgreed = context.form.text("do") == "agree"
        do {
            try await service.answerRecall(
                try context.id("message"), agreeing: isAgreed, saying: context.form.text("reason"),
                by: try context.requireActor())
            return .seeOther("\(Self.path)?done=\(isAgreed ? "given_back" : "kept")")
        } catch let problem as TrayProblem { return try await page(context, [problem]) }
    }

    /// Never shown in place: a stranger's file shall not run among our pages.
    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        let (part, bytes) = try await service.file(
            try context.parameters.require("hash"), of: try context.id("message"), for: try context.requireActor())
        return .download(bytes, named: part.name, type: part.file.kind.rawValue, size: part.file.size)
    }

    @Sendable func packet(request: Request, context: WebContext) async throws -> Response {
        let (id, actor): (ID<Envelope>, Actor) = (try context.id("message"), try context.requireActor())
        let document = try await service.view(id, for: actor).document
        let name = context.strings["documents.evidence.file"]
        return try await evidence.download(
            id, document.receiver, named: "\(name)-\(document.notation)-\(document.receiver)", for: actor)
    }

    private func page(_ context: WebContext, _ problems: [any Problem] = []) async throws -> Response {
        let (actor, id): (Actor, ID<Envelope>) = (try context.requireActor(), try context.id("message"))
        if let problem = problems.first as? TrayProblem, problem == .noSuchDocument { throw problem }
        let view = try await service.view(id, for: actor)
        let mayDecide = actor.can(OfficialDocuments.register, in: view.document.agency)
        let page = TrayDocumentPage(
            view, mayDecide: mayDecide, form: context.form, problems: problems, strings: context.strings,
            formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

struct TrayPage: Page {
    static let template = "officialdocuments/tray"
    let back: Link
    let notice: Notice
    let isEmpty: Bool
    let recalled: [Table]
    let new: [Table]

    init(
        _ new: [IncomingDocument], recalled: [IncomingDocument], done: String, strings: Strings, formats: Formats
    ) {
        back = Link(strings["documents.incoming.pile.title"], "/desk/\(IncomingDocuments.path)")
        notice =
            ["refused", "given_back", "kept"].contains(done)
            ? Notice(strings["documents.tray.done.\(done)"], isSuccess: true) : .none
        isEmpty = new.isEmpty && recalled.isEmpty
        func table(_ documents: [IncomingDocument], _ caption: String) -> [Table] {
            guard !documents.isEmpty else { return [] }
            return [
                Table(
                    caption: strings["documents.tray.\(caption)"],
                    columns: ["subject", "notation", "sender", "urgency", "came"].map {
                        .text(strings["documents.tray.column.\($0)"])
                    },
                    rows: documents.map { document in
                        [
                            .link(document.subject, "\(TrayRoutes.path)/\(document.message)"),
                            .text(document.notation), .text(document.senderName),
                            .status(
                                Status(
                                    document.urgency == .ordinary ? .neutral : .risk,
                                    strings["documents.urgency.\(document.urgency)"])),
                            .text(formats.time(document.cameAt)),
                        ]
                    })
            ]
        }
        self.new = table(new, "title_new")
        self.recalled = table(recalled, "title_recalled")
    }

    static var mocks: [Self] {
        [
            Self([.mock(), .mock(.express)], recalled: [.mock()], done: "kept", strings: .mock, formats: Formats(.vi)),
            Self([], recalled: [], done: .hostile, strings: .mock, formats: Formats(.vi)),
        ]
    }
}

/// One document that came, with what its clerk can do.
struct TrayDocumentPage: Page {
    static let template = "officialdocuments/tray-document"
    let back: Link
    let notices: [Notice]
    let errors: ErrorSummary
    let title: String, lead: String
    let facts: SummaryList
    let parts: [Link]
    let evidence: [Link]
    let content: String, hasContent: Bool
    let path: String
    let entry: [Entry]
    let refusal: [Answer]
    let recall: [Answer]

    struct Entry: Sendable {
        let another: [Choice]
        let button: Button
    }

    /// A form with a reason and what can be done with it.
    struct Answer: Sendable {
        let reason: TextArea
        let buttons: [Button]
    }

    init(
        _ view: TrayService.View, mayDecide: Bool, form: Form = Form(), problems: [any Problem] = [], strings: Strings,
        formats: Formats
    ) {
        let (document, mistakes) = (view.document, Mistakes(problems, strings: strings))
        func text(_ name: String) -> String { strings["documents.tray.\(name)"] }
        back = Link(text("title"), TrayRoutes.path)
        errors = mistakes.summary
        path = "\(TrayRoutes.path)/\(document.message)"
        (title, lead) = (document.subject, "\(document.typeName) \(document.notation)")
        var notices = problems.filter { $0.field == nil }.map { Notice(strings.sentence(for: $0)) }
        if document.state != .waiting, document.recalledAt == nil {
            notices.append(Notice(text("state.\(document.state.rawValue)")))
        }
        if let time = document.recalledAt {
            notices.append(
                Notice(
                    strings.fill("documents.tray.recalled", ["time": formats.time(time)]), document.recallReason))
        }
        if let changes = view.changes {
            notices.append(
                Notice(
                    strings.fill(
                        "documents.tray.changes.\(document.change.rawValue)",
                        ["number": formats.number(changes.number), "notation": changes.notation]),
                    text("changes_text"),
                    link: changes.file.map { Link(changes.notation, "/\(IncomingDocuments.path)/\($0)") }))
        }
        self.notices = notices
        func label(_ name: String) -> String { strings["documents.tray.fact.\(name)"] }
        facts = SummaryList([
            .init(label("notation"), document.notation), .init(label("day"), formats.date(document.day)),
            .init(label("type"), document.typeName),
            .init(label("sender"), "\(document.senderName) (\(document.sender))"),
            .init(label("signer"), document.signer),
            .init(
                label("urgency"), "",
                status: Status(
                    document.urgency == .ordinary ? .neutral : .risk,
                    strings["documents.urgency.\(document.urgency)"])),
            .init(label("came"), formats.time(document.cameAt)),
        ])
        let base = path
        parts = view.parts.map { part in
            Link("\(part.name) (\(formats.bytes(part.file.size)))", "\(base)/files/\(part.file.hash)")
        }
        evidence = document.carrier == .exchange ? [Link(text("evidence"), "\(path)/evidence")] : []
        (content, hasContent) = (document.content, !document.content.isEmpty)
        let isTwice = problems.contains {
            if case .twice = $0 as? ArrivalProblem { true } else { false }
        }
        func reason(_ hint: String) -> TextArea {
            TextArea(
                "reason", label: text("reason"), value: form.text("reason"), hint: text(hint),
                problem: mistakes["reason"], rows: 3)
        }
        let isOpen = mayDecide && document.state == .waiting && document.recalledAt == nil
        entry =
            isOpen
            ? [
                Entry(
                    another: isTwice
                        ? [
                            Choice(
                                "another", legend: strings["documents.arrival.another"],
                                options: [.init("1", strings["documents.arrival.another_yes"])],
                                problem: mistakes["another"])
                        ] : [],
                    button: Button(text(document.change == .new ? "accept" : "accept_change")))
            ] : []
        refusal =
            isOpen
            ? [
                Answer(
                    reason: reason("reason_hint"),
                    buttons: [
                        Button(text(document.change == .new ? "refuse" : "refuse_change"), style: .secondary)
                    ])
            ] : []
        recall =
            mayDecide && document.recalledAt != nil
            ? [
                Answer(
                    reason: reason("recall_hint"),
                    buttons: [
                        Button(text("agree"), name: "do", value: "agree"),
                        Button(text("decline"), style: .secondary, name: "do", value: "decline"),
                    ])
            ] : []
    }

    static var mocks: [Self] {
        let arrival = Arrival(
            id: ID("a"), agency: Place(rawValue: "a"), year: 2026, number: 7, arrivedOn: Day(number: 20_642),
            sender: .hostile, notation: .hostile, day: Day(number: 20_640), type: .hostile, subject: .hostile,
            enteredBy: "a", enteredAt: .distantPast, event: "01", file: ID("f"))
        let problems: [any Problem] = [
            ArrivalProblem.twice(7, year: 2026), TrayProblem.blankReason, TrayProblem.alreadyDecided,
        ]
        return [
            Self(
                .init(document: .mock(change: .replace), parts: [], changes: arrival), mayDecide: true,
                problems: problems, strings: .mock, formats: Formats(.vi)),
            Self(
                .init(document: .mock(state: .registered, recalled: true), parts: [], changes: nil), mayDecide: true,
                strings: .mock, formats: Formats(.vi)),
            Self(
                .init(document: .mock(.urgent, state: .refused), parts: [], changes: nil), mayDecide: false,
                strings: .mock, formats: Formats(.vi)),
        ]
    }
}

extension IncomingDocument {
    static func mock(
        _ urgency: Urgency = .ordinary, state: State = .waiting, change: DocumentChange = .new, recalled: Bool = false
    ) -> Self {
        IncomingDocument(
            message: ID("m"), receiver: "H42", agency: Place(rawValue: "a"), state: state, cameAt: .distantPast,
            sender: "H42", senderName: .hostile, type: "x", typeName: .hostile, notation: .hostile,
            day: Day(number: 20_642), subject: .hostile, content: .hostile, urgency: urgency, signer: .hostile,
            change: change, about: nil, recalledAt: recalled ? .distantPast : nil,
            recallReason: recalled ? .hostile : "")
    }
}
