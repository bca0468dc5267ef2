// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Online public services (dịch vụ công trực tuyến): find a procedure, ask for it, follow it, receive the result.
package enum PublicServicesProblem: Problem, Equatable {
    case noSuchProcedure(String)
    /// No desk was chosen, or none there is.
    case noDesk
    /// The form does not say whose dossier it is.
    case noApplicant
    /// The fee has not been paid.
    case unpaid
    /// The person has not consented, or no longer does, or the capacity is none.
    case noConsent
    /// A person the form names has no account here by which they could confirm, or number and name do not fit.
    case partyUnknown(String)
    /// Somebody whose affair it is too has not confirmed yet.
    case unconfirmed
    /// The procedure is not for papers that come by post.
    case notByPost
    /// A log book needs a first and a last day.
    case noPeriod
    /// More dossiers were received than one book holds.
    case longPeriod(limit: Int)

    package var code: String {
        switch self {
        case .noSuchProcedure: "services.no_such_procedure"
        case .noDesk: "services.no_desk"
        case .noApplicant: "services.no_applicant"
        case .unpaid: "services.unpaid"
        case .noConsent: "services.no_consent"
        case .notByPost: "services.not_by_post"
        case .partyUnknown: "services.party_unknown"
        case .unconfirmed: "services.unconfirmed"
        case .noPeriod: "services.no_period"
        case .longPeriod: "services.long_period"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchProcedure: .notFound
        case .noDesk, .noApplicant, .noConsent, .notByPost, .noPeriod, .longPeriod: .invalid
        case .unpaid, .partyUnknown, .unconfirmed: .conflict
        }
    }

    package var field: String? {
        switch self {
        case .noDesk: "agency"
        case .noConsent, .notByPost: "capacity"
        case .noPeriod, .longPeriod: "from"
        default: nil
        }
    }

    package var slots: [String: String] {
        switch self {
        case .noSuchProcedure(let code): ["code": code]
        case .partyUnknown(let name): ["name": name]
        case .longPeriod(let limit): ["limit": "\(limit)"]
        default: [:]
        }
    }
}
