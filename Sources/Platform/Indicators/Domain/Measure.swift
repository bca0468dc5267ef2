// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Something a module declares countable: every sealed event of one kind is one.
///
/// Nobody types a measure's value. It moves when the ledger does, and opens down to the events it is made of.
package struct Measure: Hashable, Sendable {
    /// `petitions.accepted`: also the kind of event it counts.
    package let id: String
    /// The string key of its name, in the words of the module that declares it.
    package let nameKey: String

    package init(_ id: String, nameKey: String) {
        self.id = id
        self.nameKey = nameKey
    }
}

/// How often a measure happened at one place on one day.
package struct Count: Equatable, Sendable {
    package let place: String
    package let day: Day
    package let count: Int

    /// How often it happened everywhere on one day.
    package struct OfDay: Equatable, Sendable {
        package let day: Day
        package let count: Int
    }
}

/// One of the events a number is made of.
package struct Fact: Equatable, Sendable {
    package let position: Int64
    package let event: String
    package let subject: String
    package let place: String
    package let day: Day
}

package enum IndicatorProblem: Problem, Equatable {
    case noSuchMeasure

    package var code: String { "indicators.no_such_measure" }
    package var kind: ProblemKind { .notFound }
}
