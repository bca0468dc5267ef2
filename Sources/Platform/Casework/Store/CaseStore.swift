// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `case_file` table and the numbers given to cases. Every statement runs unchanged on SQLite and PostgreSQL.
struct CaseStore {
    let db: any Connection

    func find(_ id: ID<CaseFile>) throws -> CaseFile? {
        try db.rows("SELECT \(Self.columns) FROM case_file WHERE id = \(id)").first.map(CaseFile.init(row:))
    }

    static func content(of id: ID<CaseFile>) -> Query<String?> {
        Query("SELECT content FROM case_file WHERE id = \(id)") { try $0.first?.text("content") }
    }

    func find(_ ids: [ID<CaseFile>]) throws -> [ID<CaseFile>: CaseFile] {
        guard !ids.isEmpty else { return [:] }
        let list = ids.map { "\($0)" as SQL }.joined(by: ", ")
        return try db.rows("SELECT \(Self.columns) FROM case_file WHERE id IN (\(list))")
            .reduce(into: [:]) { files, row in
                let file = try CaseFile(row: row)
                files[file.id] = file
            }
    }

    func find(_ code: DossierCode) throws -> CaseFile? {
        try db.rows("SELECT \(Self.columns) FROM case_file WHERE code = \(code.description)").first
            .map(CaseFile.init(row:))
    }

    /// As `find`, for a case about to be changed: nobody else changes it before this transaction ends.
    func take(_ id: ID<CaseFile>) throws -> CaseFile? {
        try db.rows("SELECT \(Self.columns) FROM case_file WHERE id = \(id) \(db.dialect.lockRow)").first
            .map(CaseFile.init(row:))
    }

    /// A pile, in its order, from after the case `last` on.
    func pile(_ pile: CasePile, after last: CasePile.Mark?, limit: Int) throws -> [CaseFile] {
        var query: SQL =
            """
            SELECT \(Self.columns) FROM case_file
            WHERE holder = \(pile.holder.rawValue) AND kind = \(pile.kind) AND phase = \(pile.phase.rawValue)
            """
        if let officer = pile.officer { query = query + " AND officer = \(officer)" }
        if let last { query = query + " AND (pile_order, id) > (\(last.time), \(last.id))" }
        return try db.rows(query + " ORDER BY pile_order, id LIMIT \(limit)").map(CaseFile.init(row:))
    }

    /// What a desk took in between two moments, in the order of receipt; with when each was closed.
    func received(
        _ kind: String, at desk: Place, from start: Date, to end: Date, limit: Int
    ) throws -> [CaseBookEntry] {
        try db.rows(
            """
            SELECT \(Self.columns), content, (
                SELECT MAX(at) FROM case_step WHERE case_step.case_file = case_file.id AND case_step.phase = 'closed'
            ) AS closed_at FROM case_file
            WHERE desk = \(desk.rawValue) AND kind = \(kind) AND received_at >= \(start) AND received_at < \(end)
            ORDER BY received_at, id LIMIT \(limit)
            """
        ).map { row in
            CaseBookEntry(
                file: try CaseFile(row: row), content: try row.text("content"),
                closedAt: try row.optional("closed_at", row.time))
        }
    }

    /// How many lie in each pile of an agency that is not closed, and how many of those that run are late or due by `soon`.
    func counts(kind: String, at holder: Place, now: Date, soon: Date) throws -> CaseCounts {
        let phases = CaseFlow.Phase.allCases.filter { $0 != .closed }
        let late: SQL = " AND pile_order < \(now)", dueSoon: SQL = " AND pile_order >= \(now) AND pile_order < \(soon)"
        let wanted = phases.map { ($0, "" as SQL) } + [(.running, late), (.running, dueSoon)]
        // Ordered, so that each goes by the index of the piles and ends where it has counted enough.
        let counted = wanted.enumerated().map { index, wanted -> SQL in
            """
            SELECT \(index) AS number, COUNT(*) AS count FROM (
                SELECT 1 FROM case_file
                WHERE holder = \(holder.rawValue) AND kind = \(kind) AND phase = \(wanted.0.rawValue)\(wanted.1)
                ORDER BY pile_order LIMIT \(CaseCounts.limit + 1)
            ) AS counted
            """
        }
        let rows = try db.rows("\(counted.joined(by: " UNION ALL ")) ORDER BY number")
        let found = try rows.map { try $0.int("count") }
        var counts = CaseCounts()
        for (phase, count) in zip(phases, found) { counts[phase] = count }
        (counts.late, counts.dueSoon) = (found[phases.count], found[phases.count + 1])
        return counts
    }

