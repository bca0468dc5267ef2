// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A firm, cooperative or association (tổ chức, doanh nghiệp), as somebody here entered it: this node asks no register of
/// enterprises, so it says who did.
package struct Organisation: Equatable, Sendable {
    package let id: ID<Organisation>
    package let taxCode: TaxCode
    package let name: String
    /// The paper that whoever entered it has seen.
    package let basis: String
    /// The account and the agency that entered it.
    package let enteredBy: String
    package let enteredAt: Place
    package let enteredOn: Date

    package static let longestName = 200
}

/// That a person may act for an organisation: by law, or because its representative says so.
package struct Authorisation: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// Người đại diện theo pháp luật.
        case representative
        /// Người được ủy quyền.
        case authorised
    }

    package let id: ID<Authorisation>
    package let organisation: ID<Organisation>
    package let person: ID<Resident>
    package let personName: String
    package let kind: Kind
    /// What the person is there: "Giám đốc", "Kế toán trưởng".
    package let title: String
    package let since: Date
    /// From this moment on it no longer holds; nil for a representative in office.
    package let until: Date?

    package func holds(at time: Date) -> Bool { since <= time && until.map { time < $0 } ?? true }

    package var lastDay: Day? { until.map { Day($0 - 1) } }
}
