// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Database
package import Forms
package import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Jobs
package import Kernel
import Ledger
package import Mail
import Passwords
package import Product
package import Simulation
package import Web
package import Wire

/// The whole product on a fresh database, without a socket: `try await Site.run(on: backend) { site in … }`.
package struct Site: Sendable {
    package let platform: Platform
    /// The time on this site: stands still unless the test moves it.
    package let clock: StoppedClock
    private let client: any TestClientProtocol

    /// The moment at which tests happen: a Wednesday, 09:00 in Việt Nam.
    package static let moment = Date(timeIntervalSince1970: 1_783_476_000)

    package static func run(
        on backend: Backend, at moment: Date = Site.moment, with stock: TestStock = .nothing,
        web: WebSettings = WebSettings(),
        hosts: (@Sendable (Platform) -> [any FormHost])? = nil, mailer: (any Mailer)? = nil,
        simulation: SimulationMark? = nil, registers: RegisterSettings = .demo, portals: PortalSettings = .demo,
        axis: AxisSettings = .demo,
        weather: @escaping Loopback.Weather = { try await $1($0) },
        _ body: @escaping @Sendable (Site) async throws -> Void
    ) async throws {
        let clock = StoppedClock(moment)
        let loopback = Loopback()
        let platform = try Platform.test(
            on: try await backend.migrated(Platform.migrations, with: stock), web: web, now: clock.now, hosts: hosts,
            mailer: mailer, simulation: simulation, registers: registers, portals: portals, axis: axis,
            send: loopback.send(in: weather))
        try await registerDesk(platform)
        let application = Application(router: try platform.router())
        try await application.test(.router) { client in
            loopback.open(to: client)
            platform.isListening(at: Loopback.address)
            try await body(Site(platform: platform, clock: clock, client: client))
        }
        await platform.database.close()
    }

    /// The units of the country and the agencies that ship with the product.
    package static let units = TestStock("units") { try await Platform.test(on: $0).loadUnits() }

    /// The service desk of xã Yên Mô, as `Site.agency` names it.
    private static func registerDesk(_ platform: Platform) async throws {
        let agencies = AgencyService(database: platform.database, now: platform.now, newID: { agency.rawValue })
        let desk = AgencyService.Registration(
            organID: "H42.19.05", kind: .serviceDesk, name: "Trung tâm Phục vụ hành chính công xã Yên Mô",
            englishName: "Public service centre of Yên Mô commune")
        _ = try await agencies.register(desk, by: .system)
    }

    /// Seals what happened and lets everything that follows the ledger catch up, as `serve` does all the time.
    package func settle() async throws {
        try await platform.keys.ensure()
        try await platform.sealer.seal()
        for follower in platform.followers { try await follower.catchUp() }
    }

    /// Takes to its receiver what waits to leave, until nothing is due, as `serve` does all the time.
    package func deliver() async throws {
        while try await platform.postOffice.deliver() > 0 {}
    }

    /// A person with a browser of their own, not signed in.
    package func browser(language: Language = .vi, cookies: [String: String] = [:]) -> Browser {
        Browser(client: client, language: language, cookies: cookies)
    }
}

extension Platform {
    /// The product as tests build it: with a known secret, and keys of its own.
    package static func test(
        on database: any Database, web: WebSettings = WebSettings(), now: @escaping Now = { Site.moment },
        hosts: (@Sendable (Platform) -> [any FormHost])? = nil, mailer: (any Mailer)? = nil,
        simulation: SimulationMark? = nil, registers: RegisterSettings = .demo, portals: PortalSettings = .demo,
        axis: AxisSettings = .demo,
        send: @escaping Send = OutgoingCall.overHTTP
    ) throws -> Platform {
        var web = web
        // A machine that runs hundreds of tests at once is slow, not ill.
        web.healthPatience = .seconds(60)
        return try Platform(
            database: database, secret: try .test,
            folder: try DataFolder(TestFolder.own.appending(path: UUIDv7.string()).path()), web: web,
            signIn: .demo, payments: .demo, signing: .demo, mailer: mailer, registers: registers, portals: portals,
            axis: axis,
            send: send, passwords: .quick, hosts: hosts, simulation: simulation, now: now,
            newID: { UUIDv7.string() })
    }
}

