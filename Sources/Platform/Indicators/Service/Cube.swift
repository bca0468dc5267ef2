// SPDX-License-Identifier: Apache-2.0

package import Database
import Kernel
import Synchronization
package import Units

/// The numbers of measures in memory, read when they are asked for and brought up to date whenever they are asked for again:
/// nothing is generated, and nothing is ever older than the last batch of the ledger that was counted.
///
/// What has not been asked for longest is forgotten when it holds more than `capacity`.
package final class Cube: Sendable {
    /// Up to so many new facts are added one by one.
    private static let most = 20_000
    /// One takes a few bytes for each agency there is.
    private static let mostGroupings = 200

    private struct Shelf {
        var numbers = PlaceNumbers()
        var slabs: [String: Kept] = [:]
        /// Grows with each question.
        var moment = 0
        /// The unit of each place, as far as it was looked up.
        var units: [UnitID?] = []
        var groupings: [GroupingKey: Grouping] = [:]
    }

    private struct Kept {
        var slab: Slab
        /// The position up to which it counts.
        var through: Int64
        var asked = 0
    }

    private struct GroupingKey: Hashable {
        let scope: UnitScope, view: UnitView, since: Day, version: Int
    }

    private let database: any Database
    private let capacity: Int
    /// The unit that each of these agencies serves; those that serve the whole country are left out.
    private let unitsOf: @Sendable ([String]) async throws -> [String: UnitID]
    private let shelf = Mutex(Shelf())

    /// - Parameter capacity: In bytes.
    package init(
        database: any Database, capacity: Int = 256 << 20,
        unitsOf: @escaping @Sendable ([String]) async throws -> [String: UnitID]
    ) {
        (self.database, self.capacity, self.unitsOf) = (database, capacity, unitsOf)
    }

    /// The slabs of these measures, all as of one moment.
    package func slabs(_ measures: [String]) async throws -> [String: Slab] {
        try await kept(measures).mapValues(\.slab)
    }

    private func kept(_ measures: [String]) async throws -> [String: Kept] {
        guard !measures.isEmpty else { return [:] }
        var known = shelf.withLock { shelf in shelf.slabs.filter { measures.contains($0.key) } }
        while true {
            for measure in measures where known[measure] == nil { known[measure] = try await load(measure) }
            let asked = known.map { (measure: $0.key, through: $0.value.through, total: $0.value.slab.total) }
            let news = try await database.ask(SlabStore.news(since: asked, most: Self.most))
            let outdated = add(news, to: &known)
            if outdated.isEmpty { break }
            // Too much happened since, or the counts were built anew.
            for measure in outdated { known[measure] = nil }
        }
        keep(known)
        return known
    }

    /// The slabs of these measures as they were when the ledger ended at a position, from where it is nearer: from now, less
    /// what came since, or from the first fact on. They are made for this question only.
    package func slabs(_ measures: [String], upTo position: Int64) async throws -> [String: Slab] {
        guard !measures.isEmpty else { return [:] }
        let now = try await kept(measures)
        if position >= (now.values.map(\.through).max() ?? 0) / 2 {
            let since = now.map { (measure: $0.key, through: $0.value.through) }
            let counts = try await database.ask(SlabStore.counts(after: position, through: since))
            if let slabs = less(counts, from: now.mapValues(\.slab)) { return slabs }
            // The facts were built anew meanwhile.
        }
        let counts = try await database.ask(SlabStore.counts(measures, upTo: position))
        return shelf.withLock { shelf in
            var slabs = Dictionary(measures.map { ($0, Slab()) }) { first, _ in first }
            for row in counts {
                slabs[row.measure]?.add(UInt32(row.count), at: shelf.numbers.number(row.place), in: row.month)
            }
            return slabs
        }
    }

    private func less(_ counts: [SlabStore.MonthCount], from slabs: [String: Slab]) -> [String: Slab]? {
        shelf.withLock { shelf in
            var slabs = slabs
            for row in counts {
                let place = shelf.numbers.number(row.place)
                guard slabs[row.measure]?.remove(UInt32(row.count), at: place, in: row.month) == true else {
                    return nil
                }
            }
            return slabs
        }
    }

    /// The units that the agencies known so far serve.
    package func units() async throws -> Set<UnitID> { Set(try await lookUp().compactMap(\.unit)) }

    /// The units of a scope in a tree, and in which of them each place known so far is counted.
    package func grouping(
        by scope: UnitScope, _ view: UnitView, in tree: UnitTree, of history: UnitHistory
    ) async throws -> Grouping {
        let units = try await lookUp().map(\.unit)
        let key = GroupingKey(scope: scope, view: view, since: tree.since, version: history.version)
        let known = shelf.withLock { $0.groupings[key] }
        if let known, known.groups.count >= units.count { return known }
        var grouping = known ?? Grouping(scope, view, in: tree)
        grouping.add(units[grouping.groups.count...], history)
        let made = grouping
        shelf.withLock { shelf in
            // Nobody asks again about a register of units that has changed.
            shelf.groupings = shelf.groupings.filter { $0.key.version == history.version }
            if shelf.groupings.count >= Self.mostGroupings { shelf.groupings = [:] }
            shelf.groupings[key] = made
        }
        return grouping
    }

    /// The agencies known so far, by their numbers.
    package var places: [String] { shelf.withLock { $0.numbers.places } }

    /// The agencies known so far whose unit, nil for the whole country, is as described.
    package func places(where isMeant: (UnitID?) -> Bool) async throws -> Set<String> {
        Set(try await lookUp().filter { isMeant($0.unit) }.map(\.place))
    }

    /// The agencies known so far with their units.
    private func lookUp() async throws -> [(place: String, unit: UnitID?)] {
        var (places, units) = shelf.withLock { ($0.numbers.places, $0.units) }
        if units.count < places.count {
            let new = places[units.count...]
            let found = try await unitsOf(Array(new))
            units += new.map { found[$0] }
            let looked = units
            shelf.withLock { if $0.units.count < looked.count { $0.units = looked } }
        }
        return Array(zip(places, units))
    }

    /// How many bytes the numbers in memory take.
    package var bytes: Int { shelf.withLock { $0.slabs.values.reduce(0) { $0 + $1.slab.bytes } } }

    private func load(_ measure: String) async throws -> Kept {
        let picture = try await database.ask(SlabStore.picture(of: measure))
        let years = picture.years.map(\.year)
        return shelf.withLock { shelf in
            var slab = Slab(
                months: (years.min() ?? 0) * 12..<((years.max() ?? -1) + 1) * 12,
                places: Set(picture.years.map(\.place)).count)
            for year in picture.years {
                let place = shelf.numbers.number(year.place)
                for (month, count) in year.counts.enumerated() where count > 0 {
                    slab.add(count, at: place, in: year.year * 12 + month)
                }
            }
            return Kept(slab: slab, through: picture.through)
        }
    }

    /// Adds what is new; returns the measures whose sum is not that of the database then.
    private func add(_ news: [SlabStore.Novelty], to known: inout [String: Kept]) -> Set<String> {
        var totals: [String: Int] = [:]
        shelf.withLock { shelf in
            for novelty in news {
                totals[novelty.measure] = novelty.total
                guard let fact = novelty.fact else { continue }
                let place = shelf.numbers.number(fact.place)
                known[novelty.measure]?.slab.add(1, at: place, in: fact.day.monthNumber)
                known[novelty.measure].map { known[novelty.measure]?.through = max($0.through, fact.position) }
            }
        }
        return Set(known.filter { $0.value.slab.total != totals[$0.key] }.keys)
    }

    private func keep(_ known: [String: Kept]) {
        shelf.withLock { shelf in
            shelf.moment += 1
            for (measure, var kept) in known {
                if let other = shelf.slabs[measure], other.through > kept.through { kept = other }
                kept.asked = shelf.moment
                shelf.slabs[measure] = kept
            }
            var bytes = shelf.slabs.values.reduce(0) { $0 + $1.slab.bytes }
            for (measure, kept) in shelf.slabs.sorted(by: { $0.value.asked < $1.value.asked })
            where bytes > capacity && kept.asked < shelf.moment {
                bytes -= kept.slab.bytes
                shelf.slabs[measure] = nil
            }
        }
    }
}
