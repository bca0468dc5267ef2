// SPDX-License-Identifier: Apache-2.0

package import Casework
import Foundation
package import Kernel

/// A document by which an agency directs others (văn bản chỉ đạo), such as a resolution of the Government: it names priorities
/// and groups of tasks, and its tasks are given under them.
package struct Directive: Sendable, Equatable {
    package let id: ID<Directive>
    /// 01/NQ-CP
    package let notation: String
    /// The day it was signed.
    package let day: Day
    package let title: String
    /// Who issued it.
    package let agency: Place
    let enteredBy: String
    let enteredAt: Date
    /// The ledger's event that tells of it.
    let event: String

    /// One of its headings. They are numbered from 1 in their order, each kind by itself.
    package struct Heading: Sendable, Equatable {
        /// What it stresses (trọng tâm), or tasks that belong together (nhóm nhiệm vụ).
        package enum Kind: String, Sendable, CaseIterable { case priority, group }

        package let kind: Kind
        package let number: Int
        package let title: String
    }

    /// Where a task stands in it.
    package struct Item: Sendable, Equatable {
        package let file: ID<CaseFile>
        package let directive: ID<Directive>
        /// Numbered through the whole directive.
        package let number: Int
        package let group: Int
        package let priority: Int?
    }

    /// How a task cites it where nobody typed that.
    var basis: String { "\(notation), \(Formats.date(day))" }

    private enum Formats {
        static func date(_ day: Day) -> String {
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "\(two(day.day))/\(two(day.month))/\(day.year)"
        }
    }
}

/// What an official states to enter a directive, as it was typed; its headings one a line.
package struct DirectiveDraft: Sendable {
    package var notation = "", title = "", priorities = "", groups = ""
    package var day: Day?

    package init() {}

    func headings() -> [Directive.Heading] {
        Self.headings(priorities, .priority) + Self.headings(groups, .group)
    }

    private static func headings(_ text: String, _ kind: Directive.Heading.Kind) -> [Directive.Heading] {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }.enumerated()
            .map { Directive.Heading(kind: kind, number: $0 + 1, title: $1) }
    }
}

package enum DirectiveProblem: Problem, Equatable {
    case noSuchDirective
    case blankNotation, longNotation, blankTitle, longTitle, noDay, dayAhead, noGroups
    case tooManyHeadings(Directive.Heading.Kind), longHeading(Directive.Heading)
    /// The same agency entered one of this notation and day before.
    case enteredBefore
    /// Of a table of tasks: none at all, more than fit, or a line that is not as it must be.
    case noSheet, longSheet, badSheet(line: Int)

    package var code: String {
        switch self {
        case .noSuchDirective: "steering.directives.no_such_directive"
        case .blankNotation: "steering.directives.blank_notation"
        case .longNotation: "steering.directives.long_notation"
        case .blankTitle: "steering.directives.blank_title"
        case .longTitle: "steering.directives.long_title"
        case .noDay: "steering.directives.no_day"
        case .dayAhead: "steering.directives.day_ahead"
        case .noGroups: "steering.directives.no_groups"
        case .tooManyHeadings: "steering.directives.too_many_headings"
        case .longHeading: "steering.directives.long_heading"
        case .enteredBefore: "steering.directives.entered_before"
        case .noSheet: "steering.directives.no_sheet"
        case .longSheet: "steering.directives.long_sheet"
        case .badSheet: "steering.directives.bad_sheet"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchDirective: .notFound
        case .enteredBefore: .conflict
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .noSuchDirective: nil
        case .blankNotation, .longNotation, .enteredBefore: "notation"
        case .blankTitle, .longTitle: "title"
        case .noDay, .dayAhead: "day"
        case .noGroups: "groups"
        case .tooManyHeadings(let kind): kind == .group ? "groups" : "priorities"
        case .longHeading(let heading): heading.kind == .group ? "groups" : "priorities"
        case .noSheet, .longSheet, .badSheet: "tasks"
        }
    }

    package var slots: [String: String] {
        switch self {
        case .longHeading(let heading): ["number": "\(heading.number)"]
        case .badSheet(let line): ["line": "\(line)"]
        default: [:]
        }
    }
}
