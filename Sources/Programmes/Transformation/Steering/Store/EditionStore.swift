// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Indicators
import Kernel
import Ledger
import Reports
import Units

/// What an edition says, in each language, as it is kept: the same bytes for the same reports, so that their hash can be in the
/// ledger.
struct EditionContent: Sendable {
    let json: String

    init(json: String) { self.json = json }

    init(_ reports: [Language: Report]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let named = Dictionary(uniqueKeysWithValues: reports.map { ($0.rawValue, $1) })
        json = String(decoding: try encoder.encode(named), as: UTF8.self)
    }

    var reports: [Language: Report] {
        get throws {
            let named = try JSONDecoder().decode([String: Report].self, from: Data(json.utf8))
            return Dictionary(
                uniqueKeysWithValues: named.compactMap { name, report in
                    Language(rawValue: name).map { ($0, report) }
                })
        }
    }

    var hash: String { "\(Hash.of(Data(json.utf8)))" }
}

/// The `report_edition` table.
struct EditionStore {
    let db: any Connection

    func find(_ id: ID<Edition>) throws -> Edition? {
        try db.rows("SELECT \(Self.columns) FROM report_edition WHERE id = \(id.rawValue)").first.map(
            Edition.init(row:))
    }

    func newest(of agency: Place, limit: Int) throws -> [Edition] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM report_edition WHERE agency = \(agency.rawValue)
            ORDER BY made_at DESC, id DESC LIMIT \(limit)
            """
        ).map(Edition.init(row:))
    }

    /// The edition of the same report before one.
    func before(_ edition: Edition) throws -> Edition? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM report_edition
            WHERE agency = \(edition.agency.rawValue) AND kind = \(edition.kind)
                AND period = \(edition.period.description) AND unit_code = \(edition.unit?.code ?? "")
                AND unit_from = \(edition.unit?.validFrom.description ?? "") AND number = \(edition.number - 1)
            """
        ).first.map(Edition.init(row:))
    }

    /// How many editions of one report there are.
    func count(_ question: ReportService.Question, of agency: Place) throws -> Int {
        try db.rows(
            """
            SELECT count(*) AS count FROM report_edition
            WHERE agency = \(agency.rawValue) AND kind = \(question.kind)
                AND period = \(question.period.description) AND unit_code = \(question.unit?.code ?? "")
                AND unit_from = \(question.unit?.validFrom.description ?? "")
            """
        ).first?.int("count") ?? 0
    }

    func content(of id: ID<Edition>) throws -> EditionContent {
        let rows = try db.rows("SELECT content FROM report_edition WHERE id = \(id.rawValue)")
        guard let row = rows.first else { throw EditionProblem.noSuchEdition }
        return EditionContent(json: try row.text("content"))
    }

    func insert(_ edition: Edition, _ content: EditionContent) throws {
        try db.run(
            """
            INSERT INTO report_edition (id, agency, kind, period, unit_code, unit_from, number, content, made_by, made_at, event)
            VALUES (\(edition.id.rawValue), \(edition.agency.rawValue), \(edition.kind), \(edition.period.description),
                    \(edition.unit?.code ?? ""), \(edition.unit?.validFrom.description ?? ""), \(edition.number),
                    \(content.json), \(edition.madeBy), \(edition.madeAt), \(edition.event))
            """)
    }

    /// False where that was done before.
    func handOver(_ id: ID<Edition>, _ act: Edition.HandOver) throws -> Bool {
        try db.change(
            """
            UPDATE report_edition SET handed_over_by = \(act.by), handed_over_at = \(act.at),
                handed_over_event = \(act.event)
            WHERE id = \(id.rawValue) AND handed_over_at IS NULL
            """) == 1
    }

    private static let columns: SQL = """
        id, agency, kind, period, unit_code, unit_from, number, made_by, made_at, event, handed_over_by, handed_over_at,
        handed_over_event
        """
}

extension Edition {
    fileprivate init(row: Row) throws {
        let code = try row.text("unit_code")
        let handedOver = try row.optional("handed_over_at", row.time)
        self.init(
            id: try row.id("id"), kind: try row.text("kind"), period: try row.value("period") { Period($0) },
            unit: code.isEmpty ? nil : UnitID(code, from: try row.value("unit_from") { Day($0) }),
            number: try row.int("number"), agency: Place(rawValue: try row.text("agency")),
            madeBy: try row.text("made_by"), madeAt: try row.time("made_at"), event: try row.text("event"),
            handedOver: try handedOver.map {
                HandOver(by: try row.text("handed_over_by"), at: $0, event: try row.text("handed_over_event"))
            })
    }
}
