// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Indicators
package import Kernel
import Reports
package import Units

/// A report as it was on a day (bản báo cáo): kept as it was made, so that what was said can be held against what came after.
package struct Edition: Sendable {
    package let id: ID<Edition>
    package let kind: String
    package let period: Period
    /// Nil for the country.
    package let unit: UnitID?
    /// Of the reports of an agency on the same place and period, from 1.
    package let number: Int
    package let agency: Place
    package let madeBy: String
    package let madeAt: Date
    package let event: String
    /// When it was handed to the official documents to be signed and numbered.
    package internal(set) var handedOver: HandOver?

    package struct HandOver: Sendable {
        package let by: String
        package let at: Date
        package let event: String
    }
}

package enum EditionProblem: Problem, Equatable {
    case noSuchReport, noSuchEdition, notOver, handedOver

    package var code: String {
        switch self {
        case .noSuchReport: "steering.reports.no_such_report"
        case .noSuchEdition: "steering.reports.no_such_edition"
        case .notOver: "steering.reports.not_begun"
        case .handedOver: "steering.reports.handed_over_before"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchReport, .noSuchEdition: .notFound
        case .notOver: .invalid
        case .handedOver: .conflict
        }
    }
}