    /// What each official of an agency has, and what nobody has, those with the most overdue first.
    func shares(kind: String, at holder: Place, now: Date) throws -> [CaseOverview.Share] {
        let rows = try db.rows(
            """
            SELECT officer, phase, COUNT(*) AS count, COUNT(CASE WHEN pile_order < \(now) THEN 1 END) AS before
            FROM case_file
            WHERE holder = \(holder.rawValue) AND kind = \(kind)
                AND phase IN ('incoming', 'running', 'standing', 'outgoing')
            GROUP BY officer, phase
            """)
        var shares: [String?: CaseOverview.Share] = [:]
        for row in rows {
            let officer = try row.optional("officer", row.text)
            let phase = try row.value("phase", CaseFlow.Phase.init(rawValue:))
            var share = shares[officer] ?? CaseOverview.Share(officer: officer)
            share.counts[phase] = try row.int("count")
            if phase == .running { share.counts.late = try row.int("before") }
            shares[officer] = share
        }
        return shares.values.sorted { ($0.counts.late, $1.officer ?? "") > ($1.counts.late, $0.officer ?? "") }
    }

    /// What the account asked, and what it sent for others, the newest first. Each from its own index: who sends for many
    /// has thousands.
    /// The cases of a kind that came from a desk and are not over, the most urgent first.
    func open(_ kind: String, from desk: Place, limit: Int) throws -> [CaseFile] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM case_file
            WHERE desk = \(desk.rawValue) AND kind = \(kind) AND phase <> \(CaseFlow.Phase.closed.rawValue)
            ORDER BY pile_order, id LIMIT \(limit)
            """
        ).map(CaseFile.init(row:))
    }

    func newest(of account: String, kind: String, limit: Int) throws -> [CaseFile] {
        func newest(_ whose: SQL) -> SQL {
            """
            SELECT id FROM (
                SELECT id FROM case_file WHERE \(whose) = \(account) AND kind = \(kind)
                ORDER BY opened_at DESC, id DESC LIMIT \(limit)
            ) AS newest_by_\(whose)
            """
        }
        return try db.rows(
            """
            SELECT \(Self.columns) FROM case_file WHERE id IN (\(newest("applicant")) UNION \(newest("sent_by")))
            ORDER BY opened_at DESC, id DESC LIMIT \(limit)
            """
        ).map(CaseFile.init(row:))
    }

    func all(_ kind: String, from desk: Place, limit: Int) throws -> [CaseFile] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM case_file WHERE desk = \(desk.rawValue) AND kind = \(kind)
            ORDER BY opened_at DESC, id DESC LIMIT \(limit)
            """
        ).map(CaseFile.init(row:))
    }

    func insert(_ file: CaseFile, content: String) throws {
        try db.run(
            """
            INSERT INTO case_file (id, kind, matter, matter_version, applicant, applicant_name, sent_by, channel,
                content, time_limit, desk, holder, officer, state, phase, opened_at, pile_order, version)
            VALUES (\(file.id), \(file.kind), \(file.matter), \(file.matterVersion), \(file.applicant.account),
                \(file.applicant.name), \(file.applicant.sentBy), \(file.channel.rawValue), \(content),
                \(file.limit?.description), \(file.desk.rawValue), \(file.holder.rawValue), \(file.officer),
                \(file.state), \(file.phase.rawValue), \(file.openedAt), \(file.order), \(file.version))
            """)
    }

    /// Stores where the case is now; it was taken before.
    func update(_ file: CaseFile) throws {
        try db.run(
            """
            UPDATE case_file SET holder = \(file.holder.rawValue), officer = \(file.officer), state = \(file.state),
                phase = \(file.phase.rawValue), code = \(file.code?.description), received_at = \(file.receivedAt),
                due_at = \(file.clock?.due), stopped_at = \(file.clock?.stoppedAt), ended_at = \(file.endedAt),
                pile_order = \(file.order), version = \(file.version)
            WHERE id = \(file.id)
            """)
    }

    /// Writes what the case says anew.
    func update(matter: String, content: String, of id: ID<CaseFile>) throws {
        try db.run("UPDATE case_file SET matter = \(matter), content = \(content) WHERE id = \(id)")
    }

    /// The agency's next number of the day. Whoever has taken one holds all others of the same agency back until the
    /// transaction ends: take it as late as possible.
    func nextNumber(_ organID: String, _ day: Day) throws -> Int {
        try db.rows(
            """
            INSERT INTO case_number (organ_id, day, last) VALUES (\(organID), \(day.description), 1)
            ON CONFLICT (organ_id, day) DO UPDATE SET last = case_number.last + 1 RETURNING last
            """
        )[0].int("last")
    }

    func setCalendarDay(_ day: OwnDay, of agency: Place) throws {
        try db.run(
            """
            INSERT INTO case_calendar_day (agency, day, is_worked)
            VALUES (\(agency.rawValue), \(day.day), \(day.isWorked))
            ON CONFLICT (agency, day) DO UPDATE SET is_worked = excluded.is_worked
            """)
    }

    /// False when the agency had no day of its own there.
    func clearCalendarDay(_ day: Day, of agency: Place) throws -> Bool {
        try db.change("DELETE FROM case_calendar_day WHERE agency = \(agency.rawValue) AND day = \(day)") > 0
    }

    /// The agency's own exceptions from the national calendar.
    func calendarDays(of agency: Place) throws -> (off: Set<Day>, worked: Set<Day>) {
        let rows = try db.rows("SELECT day, is_worked FROM case_calendar_day WHERE agency = \(agency.rawValue)")
        var (off, worked): (Set<Day>, Set<Day>) = ([], [])
        for row in rows {
            let day = try row.value("day") { Day($0) }
            if try row.bool("is_worked") { worked.insert(day) } else { off.insert(day) }
        }
        return (off, worked)
    }

    private static let columns: SQL =
        """
        id, kind, matter, matter_version, applicant, applicant_name, sent_by, channel, time_limit, desk, holder, officer, state,
        phase, code, opened_at, received_at, due_at, stopped_at, ended_at, version
        """
}

extension CaseFile {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), kind: try row.text("kind"), matter: try row.text("matter"),
            matterVersion: try row.int("matter_version"),
            applicant: Applicant(
                account: try row.optional("applicant", row.text), name: try row.text("applicant_name"),
                sentBy: try row.optional("sent_by", row.text)),
            channel: try row.value("channel", Channel.init(rawValue:)),
            limit: try row.optional("time_limit") { try row.value($0, TimeLimit.init) },
            desk: Place(rawValue: try row.text("desk")), holder: Place(rawValue: try row.text("holder")),
            officer: try row.optional("officer", row.text), state: try row.text("state"),
            phase: try row.value("phase", CaseFlow.Phase.init(rawValue:)),
            code: try row.optional("code") { try row.value($0) { DossierCode($0) } },
            openedAt: try row.time("opened_at"), receivedAt: try row.optional("received_at", row.time),
            clock: try row.optional("due_at", row.time).map { due in
                CaseClock(due: due, stoppedAt: try row.optional("stopped_at", row.time))
            },
            endedAt: try row.optional("ended_at", row.time), version: try row.int("version"))
    }
}
