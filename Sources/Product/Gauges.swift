// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Jobs
import Kernel
import Ledger
import Observability
import Web

extension Platform {
    /// What is looked up when the metrics are asked for. While the database does not answer, what only it knows is
    /// missing: an old figure would be a wrong one.
    package func gauges() async -> String {
        var page = Exposition()
        addLoad(to: &page)
        let known = try? await patiently(web.healthPatience) { [self] in
            (lag: try await sealer.lag(), queue: try await jobs.queue(for: .system))
        }
        page.gauge("doicanh_database_up", known == nil ? 0 : 1)
        guard let known else { return page.text }
        page.gauge("doicanh_ledger_unsealed_events", Double(known.lag.waiting))
        page.gauge("doicanh_ledger_oldest_unsealed_seconds", age(known.lag.oldest))
        page.gauge("doicanh_outbox_waiting_messages", Double(known.queue.waiting))
        page.gauge("doicanh_outbox_overdue_seconds", age(known.queue.earliest))
        page.gauge("doicanh_outbox_dead_letters", Double(known.queue.dead))
        return page.text
    }

    private func addLoad(to page: inout Exposition) {
        func values(_ value: (PoolLoad) -> Double) -> [(labels: [String: String], value: Double)] {
            database.load.map { (["pool": $0.pool], value($0)) }
        }
        page.gauge("doicanh_database_connections_limit", values { Double($0.limit) })
        page.gauge("doicanh_database_connections_in_use", values { Double($0.inUse) })
        page.gauge("doicanh_database_calls_waiting", values { Double($0.waiting) })
        page.counter("doicanh_database_calls_total", values { Double($0.served) })
        page.counter("doicanh_database_wait_seconds_total", values { $0.waited / .seconds(1) })
    }

    private func age(_ time: Date?) -> Double { time.map { max(0, now().timeIntervalSince($0)) } ?? 0 }
}
