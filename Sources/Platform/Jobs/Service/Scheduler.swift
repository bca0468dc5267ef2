// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel

/// Runs schedules when they are due. Any number of processes may hold the same ones: each run is made by one of them.
package struct Scheduler: Sendable {
    private let database: any Database
    private let schedules: [Schedule]
    private let holder: String
    private let now: Now

    /// A run that failed is tried again after so long, or at its next time if that is sooner.
    package static let retry: TimeInterval = 60

    /// `holder` names this process among all that share the database.
    package init(database: any Database, schedules: [Schedule], holder: String, now: @escaping Now) {
        self.database = database
        self.schedules = schedules
        self.holder = holder
        self.now = now
    }

    /// Runs what is due, one after the other, and returns the names. A run that was missed while no process was there is
    /// made up for once.
    package func runDue() async throws -> [String] {
        var ran: [String] = []
        for schedule in schedules {
            guard try await isDue(schedule), let lease = try await claim(schedule) else { continue }
            var problem = ""
            do { try await schedule.work(lease) } catch { problem = "\(error)" }
            if try await finish(schedule, lease, problem: problem) { ran.append(schedule.name) }
        }
        return ran
    }

    private func isDue(_ schedule: Schedule) async throws -> Bool {
        let now = now()
        let next = schedule.rule.next(after: now)
        let due = try await database.read { try ScheduleStore(db: $0).due(schedule.name) }
        if let due, due <= next { return due <= now }
        try await database.write { try ScheduleStore(db: $0).plan(schedule.name, due: next) }
        return false
    }

    private func claim(_ schedule: Schedule) async throws -> Lease? {
        let now = now()
        return try await database.write { db in
            let lease = try Leases(db).acquire(
                "schedule.\(schedule.name)", holder: holder, for: schedule.limit, at: now)
            // Another process may have finished the same run between our look and our lease.
            guard let lease, let due = try ScheduleStore(db: db).due(schedule.name), due <= now else {
                if let lease { try Leases(db).release(lease) }
                return nil
            }
            return lease
        }
    }

    /// False when the run took so long that another process took it over.
    private func finish(_ schedule: Schedule, _ lease: Lease, problem: String) async throws -> Bool {
        let now = now()
        let next = schedule.rule.next(after: now)
        do {
            try await database.write { db in
                try Leases(db).confirm(lease)
                try ScheduleStore(db: db).ran(
                    schedule.name, at: now, next: problem.isEmpty ? next : min(next, now + Self.retry),
                    problem: String(problem.prefix(500)))
                try Leases(db).release(lease)
            }
            return true
        } catch JobProblem.leaseLost {
            return false
        }
    }
}
