// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Product
import TestKit
import Testing
import Web

/// The product through its router, request by request.
@Suite("Every request")
struct EveryRequestTests {
    private func serve(
        _ settings: WebSettings = WebSettings(),
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let database = try await Backend.sqlite.empty()
        let platform = try Platform.test(on: database, web: settings)
        try await platform.migrate()
        try await Application(router: try platform.router()).test(.router) { try await body($0) }
        await database.close()
    }

    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test("pages, assets, refusals and health answers all carry the headers that tie browsers down")
    func securityHeaders() async throws {
        try await serve { client in
            for path in ["/", "/nothing-here", "/assets/app.css", "/health/live", "/api/openapi.json", "/%ff"] {
                let answer = try await client.execute(uri: path, method: .get)
                let policy = try #require(answer.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"))
                #expect(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"))
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(answer.headers[.strictTransportSecurity] == nil)
                #expect(answer.headers[.requestID] != nil)
                #expect(answer.status.code < 500)
            }
        }
    }

    @Test("a form may be redirected to the national e-ID, where one is named")
    func formAction() async throws {
        for (targets, policy) in [
            ([], "form-action 'self'"), (["https://eid.example.vn"], "form-action 'self' https://eid.example.vn"),
        ] {
            try await serve(WebSettings(formTargets: targets)) { client in
                let answer = try await client.execute(uri: "/session", method: .get)
                #expect(answer.headers[.contentSecurityPolicy]?.hasSuffix(policy) == true)
            }
        }
    }

    @Test("over HTTPS cookies are Secure and __Host-, and others are not read")
    func hostCookies() async throws {
        try await serve(WebSettings(publicURL: "https://dvc.example.vn")) { client in
            let page = try await client.execute(uri: "/nothing-here", method: .get)
            let cookie = try #require(page.headers[.setCookie])
            #expect(cookie.hasPrefix("__Host-csrf=") && cookie.contains("Secure") && cookie.contains("HttpOnly"))
            #expect(cookie.contains("Path=/") && !cookie.contains("Domain"))
            #expect(page.headers[.strictTransportSecurity] != nil)
            let secret = cookie.split(separator: ";")[0].split(separator: "=", maxSplits: 1)[1]
            let token = try #require(Self.token(in: String(buffer: page.body)))
            var headers = Self.form
            headers[.cookie] = "csrf=\(secret)"
            let body = ByteBuffer(string: "_csrf=\(token)&language=en")
            let planted = try await client.execute(uri: "/language", method: .post, headers: headers, body: body)
            #expect(planted.status == .forbidden)
            headers[.cookie] = "__Host-csrf=\(secret)"
            let own = try await client.execute(uri: "/language", method: .post, headers: headers, body: body)
            #expect(own.status == .seeOther)
            #expect(own.headers[.setCookie]?.hasPrefix("__Host-language=en") == true)
        }
    }

    @Test("a form needs the token of its browser, and must not come from another site")
    func forgery() async throws {
        try await serve { client in
            let page = try await client.execute(uri: "/nothing-here", method: .get)
            let cookie = try #require(page.headers[.setCookie]).split(separator: ";")[0]
            let token = try #require(Self.token(in: String(buffer: page.body)))
            func post(_ token: String, _ more: HTTPFields = [:]) async throws -> HTTPResponse.Status {
                var headers = Self.form
                headers[.cookie] = String(cookie)
                headers.append(contentsOf: more)
                return try await client.execute(
                    uri: "/language", method: .post, headers: headers,
                    body: ByteBuffer(string: "language=en&_csrf=\(token)")
                ).status
            }
            #expect(try await post(token) == .seeOther)
            #expect(try await post("") == .forbidden)
            #expect(try await post(String(token.reversed())) == .forbidden)
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            #expect(try await post(token, [site: "cross-site"]) == .forbidden)
            #expect(try await post(token, [site: "same-site"]) == .forbidden)
            #expect(try await post(token, [site: "same-origin"]) == .seeOther)
            #expect(try await post(token, [.origin: "https://evil.example"]) == .forbidden)
            #expect(try await post(token, [.origin: "null"]) == .forbidden)
            #expect(try await post(token, [.origin: "http://localhost:8080"]) == .seeOther)
        }
    }

