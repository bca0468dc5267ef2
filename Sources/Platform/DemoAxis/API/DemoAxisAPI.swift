// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import Kernel
import NationalAxis
package import Web
import Wire

/// `/api/demo-axis`: the simulated axis as the connected system sees it.
package struct DemoAxisAPI: WebModule {
    let axis: DemoAxis

    package init(axis: DemoAxis) { self.axis = axis }

    package var pages: [any Page.Type] { [] }

    /// The largest message, in base64 and JSON.
    private static let limit = 96 << 20

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.post("api/demo-axis/sendEdoc", use: send)
        router.get("api/demo-axis/getReceivedEdocList", use: list)
        router.get("api/demo-axis/getEdoc", use: get)
        router.post("api/demo-axis/updateStatus", use: settle)
        router.get("api/demo-axis/getAgenciesList", use: agencies)
    }

    @Sendable func send(request: Request, context: WebContext) async throws -> Response {
        let (call, body) = try await signed(request)
        let form = try Self.read(AxisForms.Sending.self, body)
        return Response.json(AxisForms.Sent(docId: try await axis.take(form, key: call.key)))
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        try axis.check(request.signedCall)
        guard let kind = request.uri.queryParameters["messagetype"].flatMap({ AxisKind(rawValue: String($0)) }) else {
            throw DemoAxisProblem.unreadable
        }
        let entries = try await axis.waiting(kind)
        return Response.json(AxisForms.Listed(data: entries.map { .init(docId: $0.id, from: $0.sender) }))
    }

    @Sendable func get(request: Request, context: WebContext) async throws -> Response {
        try axis.check(request.signedCall)
        let bytes = try await axis.get(String(request.uri.queryParameters["docId"] ?? ""))
        return Response.json(AxisForms.Fetched(edoc: Data(bytes).base64EncodedString()))
    }

    @Sendable func settle(request: Request, context: WebContext) async throws -> Response {
        let (_, body) = try await signed(request)
        let form = try Self.read(AxisForms.Settling.self, body)
        try await axis.settle(form.docid, form.status)
        return Response.json(AxisForms.Settled())
    }

    @Sendable func agencies(request: Request, context: WebContext) async throws -> Response {
        try axis.check(request.signedCall)
        return Response.json(
            AxisForms.Agencies(data: DemoAxis.agencies.map { .init(code: $0.id, name: $0.name, mail: $0.mail) }))
    }

    /// Nobody's body is read before they are known.
    private func signed(_ request: Request) async throws -> (call: SignedCall, body: Data) {
        let call = request.signedCall
        try axis.check(call)
        let body = try await request.jsonBytes(upTo: Self.limit)
        do { try call.check(body: body) } catch { throw DemoAxisProblem.notSigned }
        return (call, body)
    }

    private static func read<Form: Decodable>(_ type: Form.Type, _ body: Data) throws -> Form {
        do { return try JSONDecoder().decode(type, from: body) } catch { throw DemoAxisProblem.unreadable }
    }

    package var api: [APIOperation] {
        let kind = APIOperation.Parameter.query("messagetype", "Documents (edoc) or what is said of them (status)")
        return [
            APIOperation(
                "POST", "/api/demo-axis/sendEdoc", id: "sendToDemoAxis",
                summary: "A simulated national axis takes a message, signed; the same key hands it over once",
                body: .any, answer: Self.answer([.field("docId", .string)]), refusals: [401, 413, 415, 422]),
            APIOperation(
                "GET", "/api/demo-axis/getReceivedEdocList", id: "listDemoAxis",
                summary: "What lies on the simulated axis and was not settled yet", parameters: [kind],
                answer: Self.answer([
                    .field("data", .array(.object([.field("docId", .string), .field("from", .string)])))
                ]), refusals: [401, 422]),
            APIOperation(
                "GET", "/api/demo-axis/getEdoc", id: "getFromDemoAxis",
                summary: "A message that lies on the simulated axis, in base64",
                parameters: [.query("docId", "The axis's name for it")],
                answer: Self.answer([.field("edoc", .string)]), refusals: [401, 404]),
            APIOperation(
                "POST", "/api/demo-axis/updateStatus", id: "settleOnDemoAxis",
                summary: "What became of a message, signed: it is not listed any more", body: .any,
                answer: Self.answer([]), refusals: [401, 404, 413, 415, 422]),
            APIOperation(
                "GET", "/api/demo-axis/getAgenciesList", id: "agenciesOfDemoAxis",
                summary: "Who can be reached by the simulated axis",
                answer: Self.answer([
                    .field(
                        "data",
                        .array(.object([.field("code", .string), .field("name", .string), .field("mail", .string)])))
                ]), refusals: [401]),
        ]
    }

    private static func answer(_ fields: [APIOperation.Field]) -> APIOperation.Shape {
        .object([.field("status", .string)] + fields)
    }
}
