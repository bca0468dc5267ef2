// SPDX-License-Identifier: Apache-2.0

import Database
package import Kernel
import Ledger

/// What those see who lead a desk.
extension CaseService {
    /// Who has how much, and the `limit` cases that are most overdue.
    package func overview(
        of kind: String, at holder: Place, limit: Int = 50, for actor: Actor
    ) async throws -> CaseOverview {
        try actor.may(try self.kind(kind).assign, in: holder)
        let flow = try self.kind(kind).flow
        return try await show(to: actor) { db, log in
            let store = CaseStore(db: db)
            let calendar = try calendar(of: holder, in: db)
            let running = try store.pile(
                CasePile(kind: kind, holder: holder, phase: .running), after: nil, limit: limit)
            let late = try running.filter { $0.isLate(at: now()) }.map { file in
                CaseOverview.Late(
                    file: file, minutes: -(file.clock?.minutesLeft(at: now(), in: calendar) ?? 0),
                    reason: try reason(file, flow, calendar, db))
            }
            try log.record("cases.access.pile", of: late.flatMap(\.file.people))
            return CaseOverview(shares: try store.shares(kind: kind, at: holder, now: now()), late: late)
        }
    }

    private func reason(
        _ file: CaseFile, _ flow: CaseFlow, _ calendar: WorkingCalendar, _ db: any Connection
    ) throws -> CaseOverview.Reason {
        let received = flow.states.first { $0.phase == .running }?.name
        if file.officer == nil { return .nobodyHasIt }
        if file.state == received { return .notBegun }
        let steps = try db.ask(CaseHistoryStore.steps(of: file.id))
        let longest = CaseTime.split(steps, until: now(), in: calendar).max { $0.minutes < $1.minutes }
        return longest.map { .held($0) } ?? .notBegun
    }
}
