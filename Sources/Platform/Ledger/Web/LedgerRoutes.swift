// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/ledger`: what happened, and the proof of it, open to everybody.
package struct LedgerRoutes: WebModule {
    let reader: LedgerReader
    let personal: PersonalService
    let access: AccessService
    let placeName: PlaceName
    let readerName: ReaderName

    package init(
        reader: LedgerReader, personal: PersonalService, access: AccessService,
        placeName: @escaping PlaceName = { place, _ in place }, readerName: @escaping ReaderName = { _, _ in nil }
    ) {
        self.reader = reader
        self.personal = personal
        self.access = access
        self.placeName = placeName
        self.readerName = readerName
    }

    package var pages: [any Page.Type] { [LedgerPage.self, EventPage.self, AccessPage.self] }

    package var footer: [NavigationItem] { [NavigationItem("ledger.link", "/ledger")] }

    package var api: [APIOperation] {
        let size = APIOperation.Parameter.path("size", "How many events the head covers", .number(1...Int.max))
        let id = APIOperation.Parameter.path(
            "id", "The event", .text(matching: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"))
        return [
            APIOperation(
                "GET", "/ledger/heads/latest", id: "latestHead", summary: "The newest signed head",
                answer: Self.head, refusals: [404]),
            APIOperation(
                "GET", "/ledger/heads/{size}", id: "head", summary: "The signed head of a size", parameters: [size],
                answer: Self.head, refusals: [404]),
            APIOperation(
                "GET", "/ledger/heads/{size}/consistency", id: "consistency",
                summary: "That a head is the beginning of the newest one", parameters: [size],
                answer: .object([
                    .field("from", .integer), .field("to", .integer), .field("path", .array(.string)),
                    .field("head", Self.head),
                ]), refusals: [404]),
            APIOperation(
                "GET", "/ledger/events/{id}/proof", id: "eventProof", summary: "An event and its proof",
                parameters: [id], answer: Self.event, refusals: [404]),
            APIOperation(
                "GET", "/ledger/events/{id}/check", id: "eventCheck",
                summary: "The proof as a script for bash and openssl", parameters: [id], answer: .plainText,
                refusals: [404, 409]),
        ]
    }

    private static let head = APIOperation.Shape.object([
        .field("size", .integer), .field("root", .string), .field("previous", .string), .field("at", .integer),
        .field("key_id", .string), .field("signature", .string), .field("public_key", .string),
    ])

    private static let event = APIOperation.Shape.object([
        .field("id", .string), .field("kind", .string), .field("subject", .string), .field("place", .string),
        .field("actor", .string), .field("at", .integer), .field("facts", .string),
        .field("commitment", .string, optional: true), .field("position", .integer, optional: true),
        .field("leaf", .string, optional: true), .field("path", .array(.string), optional: true),
        .field("head", head, optional: true),
    ])

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("ledger")
            .get(use: overview)
            .get("heads/latest", use: latestHead)
            .get("heads/:size", use: head)
            .get("heads/:size/consistency", use: consistency)
            .get("events/:id", use: event)
            .get("events/:id/proof", use: proof)
            .get("events/:id/check", use: check)
            .post("events/:id/reading", use: read)
            .post("events/:id/erasure", use: erase)
        router.get("me/access", use: readings)
    }

    @Sendable func overview(request: Request, context: WebContext) async throws -> Response {
        let page = LedgerPage(
            newest: try await reader.newestHead(), witnesses: try await reader.witnesses(),
            latest: try await reader.latest(20), strings: context.strings)
        return context.page(page)
    }

    @Sendable func latestHead(request: Request, context: WebContext) async throws -> Response {
        guard let head = try await reader.newestHead() else { throw LedgerProblem.noSuchHead }
        return .ledgerJSON(HeadJSON(head))
    }

    @Sendable func head(request: Request, context: WebContext) async throws -> Response {
        .ledgerJSON(HeadJSON(try await reader.head(size: try size(context))))
    }

    @Sendable func consistency(request: Request, context: WebContext) async throws -> Response {
        let (proof, newest) = try await reader.consistency(from: try size(context))
        return .ledgerJSON(ConsistencyJSON(proof, newest))
    }

    @Sendable func proof(request: Request, context: WebContext) async throws -> Response {
        .ledgerJSON(EventJSON(try await reader.event(try context.id("id"))))
    }

    /// A script that checks the event with bash and openssl: everything it needs is in it.
    @Sendable func check(request: Request, context: WebContext) async throws -> Response {
        let event = try await reader.event(try context.id("id"))
        guard let seal = event.seal else { throw LedgerProblem.notSealedYet }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8",
                .contentDisposition: "attachment; filename=\"ledger-\(seal.position).sh\"",
            ],
            body: .init(byteBuffer: .init(string: CheckScript(seal).text)))
    }

    /// Who read the data of the person who asks.
    @Sendable func readings(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let before = request.uri.queryParameters["before"].map { ID<Event>(String($0)) }
        let readings = try await access.readings(of: actor, before: before, limit: AccessPage.length + 1)
        var agencies: [String: String] = [:]
        for agency in Set(readings.map(\.agency)) where !agency.isEmpty {
            agencies[agency] = try await placeName(agency, context.language)
        }
        var readers: [String: String] = [:]
        for reading in readings where readers[reading.reader] == nil {
            readers[reading.reader] = try await readerName(reading, context.language)
        }
        return context.page(
            AccessPage(readings, readers: readers, agencies: agencies, strings: context.strings))
    }

    @Sendable func event(request: Request, context: WebContext) async throws -> Response {
        let event = try await reader.event(try context.id("id"))
        let content = try await reader.ownPersonal(of: event, for: context.visitor?.actor)
        return try await page(event, content, context)
    }

    /// Shows the personal content to an official, after it is written down that they looked and why.
    @Sendable func read(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let event = try await reader.event(try context.id("id"))
        do {
            let content = try await personal.disclose(event.id, reason: context.form.text("reading_reason"), to: actor)
            return try await page(event, content, context)
        } catch LedgerProblem.reasonMissing {
            return try await page(event, nil, context, missing: "reading_reason")
        }
    }

    @Sendable func erase(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let id: ID<Event> = try context.id("id")
        do {
            try await personal.erase(id, reason: context.form.text("erasure_reason"), by: actor)
            return .seeOther("/ledger/events/\(id)")
        } catch LedgerProblem.reasonMissing {
            let event = try await reader.event(id)
            return try await page(event, nil, context, missing: "erasure_reason")
        }
    }

    /// `missing` is the form field without a reason.
    private func page(
        _ event: RecordedEvent, _ content: [String: String]?, _ context: WebContext, missing: String = ""
    ) async throws -> Response {
        let page = EventPage(
            event, content: content, actor: context.visitor?.actor,
            place: try await placeName(event.place, context.language), missing: missing, strings: context.strings)
        return context.page(page, status: missing.isEmpty ? .ok : .unprocessableContent)
    }

    private func size(_ context: WebContext) throws -> Int64 {
        guard let size = Int64(try context.parameters.require("size")) else { throw LedgerProblem.noSuchHead }
        return size
    }
}

extension Response {
    /// Public JSON.
    static func ledgerJSON(_ value: some Encodable) -> Response {
        guard let data = try? LedgerJSON.data(value) else { preconditionFailure("texts and numbers can be encoded") }
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-cache"],
            body: .init(byteBuffer: .init(bytes: data)))
    }
}
