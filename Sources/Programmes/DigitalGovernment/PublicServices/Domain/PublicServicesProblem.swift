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

    package var code: String {
        switch self {
        case .noSuchProcedure: "services.no_such_procedure"
        case .noDesk: "services.no_desk"
        case .noApplicant: "services.no_applicant"
        case .unpaid: "services.unpaid"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchProcedure: .notFound
        case .noDesk, .noApplicant: .invalid
        case .unpaid: .conflict
        }
    }

    package var field: String? { self == .noDesk ? "agency" : nil }

    package var slots: [String: String] {
        if case .noSuchProcedure(let code) = self { ["code": code] } else { [:] }
    }
}
