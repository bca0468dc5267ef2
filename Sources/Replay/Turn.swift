// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Synchronization

/// What a task of a replay plays now: the moment at which it happens, and its place among what is played beside it.
struct Turn: Sendable {
    let at: Date
    let order: Int
    /// Turns of one lane never wait for those of another.
    let lane: Int

    @TaskLocal static var current: Turn?
}

/// The time of a replay: that of the turn that is being played, and between turns the one it has been set to.
final class ReplayClock: Sendable {
    private let time: Mutex<Date>

    init(_ time: Date) { self.time = Mutex(time) }

    var now: Now { { Turn.current?.at ?? self.time.withLock(\.self) } }

    /// Ids sort by the time of the replay, as they do by the true one elsewhere.
    var newID: NewID { { UUIDv7.string(at: self.now()) } }

    func set(_ time: Date) { self.time.withLock { $0 = time } }
}