    @Test(
        "an altered cookie is no cookie",
        arguments: ["session=", "session=\u{1}x", "session=x; csrf=%00", "=;;=", "csrf=a=b"])
    func alteredCookie(cookie: String) async throws {
        try await serve { client in
            let answer = try await client.execute(uri: "/nothing-here", method: .get, headers: [.cookie: cookie])
            #expect(answer.status == .notFound)
        }
    }

    @Test("files and unknown formats are refused where no route wants them")
    func mediaTypes() async throws {
        try await serve { client in
            for type in ["multipart/form-data; boundary=x", "text/plain", "application/json", "x"] {
                let answer = try await client.execute(
                    uri: "/language", method: .post, headers: [.contentType: type], body: ByteBuffer(string: "{}"))
                #expect(answer.status == .unsupportedMediaType)
            }
        }
    }

    @Test("a form that is too long or not UTF-8 is refused")
    func badForms() async throws {
        try await serve { client in
            let long = try await client.execute(
                uri: "/language", method: .post, headers: Self.form,
                body: ByteBuffer(repeating: UInt8(ascii: "a"), count: 300_000))
            #expect(long.status == .contentTooLarge)
            for text in ["a=%ff", "a=%00", "a=%", "%zz=1"] {
                let answer = try await client.execute(
                    uri: "/language", method: .post, headers: Self.form, body: ByteBuffer(string: text))
                #expect(answer.status == .unprocessableContent)
            }
        }
    }

    @Test("an address answers only to its methods, and says which")
    func methods() async throws {
        try await serve { client in
            for method in [HTTPRequest.Method.post, .put, .delete, .patch] {
                let answer = try await client.execute(uri: "/health/live", method: method)
                #expect(answer.status == .methodNotAllowed)
                #expect(answer.headers[.allow] == "GET, HEAD")
            }
            let head = try await client.execute(uri: "/health/live", method: .head)
            #expect(head.status == .ok && head.body.readableBytes == 0)
        }
    }

    @Test("programs get a problem document with the code and both languages")
    func documents() async throws {
        try await serve { client in
            for (path, accept) in [("/api/nothing", "*/*"), ("/nothing", "application/json")] {
                let answer = try await client.execute(uri: path, method: .get, headers: [.accept: accept])
                #expect(answer.headers[.contentType] == "application/problem+json")
                let document = try #require(
                    try JSONSerialization.jsonObject(with: Data(answer.body.readableBytesView)) as? [String: Any])
                #expect(document["code"] as? String == "web.not_found")
                #expect(document["status"] as? Int == 404)
                #expect((document["sentences"] as? [String: String])?.keys.sorted() == ["en", "vi"])
            }
        }
    }

    @Test("assets are kept for ever under their version, and asked for otherwise")
    func assets() async throws {
        try await serve { client in
            let plain = try await client.execute(uri: "/assets/app.css", method: .get)
            let tag = try #require(plain.headers[.eTag])
            #expect(plain.headers[.cacheControl]?.contains("no-cache") == true)
            #expect(plain.headers[.setCookie] == nil)
            let again = try await client.execute(uri: "/assets/app.css", method: .get, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified && again.body.readableBytes == 0)
            let version = tag.dropFirst(3).dropLast()
            let kept = try await client.execute(uri: "/assets/app.css?v=\(version)", method: .get)
            #expect(kept.headers[.cacheControl]?.contains("immutable") == true)
            #expect(try await client.execute(uri: "/assets/none.css", method: .get).status == .notFound)
        }
    }

    private static func token(in html: String) -> String? {
        html.firstMatch(of: /name="_csrf" value="([^"]+)"/).map { String($0.1) }
    }
}

@Suite("Health")
struct HealthTests {
    @Test("ready fails when the database does, live does not", arguments: Backend.available)
    func ready(backend: Backend) async throws {
        let database = try await backend.empty()
        let platform = try Platform.test(on: database)
        try await platform.migrate()
        try await Application(router: try platform.router()).test(.router) { client in
            #expect(try await client.execute(uri: "/health/ready", method: .get).status == .ok)
            await database.close()
            let ready = try await client.execute(uri: "/health/ready", method: .get)
            #expect(ready.status == .serviceUnavailable)
            #expect(String(buffer: ready.body).contains("\"database\":\"failing\""))
            #expect(try await client.execute(uri: "/health/live", method: .get).status == .ok)
        }
    }
}
