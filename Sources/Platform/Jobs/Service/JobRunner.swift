// SPDX-License-Identifier: Apache-2.0

package import Logging
import ServiceLifecycle

/// Delivers what is in the outbox and runs what is scheduled, for as long as the program serves.
package struct JobRunner: Service {
    private let post: PostOffice
    private let scheduler: Scheduler
    private let logger: Logger
    private let pause: Duration
    private let grace: Duration

    /// `pause` is how long it rests when there was nothing to do; `grace` is how long a shutdown waits for what was begun.
    package init(
        post: PostOffice, scheduler: Scheduler, logger: Logger, pause: Duration = .seconds(1),
        grace: Duration = .seconds(15)
    ) {
        self.post = post
        self.scheduler = scheduler
        self.logger = logger
        (self.pause, self.grace) = (pause, grace)
    }

    /// Returns after a graceful shutdown, when what was begun is finished. What takes longer than the grace, such as a load for a
    /// neighbour who is slow to answer, is called off and done again after the next start.
    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await rounds() }
            group.addTask {
                try? await gracefulShutdown()
                try? await Task.sleep(for: grace)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func rounds() async {
        await withTaskGroup(of: Void.self) { group in
            // While one load is under way, the next is made ready, and the answers to a third are entered.
            for _ in 0..<3 { group.addTask { await repeating("outbox") { try await post.deliver() } } }
            group.addTask { await repeating("schedules") { try await scheduler.runDue().count } }
        }
    }

    /// A failure, such as a database that is away for a minute, is written down and does not end the work.
    private func repeating(_ name: String, _ round: () async throws -> Int) async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            var done = 0
            do { done = try await round() } catch {
                logger.warning("jobs: round failed", metadata: ["part": "\(name)", "error": "\(error)"])
            }
            if done > 0 { continue }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
        }
    }
}
