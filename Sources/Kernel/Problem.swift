// SPDX-License-Identifier: Apache-2.0

/// A refusal that a person or a program can act on.
///
/// `code` is stable and dotted (`module.reason`); the sentences in `vi` and `en` are found under the string key
/// `problem.<code>`, with `slots` filled in. Never put personal data in `code`.
package protocol Problem: Error, Sendable {
    var code: String { get }
    var kind: ProblemKind { get }
    /// Values for the named slots of the sentence.
    var slots: [String: String] { get }
    /// The form field the problem is about, if it is about one.
    var field: String? { get }
}

extension Problem {
    package var slots: [String: String] { [:] }
    package var field: String? { nil }
}

/// What sort of refusal it is: decides the HTTP status and the exit code, each in one place.
package enum ProblemKind: Sendable {
    case invalid, unauthenticated, forbidden, notFound, conflict, tooLarge, tooMany, unavailable
    /// The mistake is in the program or its data: trying again will not help, an operator has to look.
    case fault
}

/// The actor is known but may not do this here.
package struct Forbidden: Problem, Equatable {
    package let permission: Permission

    package init(_ permission: Permission) { self.permission = permission }

    package var code: String { "kernel.forbidden" }
    package var kind: ProblemKind { .forbidden }
}

/// Nobody is signed in, and this needs somebody.
package struct Unauthenticated: Problem, Equatable {
    package init() {}

    package var code: String { "kernel.unauthenticated" }
    package var kind: ProblemKind { .unauthenticated }
}
