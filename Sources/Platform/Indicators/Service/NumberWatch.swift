// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel
import Ledger
import Synchronization
package import Units

/// Tells those who look at numbers that one of them has moved. One task looks for all of them, and only while anybody waits:
/// whether the counts have followed the ledger further, and if so, where and when something was counted.
package final class NumberWatch: Sendable {
    /// More places than that have all moved, as far as anybody cares.
    private static let most = 2000

    /// What somebody looks at.
    package struct View: Sendable {
        /// Nil for the country.
        package let unit: UnitID?
        /// The last day that counts in it; nil for whatever comes.
        package let through: Day?

        package init(unit: UnitID?, through: Day?) { (self.unit, self.through) = (unit, through) }
    }

    private struct Watcher {
        let view: View
        let wake: AsyncStream<Void>.Continuation
        /// Whether the numbers were looked at since it came: what moved before, nobody can tell it any more.
        var isSettled = false
        /// The position that it was not told of yet.
        var news: Int64?
    }

    private struct State {
        var watchers: [Int: Watcher] = [:]
        var next = 0
        var round: Task<Void, Never>?
    }

    /// How far the counts have come.
    private struct Mark: Equatable {
        let position: Int64, targets: Int
    }

    /// What moved between two looks.
    private struct Move {
        var isEverywhere = false
        var units: Set<UnitID> = []
        var first: Day?

        func concerns(_ view: View) -> Bool {
            if isEverywhere { return true }
            guard let first, view.through.map({ first <= $0 }) ?? true else { return false }
            return view.unit.map(units.contains) ?? true
        }
    }

    private let database: any Database
    private let measures: [String]
    private let units: UnitService
    private let unitsOf: @Sendable ([String]) async throws -> [String: UnitID]
    private let limit: Int
    private let pace: Duration, beat: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: So many may wait at a time.
    ///   - pace: How often it looks.
    ///   - beat: How often those who wait hear that they still do.
    package init(
        database: any Database, measures: [Measure], units: UnitService, limit: Int = 200,
        pace: Duration = .milliseconds(500), beat: Duration = .seconds(15),
        unitsOf: @escaping @Sendable ([String]) async throws -> [String: UnitID]
    ) {
        (self.database, self.units, self.unitsOf) = (database, units, unitsOf)
        self.measures = measures.map(\.id)
        (self.limit, self.pace, self.beat) = (limit, pace, beat)
    }

    /// A place from which one sees them move, given up when it is let go.
    package func seat(for view: View) throws(WatchProblem) -> Seat {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard state.watchers.count < limit else { return nil }
            state.next += 1
            state.watchers[state.next] = Watcher(view: view, wake: wake)
            if state.round == nil { state.round = Task { await self.look() } }
            return state.next
        }
        guard let number else { throw .full }
        return Seat(number: number, watch: self, wakes: wakes)
    }

    /// Who waits now.
    package var count: Int { state.withLock { $0.watchers.count } }

    /// The position up to which the numbers are now, where a seat was not told of it.
    fileprivate func news(of number: Int) -> Int64? {
        state.withLock { state in
            defer { state.watchers[number]?.news = nil }
            return state.watchers[number]?.news
        }
    }

    fileprivate func leave(_ number: Int) {
        let (watcher, round) = state.withLock { state -> (Watcher?, Task<Void, Never>?) in
            let watcher = state.watchers.removeValue(forKey: number)
            guard state.watchers.isEmpty else { return (watcher, nil) }
            defer { state.round = nil }
            return (watcher, state.round)
        }
        watcher?.wake.finish()
        round?.cancel()
    }

    private func look() async {
        var known: Mark?
        var heard = ContinuousClock.now
        while !Task.isCancelled {
            // A database that is away is told elsewhere; here it only means that nothing can be seen to move.
            if let now = try? await mark() {
                if let move = try? await move(from: known ?? now, to: now) {
                    tell(move, now.position)
                    known = now
                }
            }
            if ContinuousClock.now - heard >= beat {
                heard = .now
                for watcher in state.withLock({ Array($0.watchers.values) }) { watcher.wake.yield() }
            }
            try? await Task.sleep(for: pace)
        }
    }

    private func tell(_ move: Move, _ position: Int64) {
        let woken = state.withLock { state in
            state.watchers.filter { !$0.value.isSettled || move.concerns($0.value.view) }.map { number, watcher in
                state.watchers[number]?.isSettled = true
                state.watchers[number]?.news = position
                return watcher.wake
            }
        }
        for wake in woken { wake.yield() }
    }

    private func mark() async throws -> Mark {
        let targets = Query<Int>("SELECT count(*) AS count FROM indicator_target") { try $0.first?.int("count") ?? 0 }
        let (position, set) = try await database.ask(ConsumerProgress.position(of: IndicatorConsumer.label), targets)
        return Mark(position: position, targets: set)
    }

    private func move(from known: Mark, to now: Mark) async throws -> Move {
        var move = Move()
        if known == now { return move }
        // Counted anew from the beginning, or another target.
        guard known.position <= now.position, known.targets == now.targets else {
            move.isEverywhere = true
            return move
        }
        let places = try await database.ask(IndicatorStore.places(measures, after: known.position, limit: Self.most))
        guard places.count < Self.most else {
            move.isEverywhere = true
            return move
        }
        move.first = places.map(\.first).min()
        let served = Set(try await unitsOf(places.map(\.place)).values)
        let (history, tree) = (try await units.history(), try await units.tree())
        for unit in served.compactMap({ history.holder(of: $0, in: tree) }) {
            move.units.formUnion([unit.id] + tree.ancestors(of: unit.code).map(\.id))
        }
        return move
    }
}

/// Where somebody waits for numbers to move.
package final class Seat: Sendable {
    private let number: Int
    private let watch: NumberWatch
    /// Now and then, and whenever there is news. Ends when the seat is given up.
    package let wakes: AsyncStream<Void>

    fileprivate init(number: Int, watch: NumberWatch, wakes: AsyncStream<Void>) {
        (self.number, self.watch, self.wakes) = (number, watch, wakes)
    }

    deinit { watch.leave(number) }

    /// The position up to which the numbers have come, once, where they moved since the last time or nobody was told yet.
    package func news() -> Int64? { watch.news(of: number) }

    package func giveUp() { watch.leave(number) }
}

package enum WatchProblem: Problem, Equatable {
    case full

    package var code: String { "indicators.watch_full" }
    package var kind: ProblemKind { .unavailable }
}
