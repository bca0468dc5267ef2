// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum JobProblem: Problem, Equatable {
    /// Another process has taken the lease over: what was begun under it must not be written.
    case leaseLost(String)
    /// There is no dead letter with this id: it was retried or dropped in the meantime.
    case noDeadLetter(String)

    package var code: String {
        switch self {
        case .leaseLost: "jobs.lease_lost"
        case .noDeadLetter: "jobs.no_dead_letter"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .leaseLost: .conflict
        case .noDeadLetter: .notFound
        }
    }
}
