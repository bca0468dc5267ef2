// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A figure that somebody reported and nobody here counted: kept as it was printed, with what is said about it and where.
package struct ReportedFigure: Equatable, Sendable {
    /// How it came to be known: printed so, counted by us from a list that was printed, or printed beside a base that follows
    /// from other figures.
    package enum Origin: String, Sendable, CaseIterable { case printed, counted, baseInferred = "base_inferred" }

    /// What a change is measured in, where that is stated at all: `28 %` may be points or a share.
    package enum ChangeKind: String, Sendable { case relative, unstated }

    /// How binding a target is: laid down, wished for, or said in a speech.
    package enum TargetStatus: String, Sendable { case directed, wished, speech }

    package struct Base: Equatable, Sendable {
        package let period: String, value: String
    }

    package struct Change: Equatable, Sendable {
        package let printed: String
        package let kind: ChangeKind
    }

    package struct Target: Equatable, Sendable {
        package let year: String
        package let status: TargetStatus?
    }

    package let code: String
    package let source: FigureSource
    package let topic: String
    package let name: String
    package let printed: String
    package let unit: String
    package let period: String
    package let base: Base?
    package let change: Change?
    package let rank: String
    package let target: Target?
    package let origin: Origin
    /// What makes it ambiguous, wrong or not to be joined with another; empty where there is nothing to say.
    package let note: [Language: String]

    /// What the printed text says as a number, if it says one. The name of a year is none.
    package var value: PrintedNumber? {
        PrintedNumber(printed).flatMap { unit == "năm" && $0.low > 1900 ? nil : $0 }
    }

    /// The days it tells of, as far as its period says so; of a change from one time to another the later.
    package var days: ClosedRange<Day>? { Self.days(of: period) }

    /// When its target is to be reached, as far as that is a time.
    package var targetDays: ClosedRange<Day>? { target.flatMap { Self.days(of: $0.year) } }

    /// `2020`, `2020-Q3`, `2016-2020`, `2020-01..2020-09`, `2018->2020`, and `2020-11 (trình)`.
    private static func days(of text: String) -> ClosedRange<Day>? {
        let first = text.components(separatedBy: " ")[0].components(separatedBy: "->").last ?? ""
        let ends = first.components(separatedBy: "..")
        if ends.count == 2, let from = Period(ends[0]), let to = Period(ends[1]),
            from.days.lowerBound <= to.days.upperBound
        {
            return from.days.lowerBound...to.days.upperBound
        }
        if let period = Period(ends[0]) { return period.days }
        let years = first.split(separator: "-").compactMap { Period($0) }
        guard years.count == 2, years.allSatisfy({ $0.kind == .year }), years[0].year <= years[1].year else {
            return nil
        }
        return years[0].days.lowerBound...years[1].days.upperBound
    }

    /// Everything it says, in one way only: what the ledger keeps the hash of.
    var statement: String {
        [
            code, source.title, source.day.description, topic, name, printed, unit, period, base?.period ?? "",
            base?.value ?? "", change?.printed ?? "", change?.kind.rawValue ?? "", rank,
            target.map { "target \($0.year)" } ?? "", target?.status?.rawValue ?? "", origin.rawValue, note[.vi] ?? "",
            note[.en] ?? "",
        ].joined(separator: "\t")
    }
}

/// The document that a figure was printed in.
package struct FigureSource: Equatable, Sendable {
    package let title: String
    package let day: Day
}

/// One version of a figure as it was entered: by whom, when, and in which event of the ledger.
package struct FigureEntry: Equatable, Sendable {
    package let figure: ReportedFigure
    package let version: Int
    package let event: String
    let enteredBy: String
    package let enteredAt: Date
}
