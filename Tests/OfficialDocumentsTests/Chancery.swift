// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Database
import Exchange
import Files
import Foundation
import Identity
import Jobs
import Kernel
import NationalAxis
import Product
import Rendering
import TestKit
import Testing
import Web

@testable import OfficialDocuments

/// An agency with everybody whom a document needs: a specialist, a leader with a key of their own, and a clerk.
struct Chancery {
    /// Where keys and seals are made for trying.
    static func run(
        on backend: Backend, _ body: @escaping @Sendable (Site) async throws -> Void
    ) async throws {
        try await Site.run(on: backend, with: Site.units, web: WebSettings(isDemo: true), body)
    }

    static let passphrase = "mật khẩu của tôi"

    let site: Site
    let drafting: DraftingService
    let books: BookService
    let specialist: Actor, leader: Actor, deputy: Actor, clerk: Actor

    init(_ site: Site) async throws {
        self.site = site
        let (platform, place) = (site.platform, Site.agency)
        drafting = DraftingService(
            database: platform.database, cases: platform.cases, agencies: platform.agencies,
            types: platform.documentTypes, units: platform.units,
            officials: { [identity = platform.identity] in
                try await identity.officials(at: $0).map { ($0.id.rawValue, $0.name) }
            }, newID: platform.newID)
        books = BookService(database: platform.database, types: platform.documentTypes, now: platform.now)
        func official(_ username: String, _ name: String, _ role: String, _ rights: [Permission]) async throws -> Actor
        {
            try await Self.official(username, name, role, rights, at: place, of: platform)
        }
        specialist = try await official("soan", "Vũ Thị Soạn", "desk_clerk", [OfficialDocuments.draft])
        let leading: [Permission] = [
            OfficialDocuments.draft, OfficialDocuments.initial, OfficialDocuments.sign, Rendering.sign,
        ]
        leader = try await official("truong", "Lê Văn Trưởng", "head", leading)
        deputy = try await official("pho", "Đỗ Thị Phó", "head", leading)
        clerk = try await official(
            "van.thu", "Bùi Văn Thư", "document_clerk", [OfficialDocuments.issue, .sendMessages])
        try await platform.signing.makeKey(passphrase: Self.passphrase, by: leader)
    }

    static func official(
        _ username: String, _ name: String, _ role: String, _ rights: [Permission], at place: Place,
        of platform: Platform
    ) async throws -> Actor {
        let account = try await platform.identity.open(
            .init(name: name, username: username, password: "mot-mat-khau-dai-2026"), by: .system)
        try await platform.identity.assign(role, at: place, to: account.id, by: .system)
        return Actor(
            id: account.id.rawValue, kind: .official,
            grants: Set((rights + [OfficialDocuments.read]).map { Grant($0, in: place) }), agency: place)
    }

    func form(_ change: (inout DraftForm) -> Void = { _ in }) -> DraftForm {
        var form = DraftForm()
        (form.type, form.subject) = ("decision", "Về việc kiện toàn Tổ công nghệ số cộng đồng")
        form.body = "Căn cứ Luật Tổ chức chính quyền địa phương;\n\nĐiều 1. Kiện toàn Tổ gồm 09 thành viên."
        (form.recipients, form.copies) = ("H42\ng06", "Chủ tịch, các Phó Chủ tịch")
        (form.signer, form.authority) = (leader.id, Authority.onBehalf.rawValue)
        (form.inPlaceOf, form.position) = ("ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
        change(&form)
        return form
    }

    func move(_ file: CaseFile, _ name: String, saying words: String = "", by actor: Actor) async throws -> CaseFile {
        try await site.platform.cases.move(file.id, seen: file.version, name, saying: .init(words), by: actor)
    }

    /// Drafted, initialled and signed, on paper too.
    func signed(
        _ change: (inout DraftForm) -> Void = { _ in }, printing renderer: any Renderer
    ) async throws -> CaseFile {
        var file = try await drafting.draft(form(change), by: specialist)
        file = try await move(file, "initial", by: deputy)
        file = try await move(file, "sign", by: leader)
        try await deliver(printing: renderer)
        if let paper = try await paper(of: file), paper.state == .waiting {
            try await site.platform.signing.sign(paper.id, passphrase: Self.passphrase, by: leader)
            try await deliver(printing: renderer)
        }
        return file
    }

    /// What leaves the house, and what is printed and signed, as the program does it all the time.
    func deliver(printing renderer: any Renderer) async throws {
        try await site.deliver()
        let press = PostOffice(
            database: site.platform.database, couriers: [site.platform.press(renderer)], now: site.platform.now,
            chance: { 0 })
        while try await press.deliver() > 0 {}
    }

    /// Issued, and sent where it goes.
    func issued(
        _ change: (inout DraftForm) -> Void = { _ in }, printing renderer: any Renderer
    ) async throws -> CaseFile {
        let file = try await move(try await signed(change, printing: renderer), "issue", by: clerk)
        try await carry(printing: renderer)
        return file
    }

    /// What is printed, and what the exchange carries, until nothing is left.
    func carry(printing renderer: any Renderer) async throws {
        let exchange = PostOffice(
            database: site.platform.database, couriers: site.platform.exchangeCouriers, now: site.platform.now,
            chance: { 0 })
        let axis = PostOffice(
            database: site.platform.database, couriers: site.platform.axisCouriers, now: site.platform.now,
            chance: { 0 })
        for _ in 0..<4 {
            try await deliver(printing: renderer)
            while try await exchange.deliver() > 0 {}
            while try await axis.deliver() > 0 {}
            if site.platform.axisDesk.isConnected { try await site.platform.axisBridge.poll() }
        }
    }

    func pdf(of paper: IssuedDocument) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in try await site.platform.files.contents(try #require(paper.file)) { bytes += piece }
        return bytes
    }

    func paper(of file: CaseFile) async throws -> IssuedDocument? {
        let documents = site.platform.documents
        return try await site.platform.database.read { try documents.documents(of: file.id.rawValue, in: $0).last }
    }
}

/// A machine that prints nothing: pages are printed and numbered by hand.
struct NoRenderer: Renderer {
    func availability() async throws -> Availability { .absent("no renderer") }
    func pdf(of html: String) throws -> [UInt8] { throw RenderingProblem.rendererStopped("absent") }
}
