// SPDX-License-Identifier: Apache-2.0

import Casework
import Forms
import Foundation
import Identity
import Indicators
import Kernel
import Payments
import Product
import PublicServices
import TestKit
import Testing

@Suite("Dossiers")
struct DossierTests {
    @Test("every procedure with a form is asked for, decided and returned", arguments: Backend.available)
    func everyProcedure(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let codes = desk.host.service.catalogue.procedures.map(\.code).filter { desk.host.form($0) != nil }
            #expect(codes.count >= 25)
            for code in codes {
                let sent = try await desk.send(try await desk.filled(code, by: desk.minh), by: desk.minh)
                #expect(sent.state == "registered" && sent.applicant.name == "Nguyễn Văn Minh")
                if desk.host.service.catalogue[code]?.parties != nil {
                    try await desk.host.service.parties.confirm(sent.id, by: desk.hoa)
                }
                let received = try await desk.move(sent, "receive", by: desk.lan)
                let begun = try await desk.move(received, "begin", by: desk.lan)
                for bill in try await desk.bills(of: sent) where bill.state == .open {
                    await #expect(throws: PublicServicesProblem.unpaid) { try await desk.decide(begun) }
                    _ = try await desk.site.platform.payments.exempt(bill.id, because: "hộ nghèo", by: desk.lan)
                }
                _ = try await desk.decide(begun)
                try await desk.site.deliver()
                let returned = try await desk.move(try await desk.again(begun), "return", by: desk.lan)
                #expect(returned.state == "returned", "\(code)")
                #expect(returned.code?.organID == "H42.19.05")
                let form = try SubmittedForm(json: try await desk.content(of: returned))
                #expect(!form.sections(.vi).isEmpty && form.sections(.vi).count == form.sections(.en).count)
            }
            try await desk.site.settle()
            let indicators = desk.site.platform.indicators
            for id in ["dossiers.opened", "dossiers.received", "dossiers.decided"] {
                #expect(try await indicators.total(try indicators.measure(id)) == codes.count, "\(id)")
            }
        }
    }

    @Test("two extract copies cost 16,000 đ, a birth on time nothing", arguments: Backend.available)
    func fees(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            var draft = try await desk.filled("2.000635", by: desk.minh)
            draft.answers.values["copies"] = .number(2)
            let extracts = try await desk.send(draft, by: desk.minh)
            #expect(try await desk.bills(of: extracts).map(\.amount) == [16_000])
            var birth = try await desk.filled("1.001193", by: desk.minh)
            birth.answers.values["wants_copies"] = .bool(false)
            let registered = try await desk.send(birth, by: desk.minh)
            #expect(try await desk.bills(of: registered).isEmpty)
        }
    }

    @Test("sent twice it is one dossier", arguments: Backend.available)
    func twice(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let draft = try await desk.filled("2.000635", by: desk.minh)
            let first = try await desk.send(draft, by: desk.minh)
            await #expect(throws: DraftProblem.submitted(path: "/dossiers/\(first.id)?sent=1")) {
                try await desk.send(draft, by: desk.minh)
            }
            let mine = try await desk.site.platform.cases.newest(of: desk.minh, kind: "dossiers")
            #expect(mine.map(\.id) == [first.id])
        }
    }

    @Test(
        "what an officer enters at the counter is received with it, and is the applicant's",
        arguments: Backend.available)
    func counter(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            var draft = try await desk.filled("2.000635", by: desk.lan)
            draft.answers.values["applicant_name"] = .string("Nguyễn Văn Minh")
            draft.answers.values["applicant_identifier"] = .string("037090000001")
            let file = try await desk.send(draft, by: desk.lan)
            #expect(file.state == "received" && file.code?.number == 1 && file.channel == .desk)
            #expect(file.applicant.account == desk.minh.id && file.applicant.sentBy == desk.lan.id)
            #expect(try await desk.site.platform.cases.view(file.id, for: desk.minh).isMine)
        }
    }

    @Test(
        "withdrawn, its bill is cancelled; waiting for money, it goes on when the bill is settled",
        arguments: Backend.available)
    func bills(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let sent = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            _ = try await desk.move(sent, "withdraw", by: desk.minh)
            #expect(try await desk.bills(of: sent).map(\.state) == [.cancelled])

            let other = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            let received = try await desk.move(other, "receive", by: desk.lan)
            let waiting = try await desk.move(received, "request_payment", by: desk.lan)
            #expect(waiting.phase == .standing)
            let bill = try #require(try await desk.bills(of: other).first)
            _ = try await desk.site.platform.payments.exempt(bill.id, because: "người có công", by: desk.lan)
            #expect(try await desk.site.platform.cases.view(other.id, for: desk.lan).file.state == "in_progress")
        }
    }

    @Test("an official of another agency cannot enter one here", arguments: Backend.available)
    func elsewhere(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let stranger = Actor(
                id: "stranger", kind: .official,
                grants: [Grant(Dossiers.receive, in: Place(rawValue: "kim-son"))], agency: Site.agency)
            await #expect(throws: Forbidden.self) { try await desk.filled("2.000635", by: stranger) }
            let hung = Actor(id: "hung", kind: .operator)
            await #expect(throws: Forbidden.self) { try await desk.filled("2.000635", by: hung) }
            await #expect(throws: PublicServicesProblem.noDesk) {
                _ = try await desk.host.service.begin(
                    "2.000635", at: ID("nowhere"), with: desk.host, by: desk.minh)
            }
        }
    }
}