/// Keeps cookies and the form token between requests, as a browser does.
package final class Browser {
    private let client: any TestClientProtocol
    private let language: Language
    package private(set) var cookies: [String: String]
    private var token = ""

    init(client: any TestClientProtocol, language: Language, cookies: [String: String]) {
        self.client = client
        self.language = language
        self.cookies = cookies
    }

    @discardableResult
    package func get(_ path: String) async throws -> TestPage { try await send(path, .get, nil) }

    /// Posts a form with the token of the page seen last.
    @discardableResult
    package func post(_ path: String, _ fields: [String: String] = [:]) async throws -> TestPage {
        let fields = fields.merging(["_csrf": token]) { given, _ in given }
        let body = fields.map { "\(Self.encode($0.key))=\(Self.encode($0.value))" }.joined(separator: "&")
        return try await send(path, .post, Array(body.utf8))
    }

    /// Posts a form with files, as a browser does: the fields, the files, then the fields that stand behind them.
    @discardableResult
    package func post(
        _ path: String, _ fields: [String: String], files: [(field: String, name: String, bytes: [UInt8])],
        then last: [String: String] = [:]
    ) async throws -> TestPage {
        let boundary = "----doicanh\(UUIDv7.string())"
        func part(_ head: String, _ bytes: [UInt8]) -> [UInt8] {
            Array("--\(boundary)\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8) + bytes + Array("\r\n".utf8)
        }
        let first = fields.merging(["_csrf": token]) { given, _ in given }
        let body =
            first.sorted { $0.key < $1.key }.flatMap { part("name=\"\($0.key)\"", Array($0.value.utf8)) }
            + files.flatMap { part("name=\"\($0.field)\"; filename=\"\($0.name)\"", $0.bytes) }
            + last.flatMap { part("name=\"\($0.key)\"", Array($0.value.utf8)) } + Array("--\(boundary)--\r\n".utf8)
        return try await send(path, .post, body, type: "multipart/form-data; boundary=\(boundary)")
    }

    private func send(
        _ path: String, _ method: HTTPRequest.Method, _ body: [UInt8]?,
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> TestPage {
        var headers: HTTPFields = [.acceptLanguage: language.rawValue]
        if body != nil { headers[.contentType] = type }
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        for field in response.headers[values: .setCookie] { keep(field) }
        let page = TestPage(
            status: response.status.code, location: response.headers[.location],
            headers: response.headers.reduce(into: [:]) { $0[$1.name.canonicalName] = $1.value },
            html: String(buffer: response.body))
        if let token = page.formToken { self.token = token }
        return page
    }

    private func keep(_ field: String) {
        let pair = field.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let (name, value) = (String(pair[0]), pair.count > 1 ? String(pair[1]) : "")
        cookies[name] = value.isEmpty || field.contains("Max-Age=0") ? nil : value
    }

    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// An answer, with small readers for its HTML.
package struct TestPage: Sendable {
    package let status: Int
    package let location: String?
    /// By canonical (lower-case) name.
    package let headers: [String: String]
    package let html: String

    /// The texts of all elements with this tag, without inner tags: `page.texts("h1")`.
    package func texts(_ tag: String) -> [String] {
        captures("<\(tag)(?:\\s[^>]*)?>(.*?)</\(tag)>").map { text in
            text.replacing(/<[^>]*>/, with: "").trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    package func text(_ tag: String) -> String? { texts(tag).first }

    /// Where the links lead.
    package var links: [String] { captures("<a\\s[^>]*href=\"([^\"]*)\"") }

    var formToken: String? { captures("name=\"_csrf\" value=\"([^\"]*)\"").first }

    private func captures(_ pattern: String) -> [String] {
        guard let regex = try? NSRegularExpression(pattern: pattern, options: [.dotMatchesLineSeparators]) else {
            return []
        }
        let whole = NSRange(html.startIndex..., in: html)
        return regex.matches(in: html, range: whole).compactMap { match in
            Range(match.range(at: 1), in: html).map { String(html[$0]) }
        }
    }
}

extension Passwords {
    /// Hundreds of tests sign in; what a hash has to cost is tried by PasswordsTests.
    fileprivate static var quick: Passwords { Passwords(cost: Cost(memoryKiB: 64, passes: 1, lanes: 1)) }
}
