// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why an answer is not taken. Whoever forges one learns nothing but that.
package enum RegisterProblem: Problem, Equatable, CaseIterable {
    /// None with this name is connected.
    case noSuchRegister
    /// Not signed by the register, or not just now.
    case refused
    case unreadable
    /// This node never asked it that.
    case noSuchRequest
    /// It was answered before, and otherwise.
    case answeredOtherwise

    package var code: String {
        switch self {
        case .noSuchRegister: "registers.no_such_register"
        case .refused: "registers.answer_refused"
        case .unreadable: "registers.answer_unreadable"
        case .noSuchRequest: "registers.no_such_request"
        case .answeredOtherwise: "registers.answered_otherwise"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchRegister, .noSuchRequest: .notFound
        case .refused: .unauthenticated
        case .unreadable: .invalid
        case .answeredOtherwise: .conflict
        }
    }
}
