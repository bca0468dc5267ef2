// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation

/// What a deed must have left in the ledger and the books: counted by the replay itself, apart from what the services
/// wrote, so that the two can be compared.
struct Happenings: Sendable, Equatable {
    /// Somebody's data was shown to an official.
    struct Reading: Sendable, Hashable {
        let reader: String, subject: String, what: String, about: String
    }

    var events: [String: Int] = [:]
    var readings: [Reading] = []
    /// By the id of a measure that counts some events of a kind and not others.
    var measured: [String: Int] = [:]
    /// Whole đồng, by what became of them: billed, paid, exempted, cancelled, refunded, paidOut.
    var money: [String: Int] = [:]
    /// The papers that were asked for.
    var papers = 0

    mutating func happened(_ kind: String, _ times: Int = 1) { events[kind, default: 0] += times }

    /// A dossier was decided, in time or late.
    mutating func decided(_ file: CaseFile, at time: Date) {
        guard let due = file.clock?.due else { return }
        measured[time > due ? "dossiers.decided_late" : "dossiers.decided_on_time", default: 0] += 1
    }

    mutating func moved(_ dong: Int, _ what: String) { money[what, default: 0] += dong }
}

/// The sum of everything that happened.
struct Tally: Sendable {
    private(set) var events: [String: Int] = [:]
    private(set) var measured: [String: Int] = [:]
    private(set) var money: [String: Int] = [:]
    private(set) var papers = 0
    private var read: [Happenings.Reading: Date] = [:]

    /// The same reading within an hour is one.
    private static let once: TimeInterval = 3600

    mutating func add(_ happenings: Happenings, at time: Date) {
        events.merge(happenings.events, uniquingKeysWith: +)
        measured.merge(happenings.measured, uniquingKeysWith: +)
        money.merge(happenings.money, uniquingKeysWith: +)
        papers += happenings.papers
        for reading in happenings.readings {
            if let last = read[reading], last > time.addingTimeInterval(-Self.once) { continue }
            read[reading] = time
            events["access.read", default: 0] += 1
        }
    }

    /// Forgets readings that are so old that they count again.
    mutating func forget(before time: Date) {
        read = read.filter { $0.value > time.addingTimeInterval(-Self.once) }
    }
}
