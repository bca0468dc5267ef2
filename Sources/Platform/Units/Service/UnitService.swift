// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Database
import Foundation
package import Kernel
import Ledger
import Synchronization

extension Permission {
    /// To load the units and to enter later changes.
    package static let changeUnits: Permission = "units.change"
}

/// The administrative units of the country, through time. Holds a picture of them in memory and asks at each use whether
/// it is still the newest.
package final class UnitService: Sendable {
    private let database: any Database
    private let now: Now
    private let newID: NewID
    private let picture = Mutex<Picture?>(nil)
    /// The reading of the register that goes on now, and the version it was begun for.
    private let reading = Mutex<(version: Int, task: Task<UnitHistory, any Error>)?>(nil)
    private let counted = Mutex<(version: Int, standing: Standing)?>(nil)

    package init(database: any Database, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.now = now
        self.newID = newID
    }

    /// What a load or an import did.
    package struct Outcome: Sendable, Equatable {
        package let version: Int
        package let opened: Int
        package let closed: Int
        package let successions: Int
        /// False when exactly this was loaded before, so nothing happened.
        package let isNew: Bool

        package init(version: Int, opened: Int, closed: Int, successions: Int, isNew: Bool) {
            self.version = version
            self.opened = opened
            self.closed = closed
            self.successions = successions
            self.isNew = isNew
        }
    }

    /// The day it is now in Việt Nam.
    package var today: Day { Day(now()) }

    /// How many units of each level there are on a day, and the newest change that led to them.
    package struct Standing: Sendable {
        package let day: Day
        package let counts: [AdministrativeUnit.Level: Int]
        package let change: UnitChange
    }

    /// What stands today; nil before any units are loaded. Counted by the database, once a day: the first page of a small
    /// node shall not wait for the whole register.
    package func standing() async throws -> Standing? {
        let today = today
        let known = counted.withLock { $0 }
        let found = try await database.read { db -> (version: Int, standing: Standing)? in
            let store = UnitStore(db: db)
            let version = try store.version()
            if let known, known.version == version, known.standing.day == today { return known }
            guard let change = try store.changes().last(where: { $0.day <= today }) else { return nil }
            return (version, Standing(day: today, counts: try store.counts(on: today), change: change))
        }
        counted.withLock { $0 = found }
        return found?.standing
    }

    /// All units and what became of them.
    package func history() async throws -> UnitHistory { try await current().history }

    /// As `history`, to be asked with something else; nil where it has to be read anew.
    package var known: Query<UnitHistory?> {
        UnitStore.newest.map { [self] version in
            picture.withLock { $0 }.flatMap { $0.history.version >= version ? $0.history : nil }
        }
    }

    /// The tree of a day, today's unless told.
    package func tree(on day: Day? = nil) async throws -> UnitTree {
        let day = day ?? today
        let current = try await current()
        let since = current.history.turningDays.last { $0 <= day } ?? .beginning
        if let tree = current.trees[since] { return tree }
        let tree = current.history.tree(on: day)
        picture.withLock { if $0?.history.version == tree.version { $0?.trees[since] = tree } }
        return tree
    }

    /// Finds units as people type them: without diacritics, with either tone placement, with abbreviations, with the
    /// names of the units above, present and former ones.
    package func find(_ text: String, limit: Int = 20) async throws -> [UnitFinding] {
        let history = try await current().history
        let index = picture.withLock { picture in
            if let index = picture?.index, picture?.history.version == history.version { return index }
            // A task, so that many who ask at once wait for one index instead of making many.
            let index = Task.detached { UnitIndex(history) }
            if picture?.history.version == history.version { picture?.index = index }
            return index
        }
        return await index.value.find(text, limit: limit)
    }

    /// Loads the trees of the files into an empty register, in one transaction with its event. Loading the same files
    /// again changes nothing; others are refused, because history is not rewritten: changes come as imports.
    @discardableResult
    package func load(_ files: UnitFiles, by actor: Actor) async throws -> Outcome {
        try actor.may(.changeUnits, in: .everywhere)
        let sha256 = Self.sha256([files.units, files.successions, files.changes])
        let isLoaded = try await database.read { try UnitStore(db: $0).isLoaded(sha256) }
        if isLoaded { return Outcome(unchangedAt: try await database.read { try UnitStore(db: $0).version() }) }
        let draft = try files.draft()
        let event = newID()
        let time = now()
        return try await database.write { connection in
            let store = UnitStore(db: connection)
            if try store.isLoaded(sha256) { return Outcome(unchangedAt: try store.version()) }
            guard try store.version() == 0 else { throw UnitProblem.alreadyLoaded }
            let outcome = Outcome(
                version: 1, opened: draft.units.count, closed: 0, successions: draft.successions.count, isNew: true)
            try store.insertLoad(version: 1, sha256: sha256, at: time)
            try store.insert(draft.changes)
            try store.insert(draft.units.map(\.unit))
            try store.insert(draft.successions.map(\.succession))
            try Ledger(connection).append(
                Event(
                    id: ID(event), kind: "units.loaded", subject: sha256, actor: actor.id, at: time,
                    facts: outcome.facts))
            return outcome
        }
    }

    /// Enters a later change in one transaction with its event: units end on the day before, others begin, and what was
    /// is not touched. The same file again changes nothing.
    @discardableResult
    package func change(by file: UnitChangeFile, as actor: Actor) async throws -> Outcome {
        try actor.may(.changeUnits, in: .everywhere)
        let sha256 = Self.sha256([file.text])
        let event = newID()
        let time = now()
        return try await database.write { connection in
            let store = UnitStore(db: connection)
            if try store.isLoaded(sha256) { return Outcome(unchangedAt: try store.version()) }
            let history = try store.history()
            guard history.version > 0 else { throw UnitProblem.nothingLoaded }
            let change = try file.change(of: history)
            let draft = UnitDraft(history, successions: try store.successions(), with: change)
            try UnitChecks.checkUnits(of: draft)
            try UnitChecks.checkSuccessions(of: draft)
            let outcome = Outcome(
                version: history.version + 1, opened: change.opened.count, closed: change.closed.count,
                successions: change.successions.count, isNew: true)
            try store.insertLoad(version: outcome.version, sha256: sha256, at: time)
            try store.insert([UnitChange(day: change.day, basis: change.basis)])
            for id in change.closed { _ = try store.close(id, on: change.day - 1) }
            try store.insert(change.opened.map(\.unit))
            try store.insert(change.successions.map(\.succession))
            let facts = ["day": change.day.description, "basis": change.basis]
            try Ledger(connection).append(
                Event(
                    id: ID(event), kind: "units.changed", subject: sha256, actor: actor.id, at: time,
                    facts: outcome.facts.merging(facts) { own, _ in own }))
            return outcome
        }
    }

    private func current() async throws -> Picture {
        let version = try await database.readStale { try UnitStore(db: $0).version() }
        if let known = picture.withLock({ $0 }), known.history.version >= version { return known }
        let fresh = Picture(history: try await read(version))
        return picture.withLock { known in
            if let known, known.history.version >= fresh.history.version { return known }
            known = fresh
            return fresh
        }
    }

    /// Many who ask at once, as after a start, wait for one reading instead of each making their own.
    private func read(_ version: Int) async throws -> UnitHistory {
        let task = reading.withLock { [database] reading in
            if let reading, reading.version >= version { return reading.task }
            let task = Task { try await database.readStale { try UnitStore(db: $0).history() } }
            reading = (version, task)
            return task
        }
        defer { reading.withLock { if $0?.task == task { $0 = nil } } }
        return try await task.value
    }

    static func sha256(_ texts: [String]) -> String {
        var hash = SHA256()
        for text in texts {
            hash.update(data: Data("\(text.utf8.count):".utf8))
            hash.update(data: Data(text.utf8))
        }
        return hash.finalize().hex
    }
}

private struct Picture: Sendable {
    let history: UnitHistory
    var trees: [Day: UnitTree] = [:]
    var index: Task<UnitIndex, Never>?
}

extension UnitService.Outcome {
    init(unchangedAt version: Int) {
        self.init(version: version, opened: 0, closed: 0, successions: 0, isNew: false)
    }

    var facts: [String: String] {
        ["version": "\(version)", "opened": "\(opened)", "closed": "\(closed)", "successions": "\(successions)"]
    }
}

/// Why something about units was refused.
package enum UnitProblem: Problem, Equatable {
    /// Other files than these were loaded before.
    case alreadyLoaded
    /// A change cannot be entered before the units it changes.
    case nothingLoaded
    case notFound(code: String)
    case notADay(String)

    package var code: String {
        switch self {
        case .alreadyLoaded: "units.already_loaded"
        case .nothingLoaded: "units.nothing_loaded"
        case .notFound: "units.not_found"
        case .notADay: "units.not_a_day"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .alreadyLoaded, .nothingLoaded: .conflict
        case .notFound: .notFound
        case .notADay: .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .alreadyLoaded, .nothingLoaded: [:]
        case .notFound(let code): ["code": code]
        case .notADay(let text): ["text": text]
        }
    }
}
