// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import Kernel

extension Request {
    /// A value of the query of an interface: nil when it is not there; refused when it stands there twice, or when `read`
    /// cannot make out what was `expected`.
    package func queryValue<Value>(
        _ name: String, expected: String, _ read: (String) -> Value?
    ) throws -> Value? {
        let given = try Form(urlEncoded: (uri.query ?? "").utf8).all(name)
        guard let first = given.first else { return nil }
        guard given.count == 1, let value = read(first) else { throw QueryProblem(name: name, expected: expected) }
        return value
    }
}

/// A value of the query that is not what the interface describes.
package struct QueryProblem: Problem, Equatable {
    let name: String, expected: String

    package let code = "web.query_value"
    package let kind = ProblemKind.invalid
    package var slots: [String: String] { ["name": name, "expected": expected] }
}
