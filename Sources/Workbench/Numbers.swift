// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Database
import Files
import Foundation
import Kernel
import Payments
import Units

/// Dossiers that are received and bills that are paid, by the services that do so for people: what they number must have
/// neither gap nor twin, whoever was killed when.
struct Numbers {
    static let migrations =
        UnitMigrations.all + AgencyMigrations.all + FilesMigrations.all + CaseMigrations.all + PaymentMigrations.all

    private static let desk = Place(rawValue: "bench-desk")
    private static let clerk = Actor(
        id: "bench", kind: .official,
        grants: Set(["bench.receive", "payments.read", "payments.settle"].map { Grant($0, in: desk) }), agency: desk)

    let database: any Database
    private let cases: CaseService
    private let payments: PaymentService

    init(_ database: any Database) throws {
        self.database = database
        let flow = try CaseFlow(
            json: """
                {"states": [{"name": "new", "phase": "incoming"}, {"name": "taken", "phase": "running"},
                            {"name": "done", "phase": "closed"}],
                 "moves": [{"name": "receive", "event": "received", "from": ["new"], "to": "taken", "by": "official",
                            "permission": "bench.receive", "needs": []},
                           {"name": "finish", "event": "decided", "from": ["taken"], "to": "done", "by": "official",
                            "permission": "bench.receive", "needs": []}]}
                """, file: "bench")
        cases = CaseService(
            database: database,
            files: FileService(
                database: database, repository: FileChunks(database), now: { Date() }, newID: { UUIDv7.string() }),
            kinds: [CaseKind("bench", flow: flow)], calendar: WorkingCalendar(hours: [0..<1440]), now: { Date() },
            newID: { UUIDv7.string() })
        payments = PaymentService(database: database, now: { Date() }, newID: { UUIDv7.string() })
    }

    /// The desk whose numbers they are.
    func prepare() async throws {
        let agencies = AgencyService(database: database, now: { Date() }, newID: { Self.desk.rawValue })
        _ = try await agencies.register(
            .init(organID: "H00", kind: .serviceDesk, name: "Bench", englishName: "Bench"), by: .system)
    }

    /// One dossier more, with a bill. What is `abandoned` is rolled back once it has its number.
    func receive(abandoned: Bool = false) async throws {
        try await database.write { [cases, payments] db in
            let opening = CaseService.Opening(
                kind: "bench", matter: "bench", matterVersion: 1, applicant: .init(account: nil, name: "Bench"),
                channel: .desk, content: "{}", limit: nil, desk: Self.desk)
            let file = try cases.open(opening, by: Self.clerk, in: db)
            let line = try BillLine("Bench", englishText: "Bench", unit: 1000, quantity: 1)
            _ = try payments.bill(
                [line], for: file.id.rawValue, at: Self.desk, payer: "bench", by: Self.clerk, in: db)
            try cases.move(file, "receive", by: Self.clerk, in: db)
            if abandoned { throw Abandoned() }
        }
    }

    /// One receipt more: for any bill that is open, also one that a process left which was killed. Two clients may choose
    /// the same; then the second is refused.
    func settle() async throws {
        let open = try await database.read { db in
            try db.rows("SELECT id FROM bill WHERE state = 'open' ORDER BY random() LIMIT 1").first?.text("id")
        }
        if let open { try await payments.takeCash(for: ID(open), by: Self.clerk) }
    }

    private struct Abandoned: Error {}

    /// What is missing or there twice, each as a sentence.
    static func contradictions(in db: any Connection) throws -> [String] {
        var given: [String: [Int]] = [:]
        for row in try db.rows("SELECT code FROM case_file WHERE code IS NOT NULL") {
            guard let code = DossierCode(try row.text("code")) else { continue }
            given["dossiers of \(code.day)", default: []].append(code.number)
        }
        var last: [String: Int] = [:]
        for row in try db.rows("SELECT day, last FROM case_number") {
            last["dossiers of \(try row.text("day"))"] = try row.int("last")
        }
        for row in try db.rows("SELECT year, number FROM receipt") {
            given["receipts of \(try row.int("year"))", default: []].append(try row.int("number"))
        }
        for row in try db.rows("SELECT year, last FROM receipt_count") {
            last["receipts of \(try row.int("year"))"] = try row.int("last")
        }
        return Set(given.keys).union(last.keys).sorted().compactMap { name in
            (given[name] ?? []).sorted() == Array(1..<(last[name] ?? 0) + 1)
                ? nil : "\(name): numbers with a gap or a twin"
        }
    }

    /// How many of each there are.
    static func count(in db: any Connection) throws -> (dossiers: Int, receipts: Int) {
        (
            try db.rows("SELECT count(*) AS n FROM case_file WHERE code IS NOT NULL")[0].int("n"),
            try db.rows("SELECT count(*) AS n FROM receipt")[0].int("n")
        )
    }
}
