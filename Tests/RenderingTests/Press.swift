// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Files
import Foundation
import Jobs
import Kernel
import Ledger
import Logging
import Signatures
import Synchronization
import TestKit
import Testing
import Web

@testable import Rendering

/// An office with a press, on a database of its own.
struct PressRoom {
    static let place = Place(rawValue: "ubnd-yen-mo")
    static let noon = Date(timeIntervalSince1970: 1_783_476_000)
    static let clerk = Actor(id: "lan", kind: .official, grants: [Grant(Rendering.revoke, in: place)], agency: place)

    let database: any Database
    let documents: DocumentService
    let files: FileService
    let seals: SealFolder

    init(_ backend: Backend) async throws {
        let database = try await backend.migrated(
            LedgerMigrations.all + JobsMigrations.all + FilesMigrations.all + RenderingMigrations.all)
        self.database = database
        documents = DocumentService(
            database: database, views: try Content.embedded.views(), publicURL: "https://dichvucong.example.vn",
            isDemo: true, now: { Self.noon }, newID: { UUIDv7.string() })
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        files = FileService(
            database: database,
            repository: backend == .sqlite
                ? FileFolder(folder.appending(path: "files")) as any FileRepository : FileChunks(database),
            now: { Self.noon }, newID: { UUIDv7.string() })
        seals = SealFolder(folder.appending(path: "seals"), now: { Self.noon }, makingFor: { "Cơ quan \($0.name)" })
    }

    func press(_ renderer: any Renderer, hooks: [DocumentPress.Hook] = []) -> DocumentPress {
        DocumentPress(
            database: database, files: files, renderer: renderer, signer: seals, hooks: hooks, now: { Self.noon },
            newID: { UUIDv7.string() })
    }

    static let tuan = Actor(
        id: "tuan", kind: .official, grants: [Grant(Rendering.sign, in: place)], agency: place)

    /// Where Tuấn signs, with a key whose passphrase is `mật khẩu`.
    func signingDesk() async throws -> SigningService {
        let signing = SigningService(
            database: database, files: files, folder: TestFolder.own.appending(path: UUIDv7.string()),
            now: { Self.noon }, newID: { UUIDv7.string() }, makingFor: { "Cơ quan \($0.name)" })
        try await signing.makeKey(passphrase: "mật khẩu", by: Self.tuan)
        return signing
    }

    func request(
        _ paper: ResultPaper = ResultPaper.mocks[0],
        signers: [(signatory: Signatory, name: String)] = [(.agency(place), "Ủy ban nhân dân xã Yên Mô")]
    ) async throws -> IssuedDocument {
        let order = DocumentOrder(
            of: "dossier-1", at: Self.place,
            letterhead: Letterhead(agency: "Ủy ban nhân dân xã Yên Mô", number: "15/TLKS", on: Day(Self.noon)),
            signers: signers)
        return try await database.write { try documents.request(paper, order, by: Self.clerk, in: $0) }
    }

    /// Delivers what waits in the outbox, as the program does all the time; returns how many couriers set out.
    func deliver(_ press: any Courier, after seconds: TimeInterval = 0) async throws -> Int {
        try await PostOffice(
            database: database, couriers: [press], now: { Self.noon + seconds }, chance: { 0.5 }
        ).deliver()
    }

    /// In the order of the alphabet: ids of one millisecond have none of their own.
    func events() async throws -> [String] {
        try await database.read { db in
            try db.rows("SELECT kind FROM ledger_event ORDER BY kind").map { try $0.text("kind") }
        }
    }

    func pdf(of document: IssuedDocument) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in try await files.contents(try #require(document.file)) { bytes += piece }
        return bytes
    }
}

extension WeasyPrint {
    /// The product's, with other limits or another worker.
    static func test(
        script: String? = nil, python: String = "/usr/bin/python3", _ limits: RendererLimits = RendererLimits()
    ) -> WeasyPrint {
        WeasyPrint(
            script: script ?? Content.embedded.files["Rendering/worker.py"] ?? "",
            assets: ["/assets/paper.css": Content.embedded.assets["paper.css"] ?? ""], python: python, limits: limits,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}
