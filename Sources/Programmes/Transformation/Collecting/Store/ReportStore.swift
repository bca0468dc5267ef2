// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Indicators
import Kernel

/// The tables of reports and of their versions.
struct ReportStore {
    let db: any Connection

    func find(_ id: ID<Report>) throws -> Report? { try read("id = \(id)").first }

    func find(_ template: String, _ period: Period, of agency: Place) throws -> Report? {
        try read(
            "template = \(template) AND period = \(period.description) AND agency = \(agency.rawValue)"
        ).first
    }

    /// As `find`, for one about to be changed: nobody else changes it before this transaction ends.
    func take(_ id: ID<Report>) throws -> Report? {
        _ = try db.rows("SELECT id FROM collection_report WHERE id = \(id) \(db.dialect.lockRow)")
        return try find(id)
    }

    /// All reports by a form for a period.
    func list(_ template: String, _ period: Period) throws -> [Report] {
        try read("template = \(template) AND period = \(period.description)")
    }

    /// How many reports were sent by a form.
    func sent(_ template: String) throws -> Int {
        try db.rows(
            "SELECT count(*) AS total FROM collection_report WHERE template = \(template) AND versions > 0"
        ).first?.int("total") ?? 0
    }

    /// What agencies said last about how long a form takes, the newest first.
    func efforts(_ template: String, limit: Int) throws -> [Effort] {
        try db.rows(
            """
            SELECT r.agency, r.period, v.minutes, v.sent_at, v.event
            FROM collection_version v JOIN collection_report r ON r.id = v.report AND r.versions = v.number
            WHERE r.template = \(template) AND v.minutes > 0 ORDER BY v.sent_at DESC, r.id LIMIT \(limit)
            """
        ).map { row in
            Effort(
                agency: Place(rawValue: try row.text("agency")), period: try row.value("period") { Period($0) },
                minutes: try row.int("minutes"), at: try row.time("sent_at"), event: try row.text("event"))
        }
    }

    /// All of an agency.
    func list(of agency: Place) throws -> [Report] { try read("agency = \(agency.rawValue)") }

    /// Those whose last version nobody has decided on.
    func waiting() throws -> [Report] {
        try read(
            """
            EXISTS (SELECT 1 FROM collection_version v
                WHERE v.report = collection_report.id AND v.number = collection_report.versions
                    AND v.is_accepted IS NULL)
            """)
    }

    /// Adds an empty one, unless it is there.
    func open(_ id: ID<Report>, _ template: String, _ period: Period, of agency: Place) throws {
        try db.run(
            """
            INSERT INTO collection_report (id, template, agency, period, draft, versions)
            VALUES (\(id), \(template), \(agency.rawValue), \(period.description), '{}', 0)
            ON CONFLICT (template, period, agency) DO NOTHING
            """)
    }

    func save(draft: [String: String], of id: ID<Report>) throws {
        try db.run("UPDATE collection_report SET draft = \(try Self.text(draft)) WHERE id = \(id)")
    }

    func add(_ version: Report.Version, to id: ID<Report>) throws {
        try db.run(
            """
            INSERT INTO collection_version (report, number, content, reason, sent_by, sent_at, event, minutes)
            VALUES (\(id), \(version.number), \(try Self.text(version.values)), \(version.reason), \(version.sentBy),
                    \(version.sentAt), \(version.event), \(version.minutes))
            """)
        try db.run("UPDATE collection_report SET draft = '{}', versions = \(version.number) WHERE id = \(id)")
    }

    func decide(_ number: Int, of id: ID<Report>, _ decision: Report.Decision) throws {
        try db.run(
            """
            UPDATE collection_version SET is_accepted = \(decision.isAccepted ? 1 : 0), decided_by = \(decision.by),
                decided_at = \(decision.at), decided_reason = \(decision.reason), decided_event = \(decision.event)
            WHERE report = \(id) AND number = \(number)
            """)
    }

    private func read(_ condition: SQL) throws -> [Report] {
        let versions = try db.rows(
            """
            SELECT report, number, content, reason, sent_by, sent_at, event, is_accepted, decided_by, decided_at,
                decided_reason, decided_event, minutes
            FROM collection_version WHERE report IN (SELECT id FROM collection_report WHERE \(condition))
            ORDER BY report, number
            """
        ).map { (try $0.text("report"), try Report.Version(row: $0)) }
        let byReport = Dictionary(grouping: versions, by: \.0)
        return try db.rows(
            """
            SELECT id, template, agency, period, draft FROM collection_report WHERE \(condition)
            ORDER BY template, period, agency
            """
        ).map { row in
            Report(
                id: try row.id("id"), template: try row.text("template"),
                agency: Place(rawValue: try row.text("agency")),
                period: try row.value("period") { Period($0) }, draft: try Self.values(try row.text("draft")),
                versions: byReport[try row.text("id")]?.map(\.1) ?? [])
        }
    }

    private static func text(_ values: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(values), as: UTF8.self)
    }

    fileprivate static func values(_ text: String) throws -> [String: String] {
        try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }
}

extension Report.Version {
    fileprivate init(row: Row) throws {
        let isAccepted = try row.optional("is_accepted", row.int)
        self.init(
            number: try row.int("number"), values: try ReportStore.values(try row.text("content")),
            reason: try row.text("reason"), sentBy: try row.text("sent_by"), sentAt: try row.time("sent_at"),
            event: try row.text("event"),
            decision: try isAccepted.map {
                .init(
                    isAccepted: $0 == 1, by: try row.text("decided_by"), at: try row.time("decided_at"),
                    reason: try row.text("decided_reason"), event: try row.text("decided_event"))
            }, minutes: try row.optional("minutes", row.int))
    }
}
