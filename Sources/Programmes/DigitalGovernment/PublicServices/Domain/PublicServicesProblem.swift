// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Online public services (dịch vụ công trực tuyến): find a procedure, ask for it, follow it, receive the result.
package enum PublicServicesProblem: Problem, Equatable {
    case noSuchProcedure(String)

    package var code: String { "services.no_such_procedure" }
    package var kind: ProblemKind { .notFound }
    package var slots: [String: String] {
        switch self {
        case .noSuchProcedure(let code): ["code": code]
        }
    }
}
