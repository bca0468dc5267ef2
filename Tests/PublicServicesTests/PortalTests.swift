// SPDX-License-Identifier: Apache-2.0

import Casework
import Content
import Database
import DemoPortal
import Files
import Forms
import Foundation
import Identity
import Jobs
import Kernel
import Payments
import PublicServices
import Rendering
import Signatures
import Synchronization
import TestKit
import Testing
import Wire

@testable import Product

@Suite("Other portals")
struct PortalTests {
    @Test("a portal files, is told of each step, and learns fee and result", arguments: Backend.available)
    func files(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            try await desk.site.platform.payments.openDemoAccount(at: Site.agency)
            let gate = try Gateway(desk)
            let id = try await gate.filed(try await desk.message("2.000635"))
            let file = try await desk.site.platform.cases.view(id, for: desk.lan).file
            #expect(file.channel == .portal && file.state == "registered" && file.applicant.name == "Nguyễn Thị Hoa")
            #expect(try await desk.events("dossiers.opened") == ["portal.national"])
            let first = try await gate.state(of: id)
            #expect(first.stateCode == 1 && first.code == nil && first.results.isEmpty)
            #expect(
                first.fees.map(\.state) == ["open"] && first.fees.allSatisfy { $0.vietqr?.hasPrefix("000201") == true })
            let begun = try await desk.move(try await desk.move(file, "receive", by: desk.lan), "begin", by: desk.lan)
            for bill in try await desk.bills(of: file) {
                _ = try await desk.site.platform.payments.exempt(bill.id, because: "hộ nghèo", by: desk.lan)
            }
            _ = try await desk.decide(begun)
            try await desk.site.deliver()
            let last = try await gate.state(of: id)
            #expect(
                last.stateCode == 9 && last.code == begun.code?.description && last.fees.map(\.state) == ["exempted"])
            #expect(last.results.count == 1 && last.results.allSatisfy { $0.path == nil })
            let told = try await gate.portal.notices().map(\.message).sorted { $0.number < $1.number }
            #expect(told.map(\.stateCode) == [2, 4, 9] && told.allSatisfy { $0.dossier == id.rawValue })
        }
    }

    @Test("the signed file of a result is for the portal that filed the dossier", arguments: Backend.available)
    func result(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let gate = try Gateway(desk)
            let id = try await gate.filed(try await desk.message("2.000908"))
            let file = try await desk.site.platform.cases.view(id, for: desk.lan).file
            let begun = try await desk.move(try await desk.move(file, "receive", by: desk.lan), "begin", by: desk.lan)
            for bill in try await desk.bills(of: file) {
                _ = try await desk.site.platform.payments.exempt(bill.id, because: "hộ nghèo", by: desk.lan)
            }
            _ = try await desk.decide(begun)
            try await desk.site.deliver()
            try await desk.print()
            let result = try #require(try await gate.state(of: id).results.first)
            let path = try #require(result.path)
            let answer = try await gate.portal.fetch(path, from: "national")
            #expect(answer.status == 200 && answer.body.prefix(5) == Data("%PDF-".utf8))
            let verdict = try await desk.site.browser().get("/verify?code=\(try #require(result.sha256))")
            #expect(verdict.status == 200)
            // A slip is no result, and another dossier has none of its own.
            let other = try await gate.filed(try await desk.message("2.000908"), key: "other")
            let stolen = path.replacing(id.rawValue, with: other.rawValue)
            #expect(try await gate.portal.fetch(stolen, from: "national").status == 404)
            let slip = try #require(try await desk.papers(of: file).first { $0.kind != ResultPaper.kind })
            #expect(
                try await gate.portal.fetch("/api/dossiers/\(id)/results/\(slip.id)", from: "national").status == 404)
        }
    }

    @Test("the same key brings the same dossier; another message under it is refused", arguments: Backend.available)
    func repeated(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let gate = try Gateway(desk)
            let message = try await desk.message("2.000635")
            async let one = gate.file(message, key: "k")
            async let two = gate.file(message, key: "k")
            let answers = [try await one, try await two, try await gate.file(message, key: "k")]
            #expect(answers.map(\.status) == [201, 201, 201] && Set(answers.map(\.body)).count == 1)
            #expect(try await desk.dossiers() == 1)
            #expect(try await gate.file(message.replacing("2.000635", with: "2.000908"), key: "k").status == 409)
            #expect(try await gate.file(message, key: "other").body != answers[0].body)
            #expect(try await desk.dossiers() == 2)
        }
    }

    @Test("what people add and take back on a portal is done here once", arguments: Backend.available)
    func moves(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let gate = try Gateway(desk)
            let id = try await gate.filed(try await desk.message("2.000635"))
            let file = try await desk.site.platform.cases.view(id, for: desk.lan).file
            let path = "/api/dossiers/\(id)/supplement"
            let pdf = Data("%PDF-1.7 giấy chứng sinh".utf8).base64EncodedString()
            let added = #"{"files": [{"content": "\#(pdf)", "name": "chứng sinh.pdf"}], "words": "Giấy chứng sinh"}"#
            #expect(try await gate.say(added, at: path, key: "early").status == 409)
            _ = try await desk.move(
                try await desk.move(file, "receive", by: desk.lan), "request_supplement", "Giấy chứng sinh",
                by: desk.lan)
            for wrong in [
                "{}", "[]", added.replacing("chứng sinh.pdf", with: "../x.pdf"), added.replacing(pdf, with: "UEsDBA=="),
            ] { #expect(try await gate.say(wrong, at: path, key: UUIDv7.string()).status == 422, "\(wrong)") }
            async let one = gate.say(added, at: path, key: "s")
            async let two = gate.say(added, at: path, key: "s")
            let answers = [try await one, try await two, try await gate.say(added, at: path, key: "s")]
            #expect(answers.map(\.status) == [200, 200, 200])
            #expect(try await gate.state(of: id).stateCode == 4)
            let view = try await desk.site.platform.cases.view(id, for: desk.lan)
            #expect(view.steps.filter { $0.event == "supplemented" }.map(\.text) == ["Giấy chứng sinh\nchứng sinh.pdf"])
            #expect(view.attachments.contains { $0.name == "chứng sinh.pdf" })
            #expect(try await desk.events("dossiers.supplemented") == ["portal.national"])

            let end = "/api/dossiers/\(id)/withdrawal"
            // The key is of another message.
            #expect(try await gate.say(added, at: end, key: "s").status == 409)
            let withFiles = try await gate.say(added, at: end, key: "with-files")
            #expect(withFiles.status == 409, "\(String(decoding: withFiles.body, as: UTF8.self))")
            #expect(try await gate.say("{}", at: "/api/dossiers/nobody/withdrawal", key: "n").status == 404)
            for _ in 0..<2 { #expect(try await gate.say("{}", at: end, key: "w").status == 200) }
            #expect(try await gate.state(of: id).stateCode == 7)
            #expect(try await gate.say("{}", at: end, key: "again").status == 409)
        }
    }

    @Test("what is wrong is told field by field, with a stable code", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let gate = try Gateway(desk)
            var answers = try await desk.answers("2.000635")
            answers["copies"] = .number(0)
            answers["applicant_phone"] = .null
            answers["applicant_name"] = .string("Nguyễn\u{0}")
            answers["record_place"] = .object(["code": .string("00000"), "from": .string("2025-07-01")])
            answers["shoe_size"] = .number(42)
            #expect(
                try await gate.refusal(try desk.message("2.000635", answers)) == [
                    "copies": "forms.too_small", "applicant_phone": "forms.missing",
                    "applicant_name": "forms.wrong_kind", "record_place": "forms.unknown_unit",
                    "shoe_size": "forms.not_asked",
                ])
            answers = try await desk.answers("2.000635")
            answers["applicant_name"] = .string(String(repeating: "ă", count: 3 << 20))
            #expect(
                try await gate.refusal(try desk.message("2.000635", answers)) == ["applicant_name": "forms.too_long"])
            #expect(try await desk.dossiers() == 0)
            // Mended, it goes through under the same key: what was refused made nothing.
            #expect(try await gate.file(try await desk.message("2.000635")).status == 201)
        }
    }

    @Test("a message that cannot be read, or names what is not there, makes nothing", arguments: Backend.available)
    func unreadable(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let gate = try Gateway(desk)
            let message = try await desk.message("2.000635")
            for (text, status) in [
                ("", 422), ("[]", 422), ("{}", 422), (String(repeating: "[", count: 100_000), 422),
                (message.replacing("2.000635", with: "9.999999"), 404),
                (message.replacing("2.000635", with: "2.000635+child"), 404),
                (message.replacing("H42.19.05", with: "H42.99.99"), 422),
                (message.replacing("H42.19.05", with: ""), 422),
                (String(repeating: " ", count: 25 << 20), 413),
            ] { #expect(try await gate.file(text, key: UUIDv7.string()).status == status, "\(text.prefix(40))") }
            for key in ["", "with space", String(repeating: "k", count: 65)] {
                #expect(try await gate.file(message, key: key).status == 422)
            }
            #expect(try await desk.dossiers() == 0)
        }
    }

    @Test("files come with the message, and are looked at as those of people", arguments: Backend.available)
    func attachments(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let gate = try Gateway(desk)
            let pdf = Data("%PDF-1.7 giấy chứng sinh".utf8).base64EncodedString()
            let id = try await gate.filed(try await desk.message("1.001193", file: ("giấy chứng sinh.pdf", pdf)))
            let view = try await desk.site.platform.cases.view(id, for: desk.lan)
            #expect(view.attachments.contains { $0.name == "giấy chứng sinh.pdf" })
            let zip = Data("PK\u{3}\u{4}".utf8).base64EncodedString()
            for (name, content) in [("x.pdf", zip), ("../../x.pdf", pdf), ("x.pdf", ""), ("x.pdf", "%%%")] {
                let message = try await desk.message("1.001193", file: (name, content))
                #expect(try await gate.refusal(message, key: UUIDv7.string()).count == 1)
            }
            // A file is sent, never named: the bytes of others are not to be had by their hash.
            let hash = try #require(view.attachments.first?.file.hash)
            let message = try await desk.message("1.001193", file: ("x.pdf", pdf))
                .replacing(
                    "\"content\":\"\(pdf)\"", with: "\"hash\":\"\(hash)\",\"size\":1,\"kind\":\"application/pdf\"")
            #expect(try await gate.refusal(message, key: UUIDv7.string()).count == 1)
            #expect(try await desk.dossiers() == 1)
        }
    }

    @Test("a call that is not signed as it came is not served, and nothing of it is used for another")
    func forged() async throws {
        let sent = Mutex<OutgoingCall?>(nil)
        let weather: Loopback.Weather = { call, onward in
            if call.address.hasSuffix("/api/dossiers") { sent.withLock { $0 = call } }
            return try await onward(call)
        }
        try await Desk.run(on: .sqlite, weather: weather) { desk in
            _ = try await Gateway(desk).filed(try await desk.message("2.000635"))
            let heard = sent.withLock(\.self)
            let call = try #require(heard)
            func answer(
                to address: String? = nil, with headers: [String: String] = [:], body: Data? = nil
            ) async throws -> Int {
                let stolen = OutgoingCall(
                    to: address ?? call.address, headers: call.headers.merging(headers) { $1 }, body: body ?? call.body)
                return try await desk.site.platform.send(stolen).status
            }
            #expect(try await answer(with: [SignedMessage.signatureHeader: ""]) == 401)
            #expect(try await answer(with: [SignedCall.callerHeader: "nobody"]) == 401)
            #expect(try await answer(with: [SignedCall.keyHeader: "another"]) == 401)
            #expect(try await answer(to: "\(call.address)?x=1") == 401)
            #expect(try await answer(body: Data("{}".utf8)) == 401)
            #expect(try await answer(body: Data(repeating: 32, count: 25 << 20)) == 413)
            #expect(try await answer(with: [SignedCall.callerHeader: ""], body: Data(count: 25 << 20)) == 401)
            // Repeated as it is, it is the same dossier; later it is too old.
            #expect(try await answer() == 201)
            #expect(try await desk.dossiers() == 1)
            desk.site.clock.advance(by: SharedSecret.window + 1)
            #expect(try await answer() == 401)
        }
    }

    @Test("a call is signed as docs/portals.md says")
    func vector() throws {
        let secret = try #require(SharedSecret("0123456789abcdef0123456789abcdef"))
        let call = SignedCall(
            "POST", "/api/dossiers", body: Data(#"{"procedure":"2.000635"}"#.utf8), key: "key-1", from: "national",
            secret: secret, at: Date(timeIntervalSince1970: 1_783_476_000))
        #expect(
            call.headers[SignedMessage.signatureHeader]
                == "164977a9e4417ba73a00666fb6b796e84f4e8467341b3ea8fe62fe623280b33a")
    }

    @Test("a portal files at its own desks, and sees its own dossiers only", arguments: Backend.available)
    func rights(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let id = try await Gateway(desk).filed(try await desk.message("2.000635"))
            let secret = try #require(SharedSecret("a secret of this test"))
            let city = try #require(
                Portal.all(content: [
                    "PublicServices/portals.json":
                        #"[{"name": "city", "vi": "Thành phố", "en": "City", "desks": ["elsewhere"]}]"#
                ]).first)
            let portals = PortalService(
                database: desk.site.platform.database, host: desk.host,
                flow: try Dossiers.flow(content: desk.site.platform.content.files),
                connections: [PortalConnection(city, secret: secret)], now: desk.site.clock.now,
                newID: { UUIDv7.string() })
            await #expect(throws: CaseProblem.notFound) { try await portals.state(of: id, for: city) }
            #expect(try await desk.events("dossiers.refused") == ["portal.city"])
            let message = Data(try await desk.message("2.000635").utf8)
            let call = SignedCall(
                "POST", "/api/dossiers", body: message, key: "k", from: "city", secret: secret,
                at: desk.site.clock.now())
            await #expect(throws: Forbidden.self) { try await portals.file(message, by: call, of: city) }
            #expect(try await desk.dossiers() == 1)
        }
    }

    @Test("a marriage that comes from a portal is confirmed here by both", arguments: Backend.available)
    func parties(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let gate = try Gateway(desk)
            var answers = try await desk.answers("1.000894")
            for (name, value) in [
                "groom_identifier": "037090000001", "groom_name": "Nguyễn Văn Minh",
                "bride_identifier": "037188000002", "bride_name": "Phạm Thị Hoa",
            ] { answers[name] = .string(value) }
            let id = try await gate.filed(try desk.message("1.000894", answers))
            let file = try await desk.site.platform.cases.view(id, for: desk.lan).file
            await #expect(throws: PublicServicesProblem.unconfirmed) {
                try await desk.move(file, "receive", by: desk.lan)
            }
            for person in [desk.minh, desk.hoa] { try await desk.host.service.parties.confirm(id, by: person) }
            #expect(try await desk.move(file, "receive", by: desk.lan).state == "received")
            // Somebody who cannot be asked is told of before anything is made.
            answers["bride_name"] = .string("Trần Thị Lan")
            answers["groom_name"] = .string("Trần Văn Lan")
            #expect(try await gate.file(try desk.message("1.000894", answers), key: "k2").status == 409)
            #expect(try await desk.dossiers() == 1)
        }
    }

    @Test("a portal that is away is told when it is back, and each step once", arguments: Backend.available)
    func away(backend: Backend) async throws {
        let isAway = Mutex(true)
        let weather: Loopback.Weather = { call, onward in
            guard call.address.contains("demo-portals") else { return try await onward(call) }
            if isAway.withLock(\.self) { return CallAnswer(status: 500) }
            _ = try await onward(call)
            return try await onward(call)
        }
        try await Desk.run(on: backend, weather: weather) { desk in
            let gate = try Gateway(desk)
            let id = try await gate.filed(try await desk.message("2.000635"))
            let file = try await desk.site.platform.cases.view(id, for: desk.lan).file
            _ = try await desk.move(file, "receive", by: desk.lan)
            try await desk.site.deliver()
            #expect(try await gate.portal.notices().isEmpty)
            isAway.withLock { $0 = false }
            desk.site.clock.advance(by: 60)
            try await desk.site.deliver()
            #expect(try await gate.portal.notices().map(\.message.stateCode) == [2])
        }
    }

    @Test("what a portal never takes is laid aside, where an operator sees it", arguments: Backend.available)
    func givenUp(backend: Backend) async throws {
        let weather: Loopback.Weather = { call, onward in
            call.address.contains("demo-portals") ? CallAnswer(status: 500) : try await onward(call)
        }
        try await Desk.run(on: backend, weather: weather) { desk in
            let id = try await Gateway(desk).filed(try await desk.message("2.000635"))
            let file = try await desk.site.platform.cases.view(id, for: desk.lan).file
            _ = try await desk.move(file, "receive", by: desk.lan)
            for _ in 0..<RetryPolicy().attempts {
                try await desk.site.deliver()
                desk.site.clock.advance(by: RetryPolicy().longest)
            }
            let jobs = try await desk.site.signIn(as: .hung).get("/operator/jobs")
            #expect(jobs.html.contains(PortalCourier.kind) && jobs.html.contains("500"))
            #expect(!jobs.html.contains("Nguyễn Thị Hoa"))
        }
    }

    @Test("a simulated portal believes this node alone, as a real one has to")
    func notices() async throws {
        let told = Mutex<OutgoingCall?>(nil)
        let weather: Loopback.Weather = { call, onward in
            if call.address.contains("demo-portals") { told.withLock { $0 = call } }
            return try await onward(call)
        }
        try await Desk.run(on: .sqlite, weather: weather) { desk in
            let id = try await Gateway(desk).filed(try await desk.message("2.000635"))
            let file = try await desk.site.platform.cases.view(id, for: desk.lan).file
            _ = try await desk.move(file, "receive", by: desk.lan)
            try await desk.site.deliver()
            let heard = told.withLock(\.self)
            let call = try #require(heard)
            let send = desk.site.platform.send
            let body = try #require(call.body)
            let other = Data(String(decoding: body, as: UTF8.self).replacing("received", with: "done").utf8)
            #expect(try await send(call).status == 200)
            #expect(try await send(OutgoingCall(to: call.address, headers: call.headers, body: other)).status == 401)
            #expect(try await send(OutgoingCall(to: call.address, headers: [:], body: body)).status == 401)
            desk.site.clock.advance(by: SharedSecret.window + 1)
            #expect(try await send(call).status == 401)
        }
    }
}

