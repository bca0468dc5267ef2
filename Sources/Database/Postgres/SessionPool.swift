// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Synchronization

/// Threads of their own that do blocking work, each with a connection: libpq blocks, and the cooperative threads must not.
/// A thread starts when work waits and ends after `idleTimeout` without any. The one that has been idle for the shortest
/// time works next, so that few connections stay warm, and the others end.
final class SessionPool: @unchecked Sendable {
    private struct Job {
        let ticket: Ticket
        let since = ContinuousClock.now
        let waitsUntil: ContinuousClock.Instant
        /// Does the work, and returns what tells the caller.
        let run: (Lane) -> () -> Void
        let refuse: (any Error) -> Void
    }

    /// A thread, to which a job is handed while it is idle.
    private final class Worker {
        let bell = DispatchSemaphore(value: 0)
        var job: Job?
    }

    private let name: String
    private let settings: PostgresSettings
    private let conninfo: Conninfo
    /// Guards everything below.
    private let lock = NSLock()
    private var waiting: [Job] = []
    private var threads = 0
    /// Those without a job; none while a job waits.
    private var idle: [Worker] = []
    private var served = 0
    private var waited = Duration.zero
    private var isClosed = false
    private var isWatching = false
    private var closers: [CheckedContinuation<Void, Never>] = []

    init(_ name: String, url: String, writes: Bool, _ settings: PostgresSettings) {
        self.name = name
        self.settings = settings
        conninfo = Conninfo(url: url, writes: writes, settings)
    }

    /// Runs `work` on one of the threads. When the calling task is cancelled, the statement it waits for is interrupted.
    func run<T: Sendable>(_ work: @escaping @Sendable (Lane, Ticket) throws -> T) async throws -> T {
        let ticket = Ticket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                submit(
                    Job(
                        ticket: ticket, waitsUntil: .now + settings.checkoutTimeout,
                        run: { lane in
                            let result = Result { try work(lane, ticket) }
                            return { continuation.resume(with: result) }
                        },
                        refuse: { continuation.resume(throwing: $0) }))
            }
        } onCancel: {
            ticket.cancel()
            refuse(CancellationError()) { $0.ticket === ticket }
        }
    }

    var load: PoolLoad {
        locked {
            var load = PoolLoad(name, limit: settings.connections)
            (load.inUse, load.waiting) = (threads - idle.count, waiting.count)
            (load.served, load.waited) = (served, waited)
            return load
        }
    }

    /// Lets what runs finish, refuses what waits, and ends all connections.
    func close() async {
        stop()
        await withCheckedContinuation { continuation in
            let isEmpty = locked {
                if threads > 0 { closers.append(continuation) }
                return threads == 0
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// As `close`, without waiting.
    func stop() {
        locked {
            isClosed = true
            for worker in idle { worker.bell.signal() }
            idle = []
        }
        refuse(DatabaseProblem.closed) { _ in true }
    }

    private func submit(_ job: Job) {
        let refusal: (any Error)? = locked {
            if isClosed { return DatabaseProblem.closed }
            if job.ticket.isCancelled { return CancellationError() }
            if let worker = idle.popLast() {
                count(job)
                worker.job = job
                worker.bell.signal()
            } else {
                waiting.append(job)
                if threads < settings.connections { startThread() } else { watch() }
            }
            return nil
        }
        if let refusal { job.refuse(refusal) }
    }

    private func refuse(_ error: any Error, _ matches: (Job) -> Bool) {
        let refused = locked {
            let refused = waiting.filter(matches)
            waiting.removeAll(where: matches)
            return refused
        }
        for job in refused { job.refuse(error) }
    }

    /// Looks now and then for jobs that have waited too long; called with the lock held.
    private func watch() {
        guard !isWatching else { return }
        isWatching = true
        DispatchQueue.global().asyncAfter(deadline: .now() + min(settings.checkoutTimeout.seconds, 0.25)) {
            [weak self] in
            guard let self else { return }
            let now = ContinuousClock.now
            refuse(DatabaseProblem.unavailable("all connections are in use")) { $0.waitsUntil <= now }
            locked {
                isWatching = false
                if !waiting.isEmpty { watch() }
            }
        }
    }

    /// Called with the lock held.
    private func startThread() {
        threads += 1
        let thread = Thread { [self] in
            let (lane, worker) = (Lane(conninfo, settings), Worker())
            var next = take(worker)
            while let job = next ?? wait(worker) {
                let tell = job.run(lane)
                // Whoever is told finds this thread idle already.
                next = take(worker)
                tell()
            }
            lane.disconnect()
            end()
        }
        thread.stackSize = 4 << 20
        thread.name = "postgres"
        thread.start()
    }

    /// The job that has waited longest; without any, the worker is idle from now on.
    private func take(_ worker: Worker) -> Job? {
        locked {
            if !waiting.isEmpty {
                let job = waiting.removeFirst()
                count(job)
                return job
            }
            if isClosed { worker.bell.signal() } else { idle.append(worker) }
            return nil
        }
    }

    /// The job that is handed to an idle worker; nil when it was idle for too long, or the pool is closed.
    private func wait(_ worker: Worker) -> Job? {
        let isOver = worker.bell.wait(timeout: .now() + settings.idleTimeout.seconds) == .timedOut
        return locked {
            if isOver { idle.removeAll { $0 === worker } }
            // One may have been handed over just as the time was over.
            if isOver, worker.job != nil { worker.bell.wait() }
            defer { worker.job = nil }
            return worker.job
        }
    }

    /// Called with the lock held.
    private func count(_ job: Job) {
        served += 1
        waited += .now - job.since
    }

    private func end() {
        let closers = locked {
            threads -= 1
            // A job may have come while this thread was disconnecting.
            if !waiting.isEmpty, !isClosed { startThread() }
            defer { if threads == 0 { self.closers = [] } }
            return threads == 0 ? self.closers : []
        }
        for closer in closers { closer.resume() }
    }

    private func locked<R>(_ work: () -> R) -> R {
        lock.lock()
        defer { lock.unlock() }
        return work()
    }
}

/// One call's claim on a connection, through which it can be cancelled.
final class Ticket: Sendable {
    private let state = Mutex<(isCancelled: Bool, canceller: Canceller?)>((false, nil))

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func cancel() {
        state.withLock { $0.isCancelled = true }
        // The lock is held while it is sent, so it can only meet statements of this call.
        DispatchQueue.global().async { self.state.withLock { $0.canceller?.fire() } }
    }

    func attach(_ canceller: Canceller?) { state.withLock { $0.canceller = canceller } }

    /// From here on cancelling has no effect: what follows is a COMMIT.
    func detach() throws {
        try state.withLock {
            $0.canceller = nil
            if $0.isCancelled { throw CancellationError() }
        }
    }
}
