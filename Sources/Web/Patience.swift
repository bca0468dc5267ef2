// SPDX-License-Identifier: Apache-2.0

/// What `work` returns, or a throw after `limit`. It may hang in a call that cannot be cancelled, so the caller does not
/// wait for its task to end.
package func patiently<T: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> T
) async throws -> T {
    let (outcomes, outcome) = AsyncThrowingStream<T, any Error>.makeStream(bufferingPolicy: .bufferingOldest(1))
    let worker = Task {
        do {
            outcome.yield(try await work())
            outcome.finish()
        } catch { outcome.finish(throwing: error) }
    }
    let clock = Task {
        try await Task.sleep(for: limit)
        outcome.finish(throwing: TookTooLong())
    }
    defer {
        worker.cancel()
        clock.cancel()
    }
    for try await first in outcomes { return first }
    throw CancellationError()
}

private struct TookTooLong: Error {}
