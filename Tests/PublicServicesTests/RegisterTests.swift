// SPDX-License-Identifier: Apache-2.0

import Casework
import Content
import Database
import Foundation
import Identity
import Kernel
import NationalRegisters
import Payments
import Product
import PublicServices
import Rendering
import Synchronization
import TestKit
import Testing
import Wire

@Suite("National registers")
struct RegisterTests {
    @Test("a birth waits for the civil-status register, which gives it volume and number", arguments: Backend.available)
    func entered(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let decided = try await desk.decide(try await desk.begun("1.001193"))
            #expect(decided.state == "waiting_for_register" && decided.phase == .running && decided.endedAt == nil)
            try await desk.site.deliver()
            let done = try await desk.again(decided)
            #expect(done.state == "done")
            let entry = try #require(try await desk.requests(of: done).last?.entry)
            #expect(entry == RegisterEntry(volume: "01/2026", number: "1", day: Day(Site.moment)))
            let page = try await desk.site.signIn(as: .minh).get("/dossiers/\(done.id)")
            #expect(page.html.contains("01/2026") && page.html.contains("Cơ sở dữ liệu hộ tịch điện tử"))
            let result = try #require(try await desk.papers(of: done).last { $0.kind == ResultPaper.kind })
            let paper = try #require(try await desk.site.platform.documents.page(of: result))
            #expect(paper.contains("01/2026") && paper.contains("Đồng ý") && paper.contains(DemoPerson.tuan.name))
        }
    }

    @Test("a register that hangs holds up nothing but its own dossiers", arguments: Backend.available)
    func hanging(backend: Backend) async throws {
        let gate = Gate(at: "demo-registers")
        try await Desk.run(on: backend, weather: gate.weather) { desk in
            let birth = try await desk.decide(try await desk.begun("1.001193"))
            async let delivery: Void = desk.site.deliver()
            await gate.isReached()
            // The question is on its way and nobody answers; the desk goes on.
            let other = try await desk.decide(try await desk.begun("2.001035"))
            #expect(other.state == "done")
            #expect(try await desk.again(birth).state == "waiting_for_register")
            gate.give(up: true)
            try await delivery
            #expect(try await desk.requests(of: birth).map(\.takenAt) == [nil])
            gate.give(up: false)
            desk.site.clock.advance(by: 60)
            try await desk.site.deliver()
            #expect(try await desk.again(birth).state == "done")
        }
    }

    @Test("what the register cannot take comes back with its reason, and is sent anew", arguments: Backend.available)
    func refusing(backend: Backend) async throws {
        let isRefusing = Mutex(true)
        let weather: Loopback.Weather = { call, onward in
            guard call.address.contains("demo-registers"), isRefusing.withLock(\.self) else {
                return try await onward(call)
            }
            return CallAnswer(status: 422, body: Data(#"{"detail": "Thiếu nơi sinh."}"#.utf8))
        }
        try await Desk.run(on: backend, weather: weather) { desk in
            let decided = try await desk.decide(try await desk.begun("1.001193"))
            try await desk.site.deliver()
            let back = try await desk.again(decided)
            #expect(back.state == "in_progress")
            let steps = try await desk.site.platform.cases.view(back.id, for: desk.lan).steps
            #expect(steps.last?.event == "returned_by_register" && steps.last?.text == "Thiếu nơi sinh.")
            isRefusing.withLock { $0 = false }
            _ = try await desk.decide(back)
            try await desk.site.deliver()
            #expect(try await desk.again(back).state == "done")
            #expect(try await desk.requests(of: back).map { $0.answer?.outcome } == ["returned", "entered"])
        }
    }

    @Test("asked twice and answered twice it is one entry and one decision", arguments: Backend.available)
    func twice(backend: Backend) async throws {
        let answers = Mutex<[OutgoingCall]>([])
        let weather: Loopback.Weather = { call, onward in
            if call.address.contains("/api/registers/") { answers.withLock { $0.append(call) } }
            let first = try await onward(call)
            let second = try await onward(call)
            #expect(first.status == second.status)
            return second
        }
        try await Desk.run(on: backend, weather: weather) { desk in
            let decided = try await desk.decide(try await desk.begun("1.001193"))
            try await desk.site.deliver()
            let steps = try await desk.site.platform.cases.view(decided.id, for: desk.lan).steps
            #expect(steps.count { $0.event == "decided" } == 1)
            #expect(try await desk.requests(of: decided).map { $0.entry?.number } == ["1"])
            // Heard by somebody on the way, and sent again when it is too old.
            let all = answers.withLock(\.self)
            let overheard = try #require(all.last)
            desk.site.clock.advance(by: SharedSecret.window + 1)
            #expect(try await desk.site.platform.send(overheard).status == 401)
        }
    }

    @Test("what already stands in a register is sent back", arguments: Backend.available)
    func twin(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            for state in ["done", "in_progress"] {
                let decided = try await desk.decide(try await desk.begun("1.001193"))
                try await desk.site.deliver()
                #expect(try await desk.again(decided).state == state)
            }
        }
    }

    @Test("only the register itself answers, and only once", arguments: Backend.available)
    func believed(backend: Backend) async throws {
        let secret = try #require(SharedSecret("a secret of this test"))
        try await Desk.run(on: backend, registers: .known(secret), weather: Self.silent) { desk in
            let decided = try await desk.decide(try await desk.begun("1.001193"))
            try await desk.site.deliver()
            let request = try #require(try await desk.requests(of: decided).first)
            #expect(request.takenAt != nil && request.answer == nil)
            let entry = RegisterEntry(volume: "02/2026", number: "45", day: Day(Site.moment))
            func say(_ answer: RegisterAnswer, with key: SharedSecret = secret, to id: ID<RegisterRequest>? = nil)
                async throws -> Int
            {
                let reply = try RegisterReply(to: id ?? request.id, answer).body
                return try await desk.answer(reply, signed: key)
            }
            let forger = try #require(SharedSecret("somebody else's secret"))
            #expect(try await say(.entered(entry, words: ""), with: forger) == 401)
            #expect(try await say(.entered(entry, words: ""), to: ID("none")) == 404)
            for body in ["", "{}", "[]", #"{"request": "\#(request.id)", "outcome": "entered"}"#] {
                #expect(try await desk.answer(Data(body.utf8), signed: secret) == 422)
            }
            #expect(try await desk.again(decided).state == "waiting_for_register")
            #expect(try await say(.entered(entry, words: "")) == 200)
            #expect(try await say(.entered(entry, words: "")) == 200)
            #expect(try await say(.refused(reason: "Không")) == 409)
            #expect(try await desk.again(decided).state == "done")
            #expect(try await desk.requests(of: decided).map(\.entry) == [entry])
            #expect(try await desk.events("registers.answered") == 1)
            #expect(try await desk.events("registers.contradicted") == 1)
        }
    }

    @Test("residence is handed over and tracked, and decided by the register alone", arguments: Backend.available)
    func residence(backend: Backend) async throws {
        let secret = try #require(SharedSecret("a secret of this test"))
        try await Desk.run(on: backend, registers: .known(secret), weather: Self.silent) { desk in
            for answer in [
                RegisterAnswer.entered(
                    RegisterEntry(volume: "", number: "TT-7", day: Day(Site.moment)), words: "Đã đăng ký"),
                .refused(reason: "Chỗ ở không hợp pháp"),
            ] {
                let begun = try await desk.begun("1.004222")
                await #expect(throws: CaseProblem.cannotMove) {
                    try await desk.move(begun, "decide", "Đồng ý", by: desk.tuan)
                }
                let sent = try await desk.move(begun, "send_to_register", by: desk.lan)
                let request = try #require(try await desk.requests(of: sent).first)
                _ = try await desk.answer(
                    RegisterReply(to: request.id, answer).body, signed: secret, register: "residence")
                let after = try await desk.again(sent)
                #expect(after.state == (answer.outcome == "entered" ? "done" : "stopped"))
                let steps = try await desk.site.platform.cases.view(sent.id, for: desk.lan).steps
                #expect(steps.last?.text == answer.words && steps.last?.actor == Actor.system.id)
            }
        }
    }

    @Test("a procedure that names a register nobody knows stops the start")
    func unknownRegister() throws {
        var files = Content.embedded.files
        let file = "PublicServices/procedures/1.001193.json"
        files[file] = files[file]?.replacing("civil-status", with: "fairies")
        #expect(throws: ContentProblem.self) { try Catalogue(content: files) }
    }

    /// Questions are taken and never answered.
    private static let silent: Loopback.Weather = { call, onward in
        call.address.hasSuffix("/questions") ? CallAnswer(status: 202) : try await onward(call)
    }
}

