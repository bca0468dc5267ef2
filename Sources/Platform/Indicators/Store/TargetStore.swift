// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Kernel
import Units

/// The `indicator_target` table: every version of every target.
struct TargetStore {
    let db: any Connection

    /// The newest version of each target of a unit, nil for the country, or of all.
    static func newest(of unit: UnitID?) -> Query<[Target]> {
        let code = unit?.code ?? "", from = unit?.validFrom.description ?? ""
        return Query(
            """
            SELECT \(columns) FROM indicator_target AS target
            WHERE unit_code = \(code) AND unit_from = \(from) AND version = (\(last))
            ORDER BY indicator, period
            """
        ) { try $0.map(Target.init(row:)) }
    }

    /// The newest version of each, as they were set, the latest first.
    static func latest(_ limit: Int) -> Query<[Target]> {
        Query(
            """
            SELECT \(columns) FROM indicator_target AS target WHERE version = (\(last))
            ORDER BY set_at DESC, event DESC LIMIT \(limit)
            """
        ) { try $0.map(Target.init(row:)) }
    }

    /// All versions of one, the newest first.
    func versions(of indicator: String, _ unit: UnitID?, _ period: Period) throws -> [Target] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM indicator_target
            WHERE indicator = \(indicator) AND unit_code = \(unit?.code ?? "")
                AND unit_from = \(unit?.validFrom.description ?? "") AND period = \(period.description)
            ORDER BY version DESC
            """
        ).map(Target.init(row:))
    }

    func insert(_ target: Target) throws {
        try db.run(
            """
            INSERT INTO indicator_target (\(Self.columns))
            VALUES (\(target.indicator), \(target.unit?.code ?? ""), \(target.unit?.validFrom.description ?? ""),
                    \(target.period.description), \(target.version), \(target.value.description), \(target.owner),
                    \(target.basis), \(target.reason), \(target.setBy), \(target.setAt), \(target.event))
            """)
    }

    private static let columns: SQL =
        "indicator, unit_code, unit_from, period, version, value, owner, basis, reason, set_by, set_at, event"

    private static let last: SQL = """
        SELECT max(version) FROM indicator_target AS other
        WHERE other.indicator = target.indicator AND other.unit_code = target.unit_code
            AND other.unit_from = target.unit_from AND other.period = target.period
        """
}

extension Target {
    fileprivate init(row: Row) throws {
        let code = try row.text("unit_code")
        self.init(
            indicator: try row.text("indicator"),
            unit: code.isEmpty ? nil : UnitID(code, from: try row.value("unit_from") { Day($0) }),
            period: try row.value("period") { Period($0) }, version: try row.int("version"),
            value: try row.value("value") { Decimal(string: $0, locale: Locale(identifier: "en_US_POSIX")) },
            owner: try row.id("owner"), basis: try row.text("basis"), reason: try row.text("reason"),
            setBy: try row.text("set_by"), setAt: try row.time("set_at"), event: try row.text("event"))
    }
}
