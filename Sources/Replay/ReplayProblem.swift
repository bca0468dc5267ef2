// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why a year is not replayed, or is not believed.
package enum ReplayProblem: Problem, Equatable {
    /// Something is there already.
    case notEmpty(String)
    /// What was played and what was written differ.
    case differs(String)

    package var code: String {
        switch self {
        case .notEmpty: "simulation.not_empty"
        case .differs: "simulation.differs"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notEmpty: .conflict
        case .differs: .fault
        }
    }

    package var slots: [String: String] {
        switch self {
        case .notEmpty(let place): ["place": place]
        case .differs(let what): ["what": what]
        }
    }
}
