// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum BenchProblem: Problem, Equatable {
    /// The process that was started to be measured writes nothing, or does not answer.
    case noProgress
    /// It ended by itself; what it said before stands on standard error.
    case ended
    /// The command that was to kill and start the database server failed.
    case shock(String)
    /// A load fills a node with invented applications: only one that is simulated anyway.
    case notSimulated
    /// A load of documents would go to another machine.
    case notOnLoopback
    /// The folder holds other facts than it was said to.
    case notTheFacts(String)
    /// The disk refuses to be measured.
    case disk(String)

    package var code: String {
        switch self {
        case .noProgress: "bench.no_progress"
        case .ended: "bench.ended"
        case .shock: "bench.shock"
        case .notSimulated: "bench.not_simulated"
        case .notOnLoopback: "bench.not_on_loopback"
        case .notTheFacts: "bench.not_the_facts"
        case .disk: "bench.disk"
        }
    }

    package var kind: ProblemKind { [.notSimulated, .notOnLoopback].contains(self) ? .conflict : .unavailable }

    package var slots: [String: String] {
        switch self {
        case .noProgress, .ended, .notSimulated, .notOnLoopback: [:]
        case .shock(let command): ["command": command]
        case .notTheFacts(let folder): ["folder": folder]
        case .disk(let reason): ["reason": reason]
        }
    }
}
