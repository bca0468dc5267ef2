// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Indicators
package import Kernel

/// Which reports there are and how they are divided: `Content/Steering/reports.json`.
package struct ReportPlan: Sendable, Decodable {
    /// A report that is made for each period of a kind.
    package struct Kind: Sendable, Decodable {
        package let id: String
        package let period: Period.Kind
        let name: Indicator.Words
        /// With `{period}` and `{next}`.
        let title: Indicator.Words
    }

    /// A field of work, told in a section of its own.
    package struct Field: Sendable, Decodable {
        let id: String
        let name: Indicator.Words
        /// Whose counted indicators, and which topics of printed figures, are told there.
        let programmes: [String]
        let topics: [String]
    }

    package let reports: [Kind]
    let fields: [Field]
    /// Printed figures that say nothing about the work of a period: the number of a storm, a day of the week.
    let leftOut: Set<String>

    private enum CodingKeys: String, CodingKey {
        case reports, fields
        case leftOut = "left_out"
    }

    package subscript(_ id: String) -> Kind? { reports.first { $0.id == id } }

    private static let file = "Steering/reports.json"

    /// Refuses a plan in which something is there twice, or that tells of one programme or topic in two places.
    package init(content: [String: String]) throws(ContentProblem) {
        let source = content[Self.file] ?? ""
        do { self = try JSONDecoder().decode(ReportPlan.self, from: Data(source.utf8)) } catch {
            throw ContentProblem(decoding: error, in: source, file: Self.file)
        }
        for names in [
            reports.map(\.id), fields.map(\.id), fields.flatMap(\.programmes), fields.flatMap(\.topics),
        ] {
            var known: Set<String> = []
            for name in names where !known.insert(name).inserted {
                throw ContentProblem(naming: name, in: source, file: Self.file, reason: "\(name) is there twice")
            }
        }
    }
}
