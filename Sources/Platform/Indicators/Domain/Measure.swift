// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Something a module declares countable: every sealed event of one kind is one, or each of those that say so.
///
/// Nobody types a measure's value. It moves when the ledger does, and opens down to the events it is made of.
package struct Measure: Hashable, Sendable {
    /// `petitions.accepted`
    package let id: String
    /// The kind of event it counts; the name of the measure unless another is given.
    let event: String
    /// Counts only events in which each of these facts has one of the values.
    let facts: [String: Set<String>]
    /// The string key of its name, in the words of the module that declares it.
    package let nameKey: String

    package init(_ id: String, nameKey: String, event: String? = nil, where facts: [String: Set<String>] = [:]) {
        self.id = id
        self.event = event ?? id
        self.facts = facts
        self.nameKey = nameKey
    }

    /// What it counts, as text: `dossiers.decided_on_time=dossiers.decided[on_time:yes]`.
    var definition: String {
        let conditions = facts.map { "\($0):\($1.sorted().joined(separator: "|"))" }.sorted()
        return "\(id)=\(event)[\(conditions.joined(separator: ","))]"
    }

    func counts(_ event: [String: String]) -> Bool {
        facts.allSatisfy { fact, values in event[fact].map(values.contains) ?? false }
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
    case noSuchMeasure, noSuchIndicator, noSuchFigure

    package var code: String {
        switch self {
        case .noSuchMeasure: "indicators.no_such_measure"
        case .noSuchIndicator: "indicators.no_such_indicator"
        case .noSuchFigure: "indicators.no_such_figure"
        }
    }
    package var kind: ProblemKind { .notFound }
}