extension RegisterSettings {
    /// Registers that answer when the test does.
    fileprivate static func known(_ secret: SharedSecret) -> RegisterSettings {
        var settings = RegisterSettings()
        for name in ["civil-status", "residence"] {
            settings.lines[name] = .init(address: "\(Loopback.address)/\(name)/questions", secret: secret)
        }
        return settings
    }
}

extension Desk {
    fileprivate func begun(_ code: String) async throws -> CaseFile {
        let sent = try await send(try await filled(code, by: minh), by: minh)
        for bill in try await bills(of: sent) where bill.state == .open {
            _ = try await site.platform.payments.exempt(bill.id, because: "hộ nghèo", by: lan)
        }
        return try await move(try await move(sent, "receive", by: lan), "begin", by: lan)
    }

    fileprivate func requests(of file: CaseFile) async throws -> [RegisterRequest] {
        try await host.service.belongings(of: try await site.platform.cases.view(file.id, for: lan)).registrations
    }

    fileprivate func answer(
        _ body: Data, signed secret: SharedSecret, register: String = "civil-status"
    ) async throws -> Int {
        let message = SignedMessage(body, secret: secret, at: site.clock.now())
        let address = "\(Loopback.address)/api/registers/\(register)/answers"
        return try await site.platform.send(OutgoingCall(message, to: address)).status
    }

    fileprivate func events(_ kind: String) async throws -> Int {
        try await site.platform.database.read {
            try $0.rows("SELECT COUNT(*) AS count FROM ledger_event WHERE kind = \(kind)")[0].int("count")
        }
    }
}