/// The simulated national portal, as a test uses it.
private struct Gateway {
    let portal: DemoPortal

    init(_ desk: Desk) throws { portal = try #require(desk.site.platform.demoPortal) }

    func file(_ message: String, key: String = "k") async throws -> CallAnswer {
        try await portal.file(message, key: key, from: "national")
    }

    func say(_ message: String, at path: String, key: String) async throws -> CallAnswer {
        try await portal.send(message, to: path, key: key, from: "national")
    }

    func filed(_ message: String, key: String = "k") async throws -> ID<CaseFile> {
        let answer = try await file(message, key: key)
        #expect(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
        return ID(try #require(try JSONDecoder().decode([String: String].self, from: answer.body)["dossier"]))
    }

    /// What a message is refused for: the code at each field, each with a sentence in both languages.
    func refusal(_ message: String, key: String = "k") async throws -> [String: String] {
        let answer = try await file(message, key: key)
        #expect(answer.status == 422)
        let problems = try JSONDecoder().decode(Refused.self, from: answer.body).problems
        #expect(problems.allSatisfy { Set($0.sentences.keys) == ["vi", "en"] })
        return Dictionary(uniqueKeysWithValues: problems.map { ($0.field, $0.code) })
    }

    func state(of id: ID<CaseFile>) async throws -> DossierState {
        let answer = try await portal.ask(id.rawValue, from: "national")
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(DossierState.self, from: answer.body)
    }

    private struct Refused: Decodable {
        struct Problem: Decodable { let field: String, code: String, sentences: [String: String] }

        let problems: [Problem]
    }
}

extension Desk {
    /// Answers as a portal sends them: files with their bytes.
    fileprivate func answers(
        _ code: String, file: (name: String, content: String)? = nil
    ) async throws -> [String: JSONValue] {
        let form = try #require(host.form(code))
        var answers = try #require(try AnswerMaker(form: form, variant: 0, in: setting).answers()).values
        for (id, value) in answers where !value.files.isEmpty {
            let (name, content) = file ?? ("x.pdf", Data("%PDF-1.7".utf8).base64EncodedString())
            answers[id] = .array([.object(["name": .string(name), "content": .string(content)])])
        }
        return answers
    }

    fileprivate func message(_ code: String, file: (name: String, content: String)? = nil) async throws -> String {
        try message(code, try await answers(code, file: file))
    }

    fileprivate func message(_ code: String, _ answers: [String: JSONValue]) throws -> String {
        let message = JSONValue.object([
            "procedure": .string(code), "desk": .string("H42.19.05"), "answers": .object(answers),
        ])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(message), as: UTF8.self)
    }

    fileprivate func dossiers() async throws -> Int {
        try await site.platform.database.read {
            try $0.rows("SELECT COUNT(*) AS count FROM case_file")[0].int("count")
        }
    }

    /// Who is named by the events of a kind.
    fileprivate func events(_ kind: String) async throws -> [String] {
        try await site.platform.database.read {
            try $0.rows("SELECT actor FROM ledger_event WHERE kind = \(kind)").map { try $0.text("actor") }
        }
    }

    /// Prints and seals the papers that wait.
    fileprivate func print() async throws {
        let platform = site.platform
        let press = DocumentPress(
            database: platform.database, files: platform.files, renderer: TestRenderer(),
            signer: SealFolder(
                TestFolder.own.appending(path: UUIDv7.string()), now: site.clock.now, makingFor: { _ in "UBND" }),
            now: site.clock.now, newID: { UUIDv7.string() })
        let office = PostOffice(
            database: platform.database, couriers: [press], now: site.clock.now, chance: { 0.5 })
        while try await office.deliver() > 0 {}
    }
}
