// SPDX-License-Identifier: Apache-2.0

import Casework
package import Exchange
import Foundation
package import Hummingbird
package import Kernel
package import Web

/// `/official-documents/{id}/receivers`: where a document has got with each agency, how it is taken back, and the evidence.
package struct ReceiverRoutes: WebModule {
    let service: SendingService
    let evidence: EvidenceService
    /// What an agency is called.
    let agency: @Sendable (String, Language) async throws -> String

    package init(
        service: SendingService, evidence: EvidenceService,
        agency: @escaping @Sendable (String, Language) async throws -> String
    ) {
        (self.service, self.evidence, self.agency) = (service, evidence, agency)
    }

    package var pages: [any Page.Type] { [ReceiversPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("\(OfficialDocuments.path)/:id/receivers")
            .get(use: show)
            .post(use: recall)
            .get(":receiver/evidence", use: packet)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(context, [], asked: Int(try request.typed("asked")))
    }

    @Sendable func recall(request: Request, context: WebContext) async throws -> Response {
        let (id, actor, form): (ID<CaseFile>, Actor, Form) = (
            try context.id("id"), try context.requireActor(), context.form
        )
        let isAll = form.text("do") == ReceiversPage.all
        let chosen =
            isAll
            ? try await service.receivers(of: id, for: actor).receivers.map(\.receiver) : form.all("receivers")
        do {
            let count = try await service.recall(id, from: chosen, because: form.text("reason"), by: actor)
            return .seeOther("/\(OfficialDocuments.path)/\(id)/receivers?asked=\(count)")
        } catch let problem as TrayProblem { return try await page(context, [problem]) }
    }

    @Sendable func packet(request: Request, context: WebContext) async throws -> Response {
        let (id, actor): (ID<CaseFile>, Actor) = (try context.id("id"), try context.requireActor())
        let receiver = try context.parameters.require("receiver")
        let (entry, receivers) = try await service.receivers(of: id, for: actor)
        guard let found = receivers.first(where: { $0.receiver == receiver }), let message = found.message,
            found.carrier == .exchange
        else {
            throw TrayProblem.noSuchDocument
        }
        let name = context.strings["documents.evidence.file"]
        return try await evidence.download(message, receiver, named: "\(name)-\(entry.text)-\(receiver)", for: actor)
    }

    private func page(_ context: WebContext, _ problems: [TrayProblem], asked: Int? = nil) async throws -> Response {
        let actor = try context.requireActor()
        let (entry, receivers) = try await service.receivers(of: try context.id("id"), for: actor)
        var names: [String: String] = [:]
        for receiver in receivers { names[receiver.agency] = try await agency(receiver.agency, context.language) }
        let page = ReceiversPage(
            entry, receivers, names: names, mayRecall: actor.can(OfficialDocuments.issue, in: entry.agency),
            asked: asked, form: context.form, problems: problems, strings: context.strings, formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

extension EvidenceService {
    /// The packet as a file to keep. Its name is made fit for file systems.
    func download(
        _ message: ID<Envelope>, _ receiver: String, named name: String, for actor: Actor
    ) async throws -> Response {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).zip")
        try await write(message, receiver, to: file, by: actor)
        let handle = try FileHandle(forReadingFrom: file)
        let size = Int(try handle.seekToEnd())
        try handle.seek(toOffset: 0)
        // An open file is read to its end by whoever has it, and gone when they have done.
        try FileManager.default.removeItem(at: file)
        let pieces = AsyncThrowingStream<[UInt8], any Error> {
            try handle.read(upToCount: 1 << 18).flatMap { $0.isEmpty ? nil : [UInt8]($0) }
        }
        let plain = name.replacing("/", with: "-").replacing(" ", with: "-")
        return .download(pieces, named: plain + ".zip", type: "application/zip", size: size)
    }
}

/// Every agency that a document went to.
struct ReceiversPage: Page {
    static let template = "officialdocuments/receivers"
    static let all = "all"
    let back: Link
    let notice: Notice
    let errors: ErrorSummary
    let title: String, lead: String
    let figures: [Figure]
    let isEmpty: Bool
    let path: String
    let receivers: [Table]
    let recall: [Recall]

    /// The form by which it is taken back.
    struct Recall: Sendable {
        let reason: TextArea
        let some: Button, everybody: Button
    }

    init(
        _ entry: BookEntry, _ receivers: [DocumentReceiver], names: [String: String],
        mayRecall: Bool, asked: Int?, form: Form = Form(), problems: [TrayProblem], strings: Strings, formats: Formats
    ) {
        let (mistakes, words) = (
            Mistakes(problems, strings: strings), DeliveryWords(strings: strings, formats: formats)
        )
        func text(_ name: String) -> String { strings["documents.delivery.\(name)"] }
        let base = "/\(OfficialDocuments.path)/\(entry.file)"
        back = Link(entry.text, base)
        notice =
            asked.map {
                Notice(
                    strings.fill("documents.delivery.asked", ["count": formats.number($0)]), text("asked_text"),
                    isSuccess: true)
            } ?? problems.first { $0.field == nil }.map { Notice(strings.sentence(for: $0)) } ?? .none
        errors = mistakes.summary
        (title, lead) = ("\(entry.text)", entry.subject)
        func figure(_ name: String, _ isOne: (DocumentReceiver) -> Bool) -> Figure {
            Figure(
                label: text("figure.\(name)"), value: formats.number(receivers.count(where: isOne)),
                href: "#receivers", source: text("figure_source"))
        }
        figures = [
            figure("all") { _ in true }, figure("accepted") { $0.receivedAt != nil },
            figure("under_way") { $0.message != nil && $0.state == nil }, figure("refused") { $0.state == .refused },
            figure("paper") { $0.message == nil },
        ]
        (isEmpty, path) = (receivers.isEmpty, base + "/receivers")
        self.receivers =
            receivers.isEmpty
            ? []
            : [
                Table(
                    caption: text("title"), isCaptionHidden: true,
                    columns: ["agency", "state", "time", "words", "evidence"].map { .text(text("column.\($0)")) },
                    rows: receivers.map { receiver in
                        let name = names[receiver.agency] ?? receiver.receiver
                        let tick = Table.Tick(
                            "receivers", receiver.receiver,
                            label: strings.fill("documents.delivery.choose", ["name": name]))
                        return [
                            .link(
                                name, "/agencies/\(receiver.agency)",
                                tick: mayRecall && receiver.isRecallable ? tick : nil),
                            .status(words.status(of: receiver)), .text(words.time(of: receiver)),
                            .text(words.words(of: receiver)),
                            receiver.message == nil || receiver.carrier == .axis
                                ? .text("–")
                                : .link(text("evidence"), "\(base)/receivers/\(receiver.receiver)/evidence"),
                        ]
                    })
            ]
        recall =
            mayRecall && receivers.contains(where: \.isRecallable)
            ? [
                Recall(
                    reason: TextArea(
                        "reason", label: text("reason"), value: form.text("reason"), hint: text("reason_hint"),
                        problem: mistakes["reason"], rows: 2),
                    some: Button(text("recall_some"), style: .secondary, name: "do", value: "some"),
                    everybody: Button(text("recall_all"), style: .warning, name: "do", value: Self.all))
            ] : []
    }

    static var mocks: [Self] {
        func receiver(_ state: DeliveryState?, onPaper: Bool = false, recalled: String = "", problem: String = "")
            -> DocumentReceiver
        {
            DocumentReceiver(
                agency: "a", receiver: "H42.77", message: onPaper ? nil : ID("m"), state: state,
                sentAt: .distantPast, words: .hostile, recallReason: recalled, problem: problem)
        }
        let receivers =
            [nil, .arrived, .refused, .received, .assigned, .inProgress, .done, .recalled, .agreed, .declined].map {
                receiver($0)
            } + [
                receiver(nil, onPaper: true), receiver(nil, onPaper: true, problem: "x"),
                receiver(nil, recalled: .hostile), receiver(.agreed, recalled: .hostile),
            ]
        return [
            Self(
                .mock, receivers, names: ["a": .hostile], mayRecall: true, asked: 2,
                problems: [.blankReason, .noReceiverChosen], strings: .mock, formats: Formats(.vi)),
            Self(
                .mock, receivers, names: [:], mayRecall: false, asked: nil, problems: [.nothingToRecall],
                strings: .mock, formats: Formats(.vi)),
            Self(
                .mock, [], names: [:], mayRecall: true, asked: nil, problems: [], strings: .mock,
                formats: Formats(.vi)),
        ]
    }
}

extension BookEntry {
    static let mock = BookEntry(
        file: ID("a"), agency: Place(rawValue: "a"), type: "x", year: 2026, number: 7, notation: .hostile,
        day: Day(number: 20_642), subject: .hostile, signer: "a", recipients: [], copies: 0, urgency: .ordinary,
        event: "01")
}
