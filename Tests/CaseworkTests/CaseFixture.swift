// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Content
import Database
import Files
import Foundation
import Kernel
import Ledger
import TestKit
import Units

/// A case service over two agencies of its own, with the people who work there.
struct Office {
    let cases: CaseService
    let database: any Database
    let clock: StoppedClock

    static let yenMo = Place(rawValue: "yen-mo")
    static let kimSon = Place(rawValue: "kim-son")
    static let ministry = Place(rawValue: "ministry")
    static let minh = Actor(id: "minh", kind: .resident)
    static let hoa = Actor(id: "hoa", kind: .resident)
    static let lan = official(
        "lan", at: yenMo, ["read", "receive", "work", "decide", "assign", "consult", "hand_over"])
    static let binh = official("binh", at: kimSon, ["read", "receive", "work", "decide", "consult"])
    static let ha = official("ha", at: ministry, ["read", "consult"])
    /// May look, and nothing else.
    static let reader = official("reader", at: yenMo, ["read"])

    static func official(_ id: String, at place: Place, _ rights: [String]) -> Actor {
        Actor(
            id: id, kind: .official,
            grants: Set(rights.map { Grant(Permission(rawValue: "dossiers.\($0)"), in: place) }).union(
                rights.contains("assign") ? [Grant(CaseService.keepCalendar, in: place)] : []), agency: place)
    }

    init(
        _ backend: Backend,
        stepped: @escaping @Sendable (CaseFile, CaseStep, Actor, any Connection) throws -> Void = { _, _, _, _ in }
    ) async throws {
        let clock = StoppedClock(Site.moment)
        database = try await backend.migrated(
            LedgerMigrations.all + UnitMigrations.all + AgencyMigrations.all + FilesMigrations.all + CaseMigrations.all)
        for (place, organID) in [(Self.yenMo, "H42.19.05"), (Self.kimSon, "H42.19.06"), (Self.ministry, "G06")] {
            let agencies = AgencyService(database: database, now: clock.now, newID: { place.rawValue })
            _ = try await agencies.register(
                .init(organID: organID, kind: .serviceDesk, name: place.rawValue, englishName: place.rawValue),
                by: .system)
        }
        cases = try Self.service(on: database, clock, stepped: stepped)
        self.clock = clock
    }

    /// The same service over another way to the database.
    func service(on database: any Database) throws -> CaseService {
        try Self.service(on: database, clock) { _, _, _, _ in }
    }

    private static func service(
        on database: any Database, _ clock: StoppedClock,
        stepped: @escaping @Sendable (CaseFile, CaseStep, Actor, any Connection) throws -> Void
    ) throws -> CaseService {
        let files = Content.embedded.files
        return CaseService(
            database: database,
            files: FileService(
                database: database, repository: FileChunks(database), now: clock.now, newID: { UUIDv7.string() }),
            kinds: [
                CaseKind(
                    "dossiers",
                    flow: try CaseFlow(json: files["Casework/dossier.flow.json"] ?? "", file: "dossier.flow.json"),
                    // Kim Sơn stands above Yên Mô, and the ministry above both.
                    superior: { place, _, _ in
                        [Self.yenMo: Self.kimSon, Self.kimSon: Self.ministry][place]
                    }, stepped: stepped)
            ],
            calendar: try WorkingCalendar(content: files), now: clock.now, newID: { UUIDv7.string() })
    }

    /// Minh asks the desk of Yên Mô for something.
    func open(
        for name: String = "Nguyễn Văn Minh", limit: TimeLimit? = .workingDays(3), at desk: Place = Office.yenMo
    ) async throws -> CaseFile {
        try await database.write { [cases] db in
            try cases.open(
                .init(
                    kind: "dossiers", matter: "1.001193", matterVersion: 1,
                    applicant: .init(account: "minh", name: name), channel: .online, content: "{}",
                    limit: limit, desk: desk), by: Office.minh, in: db)
        }
    }

    /// Takes a case through moves that the officials of its desk make.
    func follow(_ file: CaseFile, _ moves: String...) async throws -> CaseFile {
        var file = file
        for move in moves {
            file = try await cases.move(
                file.id, seen: file.version, move, saying: .init("vì thế"), by: Office.lan)
        }
        return file
    }

    func events(_ kind: String) async throws -> Int {
        try await database.read {
            try $0.rows("SELECT COUNT(*) AS count FROM ledger_event WHERE kind = \(kind)")[0].int("count")
        }
    }
}
