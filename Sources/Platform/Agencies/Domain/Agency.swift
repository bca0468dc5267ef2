// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Units

/// A body that acts: a ministry, a People's Committee, the service desk of a commune. Permissions hold at its `place`.
package struct Agency: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Bộ, cơ quan ngang bộ.
        case ministry
        /// Ủy ban nhân dân.
        case peoplesCommittee
        /// Hội đồng nhân dân.
        case peoplesCouncil
        /// Sở, phòng, đơn vị trực thuộc.
        case department
        /// Trung tâm Phục vụ hành chính công.
        case serviceDesk
        /// Ban Chỉ đạo and the like, with a head and members.
        case committee
        /// A body of the Party or the Front.
        case party
        case other
    }

    package let id: ID<Agency>
    package let organID: OrganID
    package let kind: Kind
    package let name: String
    package let englishName: String
    /// The administrative unit it serves; nil when it serves the whole country.
    package let unit: UnitID?
    package let parent: ID<Agency>?
    package let validFrom: Day
    /// The last day; nil while it exists.
    package let validTo: Day?
    /// Where this is known from: a law, a rule it was derived by, or the account that registered it.
    package let basis: String

    package init(
        id: ID<Agency>, organID: OrganID, kind: Kind, name: String, englishName: String, unit: UnitID? = nil,
        parent: ID<Agency>? = nil, validFrom: Day = .beginning, validTo: Day? = nil, basis: String
    ) {
        self.id = id
        self.organID = organID
        self.kind = kind
        self.name = name
        self.englishName = englishName
        self.unit = unit
        self.parent = parent
        self.validFrom = validFrom
        self.validTo = validTo
        self.basis = basis
    }

    /// Where permissions of its officials hold.
    package var place: Place { Place(rawValue: id.rawValue) }

    package func name(in language: Language) -> String { language == .vi ? name : englishName }

    package func isValid(on day: Day) -> Bool { validFrom <= day && validTo.map { day <= $0 } ?? true }
}

/// Agencies are succeeded function by function: the Ministry of Information and Communications was divided in three.
package struct AgencySuccession: Hashable, Sendable {
    package let old: ID<Agency>
    package let new: ID<Agency>
    /// What passed over; "" when everything did.
    package let function: String
    package let englishFunction: String
    package let day: Day
    package let basis: String

    package init(
        old: ID<Agency>, new: ID<Agency>, function: String, englishFunction: String, day: Day, basis: String
    ) {
        self.old = old
        self.new = new
        self.function = function
        self.englishFunction = englishFunction
        self.day = day
        self.basis = basis
    }

    package func function(in language: Language) -> String { language == .vi ? function : englishFunction }
}

/// Why something about agencies was refused.
package enum AgencyProblem: Problem, Equatable {
    case notAnOrganID(String)
    case notFound(ID<Agency>)
    case blankName
    case unknownUnit(String)
    case notUnderParent(OrganID)
    case organIDTaken(OrganID)

    package var code: String {
        switch self {
        case .notAnOrganID: "agencies.not_an_organ_id"
        case .notFound: "agencies.not_found"
        case .blankName: "agencies.blank_name"
        case .unknownUnit: "agencies.unknown_unit"
        case .notUnderParent: "agencies.not_under_parent"
        case .organIDTaken: "agencies.organ_id_taken"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound: .notFound
        case .organIDTaken: .conflict
        default: .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .notAnOrganID(let text): ["text": text]
        case .notFound(let id): ["id": id.rawValue]
        case .blankName: [:]
        case .unknownUnit(let code): ["code": code]
        case .notUnderParent(let organID), .organIDTaken(let organID): ["organ_id": organID.description]
        }
    }

    package var field: String? {
        switch self {
        case .notAnOrganID, .notUnderParent, .organIDTaken: "organ_id"
        case .blankName: "name"
        case .unknownUnit: "unit"
        case .notFound: nil
        }
    }
}
