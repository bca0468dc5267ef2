// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The table `reported_figure`: every version of every figure. Rows are added and never changed.
struct FigureStore {
    let db: any Connection

    /// The newest version of each, or the newest there was at a moment, in the order of their codes.
    func newest(asOf time: Date? = nil) throws -> [FigureEntry] {
        let known: SQL = time.map { " AND other.entered_at <= \($0)" } ?? ""
        return try db.rows(
            """
            SELECT \(Self.columns) FROM reported_figure
            WHERE version = (
                SELECT MAX(version) FROM reported_figure AS other WHERE other.code = reported_figure.code\(known))
            ORDER BY code
            """
        ).map(FigureEntry.init(row:))
    }

    /// All versions of one, the newest first.
    func versions(of code: String) throws -> [FigureEntry] {
        try db.rows("SELECT \(Self.columns) FROM reported_figure WHERE code = \(code) ORDER BY version DESC")
            .map(FigureEntry.init(row:))
    }

    func insert(_ entries: [FigureEntry]) throws {
        for entry in entries {
            let figure = entry.figure
            try db.run(
                """
                INSERT INTO reported_figure (\(Self.columns))
                VALUES (\(figure.code), \(entry.version), \(figure.source.title), \(figure.source.day), \(figure.topic), \(figure.name),
                    \(figure.printed), \(figure.unit), \(figure.period), \(figure.base?.period), \(figure.base?.value),
                    \(figure.change?.printed), \(figure.change?.kind.rawValue), \(figure.rank),
                    \(figure.target?.year), \(figure.target?.status?.rawValue), \(figure.origin.rawValue),
                    \(figure.note[.vi]), \(figure.note[.en]), \(entry.event), \(entry.enteredBy), \(entry.enteredAt))
                """)
        }
    }

    private static let columns: SQL =
        """
        code, version, source, source_day, topic, name, printed, unit, period, base_period, base_value, change, change_kind, rank,
        target_year, target_status, origin, note_vi, note_en, event, entered_by, entered_at
        """
}

extension FigureEntry {
    fileprivate init(row: Row) throws {
        self.init(
            figure: try ReportedFigure(row: row), version: try row.int("version"), event: try row.text("event"),
            enteredBy: try row.text("entered_by"), enteredAt: try row.time("entered_at"))
    }
}

extension ReportedFigure {
    fileprivate init(row: Row) throws {
        self.init(
            code: try row.text("code"),
            source: FigureSource(title: try row.text("source"), day: try row.value("source_day", Day.init)),
            topic: try row.text("topic"),
            name: try row.text("name"), printed: try row.text("printed"), unit: try row.text("unit"),
            period: try row.text("period"),
            base: try row.optional("base_value", row.text).map { Base(period: try row.text("base_period"), value: $0) },
            change: try row.optional("change", row.text).map {
                Change(printed: $0, kind: try row.value("change_kind", ChangeKind.init(rawValue:)))
            },
            rank: try row.text("rank"),
            target: try row.optional("target_year", row.text).map { year in
                Target(
                    year: year,
                    status: try row.optional("target_status") { try row.value($0, TargetStatus.init(rawValue:)) })
            },
            origin: try row.value("origin", Origin.init(rawValue:)),
            note: try row.optional("note_vi", row.text).map { [.vi: $0, .en: try row.text("note_en")] } ?? [:])
    }
}
