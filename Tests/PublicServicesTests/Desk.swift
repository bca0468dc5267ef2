// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Forms
import Foundation
import Identity
import Jobs
import Kernel
import Payments
import Product
import PublicServices
import Rendering
import TestKit
import Testing

/// The desk of Yên Mô with the people who ask there and those who answer.
struct Desk: Sendable {
    let site: Site
    let minh: Actor
    let hoa: Actor
    let lan: Actor
    let tuan: Actor
    let setting: FormSetting

    init(_ site: Site) async throws {
        self.site = site
        let identity = site.platform.identity
        try await identity.openDemo([.minh, .hoa, .lan, .tuan], at: Site.agency)
        func official(_ login: String, _ rights: [Permission]) async throws -> Actor {
            Actor(
                id: try await identity.account(login: login).id.rawValue, kind: .official,
                grants: Set(rights.map { Grant($0, in: Site.agency) }), agency: Site.agency)
        }
        minh = Actor(id: try await identity.account(login: "minh").id.rawValue, kind: .resident)
        hoa = Actor(id: try await identity.account(login: "hoa").id.rawValue, kind: .resident)
        lan = try await official(
            "lan", ["dossiers.read", "dossiers.receive", "dossiers.work", "payments.read", "payments.exempt"])
        tuan = try await official("tuan", ["dossiers.read", "dossiers.decide", "dossiers.work"])
        setting = try await site.platform.drafts.setting()
    }

    var host: DossierHost { site.platform.dossiers }

    /// A form filled in and ready to be sent.
    func filled(
        _ code: String, variant: Int = 0, as capacity: DossierRequest.Capacity = .own, by actor: Actor
    ) async throws -> Draft {
        let form = try #require(host.form(DossierRequest(code, capacity).description))
        let begun = try await host.service.begin(
            code, as: capacity, at: ID(Site.agency.rawValue), with: host, by: actor)
        var answers = try #require(try AnswerMaker(form: form, variant: variant, in: setting).answers())
        // Where several people are named, they are those who can confirm it.
        let people = [("037090000001", "Nguyễn Văn Minh"), ("037188000002", "Phạm Thị Hoa")]
        for (party, person) in zip(host.service.catalogue[code]?.parties ?? [], people) {
            answers.values[party.identifier] = .string(person.0)
            answers.values[party.name] = .string(person.1)
        }
        var draft = try await site.platform.drafts.save(answers, of: begun, form, by: actor)
        draft.answers = try form.asked(answers, on: setting.today).answers
        return draft
    }

    func send(_ draft: Draft, by actor: Actor) async throws -> CaseFile {
        let asked = try #require(host.form(draft.key)).asked(draft.answers, on: setting.today)
        let path = try await host.submit(draft, asked: asked, by: actor)
        let id = try #require(path.split(separator: "/").last?.split(separator: "?").first)
        return try await site.platform.cases.view(ID(String(id)), for: actor).file
    }

    @discardableResult
    func move(
        _ file: CaseFile, _ name: String, _ text: String = "", due: Date? = nil, by actor: Actor
    ) async throws -> CaseFile {
        try await site.platform.cases.move(
            file.id, seen: file.version, name, saying: .init(text, newDue: due), by: actor)
    }

    /// The case as it is now.
    func again(_ file: CaseFile) async throws -> CaseFile {
        try await site.platform.cases.view(file.id, for: lan).file
    }

    /// The move that leads to a result: the office's own decision, or the way to the register that decides.
    func decide(_ file: CaseFile) async throws -> CaseFile {
        let moves = try await site.platform.cases.view(file.id, for: tuan).moves.map(\.name)
        return moves.contains("decide")
            ? try await move(file, "decide", "Đồng ý", by: tuan) : try await move(file, "send_to_register", by: lan)
    }

    func bills(of file: CaseFile) async throws -> [Bill] {
        let payments = site.platform.payments
        return try await site.platform.database.read { try payments.bills(of: file.id.rawValue, in: $0) }
    }

    static func run(
        on backend: Backend, registers: RegisterSettings = .demo, portals: PortalSettings = .demo,
        weather: @escaping Loopback.Weather = { try await $1($0) },
        _ body: @escaping @Sendable (Desk) async throws -> Void
    ) async throws {
        try await Site.run(on: backend, with: Site.units, registers: registers, portals: portals, weather: weather) {
            site in
            try await body(Desk(site))
        }
    }
}

extension Desk {
    /// Writes the papers that wait, and prints them with `renderer`, as the program does all the time.
    func deliver(_ renderer: any Renderer = NoRenderer()) async throws {
        let platform = site.platform
        let clerk = DossierClerk(
            database: platform.database, catalogue: host.service.catalogue, cases: platform.cases,
            documents: platform.documents, registers: host.service.registers, agencies: platform.agencies,
            identity: platform.identity)
        let couriers: [any Courier] = [clerk, platform.press(renderer)]
        for courier in couriers {
            let office = PostOffice(
                database: platform.database, couriers: [courier], now: platform.now, chance: { 0.5 })
            while try await office.deliver() > 0 {}
        }
    }

    func content(of file: CaseFile) async throws -> String {
        try await site.platform.database.read { try CaseService.content(of: file.id, in: $0) }
    }

    func papers(of file: CaseFile) async throws -> [IssuedDocument] {
        let documents = site.platform.documents
        return try await site.platform.database.read { try documents.documents(of: file.id.rawValue, in: $0) }
    }
}

/// A machine that cannot print.
struct NoRenderer: Renderer {
    func availability() -> Availability { .absent("weasyprint") }
    func pdf(of html: String) throws -> [UInt8] { throw RenderingProblem.rendererStopped("absent") }
}
