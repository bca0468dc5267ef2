// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// For how long files are kept, as content (`Content/OfficialDocuments/retention.json`).
package struct Retentions: Sendable, Decodable {
    package struct Period: Sendable, Decodable {
        package let id: String
        /// Nil for those that are kept for ever.
        package let years: Int?
        package let vi: String
        package let en: String

        package func name(in language: Language) -> String { language == .vi ? vi : en }

        /// The last day on which a file is kept that was closed on a day: years are counted from the end of that year.
        package func end(closedOn day: Day) -> Day? {
            years.flatMap { Day(year: day.year + $0, month: 12, day: 31) }
        }
    }

    /// By when a closed file goes to the agency's archive (nộp lưu hồ sơ).
    package struct Handover: Sendable, Decodable {
        /// So many after the day on which it was closed.
        package let months: Int
        package let basis: String
        /// Whether somebody has held it against that.
        package let isVerified: Bool

        /// The last day; that of the month where it is shorter.
        package func due(closedOn day: Day) -> Day {
            let count = day.year * 12 + day.month - 1 + months
            guard let first = Day(year: count / 12, month: count % 12 + 1, day: 1) else { return day }
            return min(first + (day.day - 1), first.daysOfMonth.upperBound)
        }
    }

    /// Where the list is from.
    package let basis: String
    /// Whether somebody has held it against that.
    package let isVerified: Bool
    package let handover: Handover
    package let all: [Period]

    private enum CodingKeys: String, CodingKey { case basis, isVerified, handover, all = "periods" }

    package subscript(_ id: String) -> Period? { all.first { $0.id == id } }

    /// Refuses a list without anything in it, one with something twice, and years that are none.
    package init(content: [String: String]) throws(ContentProblem) {
        let file = "OfficialDocuments/retention.json"
        let json = content[file] ?? ""
        do { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) } catch {
            throw ContentProblem(decoding: error, in: json, file: file)
        }
        guard (1...120).contains(handover.months) else {
            throw ContentProblem(naming: "handover", in: json, file: file, reason: "1 to 120 months")
        }
        var ids: Set<String> = []
        for period in all {
            guard ids.insert(period.id).inserted else {
                throw ContentProblem(naming: period.id, in: json, file: file, reason: "\(period.id) is there twice")
            }
            guard period.years.map({ (1...100).contains($0) }) ?? true else {
                throw ContentProblem(naming: period.id, in: json, file: file, reason: "1 to 100 years")
            }
        }
    }
}
