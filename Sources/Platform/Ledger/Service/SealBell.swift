// SPDX-License-Identifier: Apache-2.0

/// Rung by the sealer after each batch; followers of the same process wait for it.
package actor SealBell {
    /// How often it has rung.
    private(set) var count = 0
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter = 0

    package init() {}

    func ring() {
        count += 1
        let woken = waiting.values
        waiting = [:]
        for waiter in woken { waiter.resume() }
    }

    /// Returns at the first ring after the `heard`th, after `limit`, or when the task is cancelled.
    func rung(after heard: Int, within limit: Duration) async {
        guard count == heard, !Task.isCancelled else { return }
        nextWaiter += 1
        let waiter = nextWaiter
        let alarm = Task {
            try? await Task.sleep(for: limit)
            self.wake(waiter)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiting[waiter] = $0 }
        } onCancel: {
            alarm.cancel()
        }
        alarm.cancel()
    }

    private func wake(_ waiter: Int) { waiting.removeValue(forKey: waiter)?.resume() }
}
