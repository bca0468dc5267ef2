// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel
import Payments

/// A year that can be replayed: what is known of it, and the chances by which the rest is invented. A content file,
/// `Replay/<name>.json`.
package struct Scenario: Sendable, Decodable {
    struct Body: Sendable, Decodable {
        let vi: String, en: String
        /// Which procedures it has, and how often each is asked for beside the others.
        let procedures: [String: Double]
    }

    /// How often what happens to a dossier, from 0 to 1.
    struct Fates: Sendable, Decodable {
        let declined: Double, supplemented: Double, handedOver: Double, withdrawn: Double, late: Double
        let extended: Double
        /// Of those asked for a supplement: never answer.
        let silent: Double
        /// An official of elsewhere asks for it.
        let strangers: Double
        let exempted: Double, paysLate: Double, mobileMoney: Double, memoLost: Double, toldTwice: Double
        /// Of those who pay late.
        let neverPays: Double
    }

    struct People: Sendable, Decodable {
        let surnames: [String], men: [String], women: [String]
    }

    package let name: String
    /// The unit's code, and the identifier below which its agencies stand.
    let province: String
    let organId: String
    /// The identifier of the ministry that sets the targets of the country.
    let ministry: String
    let year: Int
    /// How many there are in the whole.
    package let dossiers: Int
    /// How many communes there were; those the list of units does not know get a number for a name.
    let communes: Int
    let bodies: [Body]
    /// How many dossiers go to which level.
    let shares: [String: Double]
    let district: [String: Double], commune: [String: Double]
    let months: [Double], weekdays: [Double], hours: [Double]
    /// What is left of a day on which offices are closed by law.
    let holidays: Double
    let fates: Fates
    let peoplePerDossier: Double
    let people: People

    /// Reads it from the content. Refuses one that is not there or cannot be read.
    package init(_ name: String, content: [String: String]) throws(ContentProblem) {
        let file = "Replay/\(name).json"
        guard let json = content[file] else {
            throw ContentProblem(file: file, line: 1, reason: "there is no such file")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { self = try decoder.decode(Scenario.self, from: Data(json.utf8)) } catch {
            throw ContentProblem(decoding: error, in: json, file: file)
        }
        guard months.count == 12, weekdays.count == 7, hours.count == 24 else {
            throw ContentProblem(file: file, line: 1, reason: "months, weekdays and hours have 12, 7 and 24 weights")
        }
        guard (1...9999).contains(year), dossiers > 0, !people.surnames.isEmpty, !people.men.isEmpty,
            !people.women.isEmpty
        else {
            throw ContentProblem(file: file, line: 1, reason: "no year, no dossiers or no people")
        }
    }

    /// Every procedure that is asked for somewhere.
    var procedures: Set<String> {
        Set(district.keys).union(commune.keys).union(bodies.flatMap(\.procedures.keys))
    }

    /// The days of the year.
    var days: [Day] {
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31) else {
            return []
        }
        return (first.number...last.number).map { Day(number: $0) }
    }

    /// Midnight in Việt Nam, at which the first day begins and at which the last has ended.
    var begins: Date { days.first?.start ?? .distantPast }
    var ends: Date { days.last.map { ($0 + 1).start } ?? .distantPast }
}
