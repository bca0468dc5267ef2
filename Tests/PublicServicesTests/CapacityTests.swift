// SPDX-License-Identifier: Apache-2.0

import Casework
import Content
import Forms
import Identity
import Kernel
import Payments
import Product
import PublicServices
import TestKit
import Testing

/// Dossiers that one person sends for another, or that came by post.
@Suite("Capacities in which a form is filled in")
struct CapacityTests {
    private func consent(of person: Actor, _ desk: Desk) async throws -> Consent {
        try await desk.site.platform.identity.consent(
            to: "037090000001", named: "Nguyễn Văn Minh", in: Dossiers.matter.id, until: Day(Site.moment) + 30,
            by: person)
    }

    @Test(
        "for a child: the dossier is the child's, the parent follows it, and the desk sees by what right",
        arguments: Backend.available)
    func child(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let file = try await desk.send(try await desk.filled("2.000635", as: .child, by: desk.minh), by: desk.minh)
            #expect(file.applicant.name == "Nguyễn Thị Hoa" && file.applicant.account == nil)
            #expect(file.applicant.sentBy == desk.minh.id && file.channel == .online)
            #expect(try await desk.site.platform.cases.view(file.id, for: desk.minh).isMine)
            let form = try SubmittedForm(json: try await desk.content(of: file))
            #expect(form.sections(.vi).flatMap(\.rows).contains { $0.question == "represented_proof" && $0.isFile })
            let lan = try await desk.site.signIn(as: .lan)
            let page = try await lan.get("/dossiers/\(file.id)")
            #expect(page.html.contains("Nguyễn Văn Minh"))
            #expect(page.html.contains("Chưa đối chiếu với Cơ sở dữ liệu quốc gia về dân cư"))
            #expect(try await desk.bills(of: file).map(\.payer) == [desk.minh.id])
        }
    }

    @Test(
        "without the proof nothing is complete, and a grown-up is no child",
        arguments: ["represented_proof", "represented_statement"])
    func proof(question: String) async throws {
        try await Desk.run(on: .sqlite) { desk in
            let form = try #require(desk.host.form("2.000635+child"))
            var answers = try await desk.filled("2.000635", as: .child, by: desk.minh).answers
            #expect(try form.problems(in: answers, desk.setting).isEmpty)
            answers.values[question] = nil
            #expect(try !form.problems(in: answers, desk.setting).isEmpty)
            answers.values["represented_born"] = .string("2000-01-01")
            #expect(try form.problems(in: answers, desk.setting).contains { $0.page == "represented" })
        }
    }

    @Test("for a parent who consented, as long as they do", arguments: Backend.available)
    func consented(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let hoa = desk.hoa
            let capacity = DossierRequest.Capacity.consented(ID(hoa.id))
            await #expect(throws: PublicServicesProblem.noConsent) {
                try await desk.filled("2.000635", as: capacity, by: desk.minh)
            }
            let consent = try await consent(of: hoa, desk)
            #expect(try await desk.host.service.grantors(to: desk.minh).map(\.name) == ["Phạm Thị Hoa"])
            let begun = try await desk.host.service.begin(
                "2.000635", as: capacity, at: ID(Site.agency.rawValue), with: desk.host, by: desk.minh)
            #expect(begun.answers["applicant_name"].string == "Phạm Thị Hoa")
            #expect(begun.answers["applicant_identifier"].isBlank)
            let sent = try await desk.send(
                try await desk.filled("2.000635", as: capacity, by: desk.minh), by: desk.minh)
            #expect(sent.applicant == .init(account: hoa.id, name: "Phạm Thị Hoa", sentBy: desk.minh.id))
            #expect(try await desk.site.platform.cases.view(sent.id, for: hoa).isMine)
            let late = try await desk.filled("2.000635", as: capacity, by: desk.minh)
            try await desk.site.platform.identity.withdraw(consent.id, by: hoa)
            await #expect(throws: PublicServicesProblem.noConsent) { try await desk.send(late, by: desk.minh) }
        }
    }

    @Test("by post: entered with the date on its postmark, received at once", arguments: Backend.available)
    func post(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let file = try await desk.send(try await desk.filled("2.000635", as: .post, by: desk.lan), by: desk.lan)
            #expect(file.channel == .post && file.state == "received" && file.applicant.sentBy == desk.lan.id)
            let rows = try SubmittedForm(json: try await desk.content(of: file)).sections(.vi).flatMap(\.rows)
            #expect(rows.first { $0.question == "posted_on" }?.value.isEmpty == false)
            let form = try #require(desk.host.form("2.000635+post"))
            var answers = try SubmittedForm(json: try await desk.content(of: file)).answers
            answers.values["posted_on"] = .string("2099-01-01")
            #expect(try form.problems(in: answers, desk.setting).contains { $0.page == "posted" })
            await #expect(throws: PublicServicesProblem.noConsent) {
                try await desk.filled("2.000635", as: .post, by: desk.minh)
            }
            await #expect(throws: PublicServicesProblem.noConsent) {
                try await desk.filled("2.000635", as: .child, by: desk.lan)
            }
        }
    }

    @Test("no form has a page or a question of the names that go before it")
    func names() throws {
        let forms = try FormDefinition.all(of: "PublicServices", in: Content.embedded.files)
        let preludes = try FormDefinition.all(of: "Dossiers", in: Content.embedded.files)
        #expect(preludes.keys.sorted() == ["child", "post"])
        for (form, prelude) in forms.values.flatMap({ form in preludes.values.map { (form, $0) } }) {
            #expect(Set(form.pages.map(\.name)).isDisjoint(with: prelude.pages.map(\.name)), "\(form.name)")
            let ids = Set(form.pages.flatMap(\.questions).map(\.id))
            #expect(ids.isDisjoint(with: prelude.pages.flatMap(\.questions).map(\.id)), "\(form.name)")
        }
    }

    @Test("a draft's key says in what capacity it is filled in")
    func keys() {
        for capacity: DossierRequest.Capacity in [.own, .child, .post, .consented(ID("a1"))] {
            let request = DossierRequest("1.001193", capacity)
            #expect(DossierRequest(request.description) == request)
        }
        #expect(DossierRequest("1.001193")?.capacity == .own)
        for wrong in ["1.001193+king", "1.001193+for:", "1.001193+own+child"] { #expect(DossierRequest(wrong) == nil) }
    }

    @Test("on the page: for whom, and how it came")
    func pages() async throws {
        try await Desk.run(on: .sqlite) { desk in
            let hoa = desk.hoa
            _ = try await consent(of: hoa, desk)
            let minh = try await desk.site.signIn(as: .minh)
            let asked = try await minh.get("/services/2.000635")
            #expect(asked.html.contains("value=\"child\"") && asked.html.contains("value=\"for:\(hoa.id)\""))
            let begun = try await minh.post(
                "/services/2.000635/drafts", ["agency": Site.agency.rawValue, "capacity": "child"])
            let draft = try #require(begun.location)
            #expect(try await minh.get(draft).location == "\(draft)/represented")
            for wrong in ["post", "for:nobody", "king"] {
                let refused = try await minh.post(
                    "/services/2.000635/drafts", ["agency": Site.agency.rawValue, "capacity": wrong])
                #expect(refused.status == 422)
            }
            let lan = try await desk.site.signIn(as: .lan)
            #expect(try await lan.get("/services/2.000635").html.contains("value=\"post\""))
            #expect(try await lan.post("/services/2.000635/drafts", ["capacity": "post"]).status == 303)
        }
    }
}
