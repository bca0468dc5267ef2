// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `scene_report` table. Every statement here runs unchanged on SQLite and PostgreSQL.
struct SceneReportStore {
    let db: any Connection

    func find(_ id: ID<SceneReport>) throws -> SceneReport? {
        try db.rows("SELECT \(Self.columns) FROM scene_report WHERE id = \(id)").first.map(SceneReport.init(row:))
    }

    func find(_ ids: [ID<SceneReport>]) throws -> [SceneReport] {
        guard !ids.isEmpty else { return [] }
        let list = ids.map { "\($0)" as SQL }.joined(by: ", ")
        return try db.rows("SELECT \(Self.columns) FROM scene_report WHERE id IN (\(list))").map(SceneReport.init(row:))
    }

    /// As `find`, for a report about to be changed: nobody else changes it before this transaction ends.
    func take(_ id: ID<SceneReport>) throws -> SceneReport? {
        try db.rows("SELECT \(Self.columns) FROM scene_report WHERE id = \(id) \(db.dialect.lockRow)")
            .first.map(SceneReport.init(row:))
    }

    /// An agency's reports of one status, the longest waiting first.
    func waiting(_ status: SceneReport.Status, at agency: Place, limit: Int) throws -> [SceneReport] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM scene_report
            WHERE agency = \(agency.rawValue) AND status = \(status.rawValue)
            ORDER BY submitted_at, id LIMIT \(limit)
            """
        ).map(SceneReport.init(row:))
    }

    /// What the account sent, and what others sent for it.
    func newest(of account: String, limit: Int) throws -> [SceneReport] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM scene_report WHERE reporter = \(account) OR sent_by = \(account)
            ORDER BY submitted_at DESC, id DESC LIMIT \(limit)
            """
        ).map(SceneReport.init(row:))
    }

    func insert(_ report: SceneReport) throws {
        try db.run(
            """
            INSERT INTO scene_report (id, agency, reporter, sent_by, location, text, submitted_at, status)
            VALUES (\(report.id), \(report.agency.rawValue), \(report.reporter), \(report.sentBy), \(report.location),
                    \(report.text), \(report.submittedAt), \(report.status.rawValue))
            """)
    }

    func updateDecision(of report: SceneReport) throws {
        try db.run(
            """
            UPDATE scene_report SET status = \(report.status.rawValue), decided_by = \(report.decision?.by),
                decided_at = \(report.decision?.at), reason = \(report.decision?.reason)
            WHERE id = \(report.id)
            """)
    }

    private static let columns: SQL =
        "id, agency, reporter, sent_by, location, text, submitted_at, status, decided_by, decided_at, reason"
}

extension SceneReport {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), agency: Place(rawValue: try row.text("agency")), reporter: try row.text("reporter"),
            sentBy: try row.optional("sent_by", row.text), location: try row.text("location"),
            text: try row.text("text"), submittedAt: try row.time("submitted_at"),
            status: try row.value("status", Status.init(rawValue:)),
            decision: try row.optional("decided_at", row.time).map { at in
                Decision(by: try row.text("decided_by"), at: at, reason: try row.text("reason"))
            })
    }
}
