// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
package import Kernel
package import Web
import Wire

/// `/demo-portal`: the simulated portal as somebody who tries it out sees it.
package struct DemoPortalRoutes: WebModule {
    private let portal: DemoPortal
    private let newID: NewID
    /// A dossier to begin with.
    private let sample: String

    package init(portal: DemoPortal, sample: String, newID: @escaping NewID) {
        (self.portal, self.sample, self.newID) = (portal, sample, newID)
    }

    package var pages: [any Page.Type] { [DemoPortalPage.self, DemoAnswerPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("demo-portal")
            .get(use: show)
            .post(use: file)
            .get(":id", use: ask)
            .post(":id/:act", use: act)
        router.post("api/demo-portals/:portal/notices", use: take)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let page = DemoPortalPage(
            sample: sample, key: newID(), notices: try await portal.notices(), strings: context.strings,
            formats: context.formats)
        return context.page(page)
    }

    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        _ = try context.requireActor()
        let answer = try await portal.file(
            context.form.text("message"), key: context.form.text("key"), from: portal.names.first ?? "")
        return context.page(DemoAnswerPage(answer, key: newID(), strings: context.strings))
    }

    @Sendable func ask(request: Request, context: WebContext) async throws -> Response {
        _ = try context.requireActor()
        let answer = try await portal.ask(try context.parameters.require("id"), from: portal.names.first ?? "")
        return context.page(DemoAnswerPage(answer, key: newID(), strings: context.strings))
    }

    /// What the person at the portal adds to a dossier, or that they take it back.
    @Sendable func act(request: Request, context: WebContext) async throws -> Response {
        _ = try context.requireActor()
        let answer = try await portal.act(
            try context.parameters.require("act"), on: try context.parameters.require("id"),
            saying: context.form.text("words"), key: context.form.text("key"), from: portal.names.first ?? "")
        return context.page(DemoAnswerPage(answer, key: newID(), strings: context.strings))
    }

    @Sendable func take(request: Request, context: WebContext) async throws -> Response {
        let message = try await request.signedMessage(upTo: CallAnswer.limit)
        try await portal.take(message, for: try context.parameters.require("portal"))
        return Response.json(["status": "taken"])
    }

    package var api: [APIOperation] {
        [
            APIOperation(
                "POST", "/api/demo-portals/{portal}/notices", id: "tellDemoPortal",
                summary: "A simulated portal is told of a dossier, signed; told again, it changes nothing",
                parameters: [.path("portal", "The name of the portal", .text(matching: "^[a-z-]+$"))], body: .any,
                answer: .object([.field("status", .string)]), refusals: [401, 403, 404, 413, 415, 422])
        ]
    }
}

/// A message to file, and what came of those before.
struct DemoPortalPage: Page {
    static let template = "demoportal/show"
    let warning: Notice
    let message: TextArea
    let key: String
    let send: Button
    let told: [Table]

    init(sample: String, key: String, notices: [DemoNotice], strings: Strings, formats: Formats) {
        warning = Notice(strings["demoportal.warning"], strings["demoportal.warning_why"])
        message = TextArea("message", label: strings["demoportal.message"], value: sample, rows: 20)
        self.key = key
        send = Button(strings["demoportal.send"])
        told =
            notices.isEmpty
            ? []
            : [
                Table(
                    caption: strings["demoportal.told"],
                    columns: [
                        .text(strings["demoportal.dossier"]), .number(strings["demoportal.state"]),
                        .text(strings["demoportal.words"]), .text(strings["demoportal.time"]),
                    ],
                    rows: notices.map { notice in
                        [
                            .link(
                                String(notice.message.dossier.suffix(12)), "/demo-portal/\(notice.message.dossier)"),
                            .text("\(notice.message.stateCode)"), .text(notice.message.words),
                            .text(formats.time(notice.at)),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        let notice = DemoNotice(
            portal: "national",
            message: .init(id: "1", number: 2, dossier: .hostile, state: "received", stateCode: 2, words: .hostile),
            at: Date(timeIntervalSince1970: 1_783_476_000))
        return [
            .init(sample: "{}", key: "1", notices: [], strings: .mock, formats: Formats(.vi)),
            .init(sample: .hostile, key: .hostile, notices: [notice], strings: .mock, formats: Formats(.vi)),
        ]
    }
}

/// What this node answered the portal, as it came, and what can be done next with the dossier.
struct DemoAnswerPage: Page {
    static let template = "demoportal/answer"
    let facts: SummaryList
    let body: String
    let key: String
    let acts: [Act]
    let back: [Link]

    /// One thing that the applicant may do, with a key of its own.
    struct Act: Sendable {
        let path: String
        let words: [TextArea]
        let send: Button
    }

    /// The states in which something is asked of the applicant, and those in which nothing can be taken back any more.
    private static let (asked, ended) = (5, Set([3, 7, 8, 9, 10]))

    init(_ answer: CallAnswer, key: String, strings: Strings) {
        facts = SummaryList([.init(strings["demoportal.status"], "HTTP \(answer.status)")])
        body = String(decoding: answer.body, as: UTF8.self)
        self.key = key
        let told = try? JSONDecoder().decode(Told.self, from: answer.body)
        acts = told.map { Self.acts($0, strings) } ?? []
        back =
            (told.map { [Link(strings["demoportal.ask"], "/demo-portal/\($0.dossier)")] } ?? [])
            + [Link(strings["demoportal.back"], "/demo-portal", isSecondary: true)]
    }

    private static func acts(_ told: Told, _ strings: Strings) -> [Act] {
        guard let state = told.stateCode, !ended.contains(state) else { return [] }
        let path = "/demo-portal/\(told.dossier)"
        let withdrawal = Act(
            path: "\(path)/withdrawal", words: [], send: Button(strings["demoportal.withdraw"], style: .warning))
        guard state == asked else { return [withdrawal] }
        let words = TextArea("words", label: strings["demoportal.added"], value: "", rows: 3)
        return [
            Act(path: "\(path)/supplement", words: [words], send: Button(strings["demoportal.supplement"])), withdrawal,
        ]
    }

    private struct Told: Decodable { let dossier: String, stateCode: Int? }

    static var mocks: [Self] {
        [
            .init(CallAnswer(status: 201, body: Data(#"{"dossier": "1"}"#.utf8)), key: "1", strings: .mock),
            .init(
                CallAnswer(
                    status: 200,
                    body: Data(#"{"dossier": "\#(String.hostile.filter(\.isLetter))", "stateCode": 5}"#.utf8)),
                key: .hostile, strings: .mock),
            .init(CallAnswer(status: 422, body: Data(String.hostile.utf8)), key: "1", strings: .mock),
        ]
    }
}
