// SPDX-License-Identifier: Apache-2.0

import Forms
package import Kernel
package import Web

/// Why a portal is not served.
package enum PortalProblem: Problem, Equatable, CaseIterable {
    /// Not signed by a portal this node knows, or not just now.
    case notSigned
    /// Nothing tells whether it comes for the first time.
    case noKey
    /// The key came before, with something else.
    case keyUsed
    case unreadable

    package var code: String {
        switch self {
        case .notSigned: "portals.not_signed"
        case .noKey: "portals.no_key"
        case .keyUsed: "portals.key_used"
        case .unreadable: "portals.unreadable"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notSigned: .unauthenticated
        case .noKey, .unreadable: .invalid
        case .keyUsed: .conflict
        }
    }
}

/// Answers that are refused, each at its field.
package struct RefusedAnswers: FieldProblems {
    let problems: [AnswerProblem]

    /// So many are told of at once.
    private static let limit = 100

    package var code: String { "portals.answers_refused" }
    package var kind: ProblemKind { .invalid }
    package var slots: [String: String] { ["count": "\(problems.count)"] }

    package func fields(_ strings: (Language) -> Strings) -> [FieldProblem] {
        problems.prefix(Self.limit).map { problem in
            FieldProblem(field: problem.field, code: problem.code) { problem.sentence(strings($0)) }
        }
    }
}
