// SPDX-License-Identifier: Apache-2.0

import Casework
import Content
import Forms
import Identity
import Kernel
import Notifications
import Product
import PublicServices
import TestKit
import Testing

/// A marriage takes two: who has not sent the dossier confirms it in an account of their own.
@Suite("Affairs of several people")
struct PartyTests {
    private func marriage(_ desk: Desk) async throws -> CaseFile {
        try await desk.send(try await desk.filled("1.000894", by: desk.minh), by: desk.minh)
    }

    @Test("nothing is received before the other has confirmed", arguments: Backend.available)
    func confirmed(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let parties = desk.host.service.parties
            let file = try await marriage(desk)
            await #expect(throws: PublicServicesProblem.unconfirmed) {
                try await desk.move(file, "receive", by: desk.lan)
            }
            let notices = desk.site.platform.notifications
            #expect(try await notices.notices(of: desk.hoa).map(\.path) == ["/dossiers/\(file.id)/confirmation"])
            await #expect(throws: CaseProblem.notFound) { try await parties.confirm(file.id, by: desk.minh) }
            await #expect(throws: CaseProblem.notFound) { try await parties.request(file.id, for: desk.lan) }
            try await parties.confirm(file.id, by: desk.hoa)
            await #expect(throws: CaseProblem.cannotMove) { try await parties.refuse(file.id, by: desk.hoa) }
            #expect(try await notices.unread(of: desk.minh) == 1)
            #expect(try await desk.move(file, "receive", by: desk.lan).state == "received")
        }
    }

    @Test("who refuses ends it", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let file = try await marriage(desk)
            try await desk.host.service.parties.refuse(file.id, by: desk.hoa)
            let ended = try await desk.site.platform.cases.view(file.id, for: desk.minh)
            #expect(ended.file.state == "withdrawn")
            #expect(ended.steps.last?.text == "Phạm Thị Hoa không xác nhận. Hồ sơ kết thúc tại đây.")
            #expect(try await desk.site.platform.notifications.unread(of: desk.minh) == 1)
        }
    }

    @Test("somebody who cannot be asked is told of before it is sent, and the form stays", arguments: Backend.available)
    func unknown(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            for (number, name) in [("037188000002", "Trần Thị Lan"), ("037199000099", "Phạm Thị Hoa")] {
                var draft = try await desk.filled("1.000894", by: desk.minh)
                draft.answers.values["bride_identifier"] = .string(number)
                draft.answers.values["bride_name"] = .string(name)
                await #expect(throws: PublicServicesProblem.partyUnknown(name)) {
                    try await desk.send(draft, by: desk.minh)
                }
                #expect(try await desk.site.platform.drafts.find(draft.id, for: desk.minh).id == draft.id)
            }
        }
    }

    @Test("at the counter both sign on paper", arguments: Backend.available)
    func counter(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let file = try await desk.send(try await desk.filled("1.000894", by: desk.lan), by: desk.lan)
            #expect(file.state == "received")
        }
    }

    @Test("on the pages: asked, looked through, confirmed, and both sides see what is missing")
    func pages() async throws {
        try await Desk.run(on: .sqlite) { desk in
            let file = try await marriage(desk)
            let (minh, hoa) = (try await desk.site.signIn(as: .minh), try await desk.site.signIn(as: .hoa))
            #expect(try await minh.get("/dossiers/\(file.id)").html.contains("Chờ Phạm Thị Hoa xác nhận"))
            #expect(try await hoa.get("/dossiers/\(file.id)").status == 404)
            let path = "/dossiers/\(file.id)/confirmation"
            let asked = try await hoa.get(path)
            #expect(asked.status == 200 && asked.texts("button").contains("Xác nhận hồ sơ"))
            #expect(try await hoa.post(path, ["answer": "yes"]).status == 303)
            #expect(try await hoa.get(path).html.contains("Đã xác nhận lúc"))
            #expect(try await !minh.get("/dossiers/\(file.id)").html.contains("Chờ Phạm Thị Hoa xác nhận"))
            #expect(try await minh.get(path).status == 404)
        }
    }

    @Test("each party is asked for by questions that the form has")
    func questions() throws {
        let catalogue = try Catalogue(content: Content.embedded.files)
        let forms = try FormDefinition.all(of: "PublicServices", in: Content.embedded.files)
        for procedure in catalogue.procedures {
            for party in procedure.parties ?? [] {
                #expect(forms[procedure.code]?.question(party.identifier)?.kind == .identifier)
                #expect(forms[procedure.code]?.question(party.name) != nil)
            }
        }
    }
}
