// SPDX-License-Identifier: Apache-2.0

import Casework
package import Files
import Foundation
package import Hummingbird
import Kernel
import Rendering
package import Web
import Wire

/// `/api/dossiers`: where other portals file for people, and ask how it stands. `/api/services`: what can be filed.
package struct PortalAPI: WebModule {
    let portals: PortalService
    let files: FileService
    /// The forms as their content files say them.
    let forms: [String: String]

    /// The largest message: a form with its files in base64.
    private static let limit = 24 << 20

    package init(portals: PortalService, files: FileService, content: [String: String]) {
        self.portals = portals
        self.files = files
        let folder = "PublicServices/forms/"
        forms = content.reduce(into: [:]) { forms, file in
            guard file.key.hasPrefix(folder), file.key.hasSuffix(".json") else { return }
            forms[String(file.key.dropFirst(folder.count).dropLast(5))] = file.value
        }
    }

    package var pages: [any Page.Type] { [] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("api/services", use: list)
        router.get("api/services/:code/form", use: form)
        router.group("api/dossiers")
            .post(use: file)
            .get(":id", use: state)
            .get(":id/results/:document", use: result)
            .post(":id/supplement") { try await move(.supplement, $0, $1) }
            .post(":id/withdrawal") { try await move(.withdraw, $0, $1) }
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        Response.json(
            portals.host.service.catalogue.procedures.map { procedure in
                Service(
                    code: procedure.code, version: procedure.version, name: procedure.name.vi,
                    englishName: procedure.name.en, level: procedure.service.level.rawValue,
                    form: forms[procedure.code] == nil ? nil : "/api/services/\(procedure.code)/form")
            })
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        let code = try context.parameters.require("code")
        guard let form = forms[code] else { throw PublicServicesProblem.noSuchProcedure(code) }
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, no-cache"],
            body: .init(byteBuffer: ByteBuffer(string: form)))
    }

    /// The same answer for the same key, whether it made the dossier or found it made. Nobody's body is read before they
    /// are known.
    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        let call = request.signedCall
        let portal = try portals.portal(signing: call)
        let id = try await portals.file(try await request.jsonBytes(upTo: Self.limit), by: call, of: portal)
        return Response.json(Filed(dossier: id.rawValue), status: .created)
    }

    @Sendable func state(request: Request, context: WebContext) async throws -> Response {
        let portal = try portals.portal(signing: request.signedCall)
        return Response.json(try await portals.state(of: try context.id("id"), for: portal))
    }

    /// How the dossier stands after it, for the same key each time.
    private func move(_ act: PortalAct, _ request: Request, _ context: WebContext) async throws -> Response {
        let call = request.signedCall
        let portal = try portals.portal(signing: call)
        let id: ID<CaseFile> = try context.id("id")
        try await portals.move(id, act, try await request.jsonBytes(upTo: Self.limit), by: call, of: portal)
        return Response.json(try await portals.state(of: id, for: portal))
    }

    @Sendable func result(request: Request, context: WebContext) async throws -> Response {
        let portal = try portals.portal(signing: request.signedCall)
        let (document, hash) = try await portals.result(
            try context.id("document"), of: try context.id("id"), for: portal)
        let contents = try await files.contents(hash)
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/pdf", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(document.fileName)\"",
            ], body: .init(asyncSequence: contents.map { ByteBuffer(bytes: $0) }))
    }

    private struct Filed: Encodable { let dossier: String }

    private struct Service: Encodable {
        let code: String, version: Int, name: String, englishName: String, level: String, form: String?
    }

    package var api: [APIOperation] {
        let dossier = APIOperation.Parameter.path("id", "The dossier")
        return [
            APIOperation(
                "GET", "/api/services", id: "listServices", summary: "The procedures, and where the form of each is",
                answer: .array(
                    .object([
                        .field("code", .string), .field("version", .integer), .field("name", .string),
                        .field("englishName", .string), .field("level", .string),
                        .field("form", .string, optional: true),
                    ]))),
            APIOperation(
                "GET", "/api/services/{code}/form", id: "serviceForm", summary: "The form of a procedure",
                parameters: [.path("code", "The procedure's code")], answer: .any, refusals: [404]),
            APIOperation(
                "POST", "/api/dossiers", id: "fileDossier",
                summary: "A portal files a dossier, signed; the same Idempotency-Key makes one dossier",
                parameters: Self.signature + Self.message,
                body: .object([.field("procedure", .string), .field("desk", .string), .field("answers", .map(.any))]),
                success: 201, answer: .object([.field("dossier", .string)]),
                refusals: [401, 403, 404, 409, 413, 415, 422]),
            APIOperation(
                "GET", "/api/dossiers/{id}", id: "dossierState",
                summary: "State, fee and result of a dossier that the asking portal filed",
                parameters: [dossier] + Self.signature, answer: Self.state, refusals: [401, 404]),
            APIOperation(
                "POST", "/api/dossiers/{id}/supplement", id: "supplementDossier",
                summary: "What the applicant adds on the portal, signed; the same Idempotency-Key adds it once",
                parameters: [dossier] + Self.signature + Self.message,
                body: .object([
                    .field("words", .string),
                    .field(
                        "files", .array(.object([.field("name", .string), .field("content", .string)])), optional: true),
                ]), answer: Self.state, refusals: [401, 404, 409, 413, 415, 422]),
            APIOperation(
                "POST", "/api/dossiers/{id}/withdrawal", id: "withdrawDossier",
                summary: "The applicant withdraws on the portal, signed; the same Idempotency-Key does so once",
                parameters: [dossier] + Self.signature + Self.message,
                body: .object([.field("words", .string, optional: true)]), answer: Self.state,
                refusals: [401, 404, 409, 413, 415, 422]),
            APIOperation(
                "GET", "/api/dossiers/{id}/results/{document}", id: "dossierResult",
                summary: "The signed file of a result, for the portal that filed the dossier",
                parameters: [dossier, .path("document", "The document")] + Self.signature, answer: .pdf,
                refusals: [401, 404]),
        ]
    }

    private static let signature: [APIOperation.Parameter] = [
        .header("X-Doicanh-Client", "The name of the portal"),
        .header("X-Doicanh-Timestamp", "Seconds since 1970"),
        .header("X-Doicanh-Signature", "HMAC-SHA256 of the call, in hexadecimal: docs/portals.md"),
    ]

    private static let message: [APIOperation.Parameter] = [
        .header("X-Doicanh-Content-SHA256", "SHA-256 of the body, in hexadecimal"),
        .header("Idempotency-Key", "1 to 64 characters without spaces, new for each message"),
    ]

    private static let state = APIOperation.Shape.object([
        .field("dossier", .string), .field("procedure", .string), .field("code", .string, optional: true),
        .field("state", .string), .field("stateCode", .integer), .field("received", .string, optional: true),
        .field("due", .string, optional: true), .field("words", .string),
        .field(
            "fees",
            .array(
                .object([
                    .field("amount", .integer), .field("state", .string), .field("reference", .string),
                    .field("vietqr", .string, optional: true),
                ]))),
        .field(
            "results",
            .array(
                .object([
                    .field("title", .string), .field("verify", .string), .field("sha256", .string, optional: true),
                    .field("path", .string, optional: true),
                ]))),
    ])
}
