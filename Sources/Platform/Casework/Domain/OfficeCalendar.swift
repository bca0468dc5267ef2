// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

extension WorkingCalendar {
    /// The national calendar, from its content file: office hours, public holidays, swapped days, each with its basis.
    package init(content: [String: String]) throws(ContentProblem) {
        let file = "Casework/calendar.json"
        let json = content[file] ?? ""
        let list: List
        do { list = try JSONDecoder().decode(List.self, from: Data(json.utf8)) } catch {
            throw ContentProblem(decoding: error, in: json, file: file)
        }
        func fail(_ text: String, _ reason: String) -> ContentProblem {
            ContentProblem(naming: text, in: json, file: file, reason: reason)
        }
        var hours: [Range<Int>] = []
        for span in list.hours {
            guard span.count == 2, let from = TimeLimit.minute(span[0]), let to = TimeLimit.minute(span[1]), from < to,
                from >= hours.last?.upperBound ?? 0
            else { throw fail(span.first ?? "hours", "office hours are pairs of times, in order") }
            hours.append(from..<to)
        }
        guard !hours.isEmpty else { throw fail("hours", "no office hours") }
        var days: [String: Set<Day>] = [:]
        var reasons: [Day: Reason] = [:]
        for (name, dated) in [("off", list.off), ("worked", list.worked)] {
            for entry in dated {
                guard let day = Day(entry.day) else { throw fail(entry.day, "\(entry.day) is not a day") }
                days[name, default: []].insert(day)
                reasons[day] = Reason(name: entry.name, englishName: entry.englishName, basis: entry.basis)
            }
        }
        self.init(hours: hours, daysOff: days["off"] ?? [], extraDays: days["worked"] ?? [], reasons: reasons)
    }

    private struct List: Decodable {
        struct Entry: Decodable {
            let day: String, name: String, englishName: String, basis: String

            enum CodingKeys: String, CodingKey {
                case day, name, basis
                case englishName = "english_name"
            }
        }

        let hours: [[String]]
        let off: [Entry]
        let worked: [Entry]
    }

    /// With an agency's own days: swapped working days are decided agency by agency.
    package func with(off: Set<Day>, worked: Set<Day>) -> WorkingCalendar {
        WorkingCalendar(
            hours: hours, daysOff: daysOff.union(off).subtracting(worked),
            extraDays: extraDays.union(worked).subtracting(off), reasons: reasons)
    }
}
