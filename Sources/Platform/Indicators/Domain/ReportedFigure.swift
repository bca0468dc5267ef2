// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// A figure that somebody reported and nobody here counted: kept as it was printed, with what is said about it and where.
package struct ReportedFigure: Equatable, Sendable {
    /// How it came to be known: printed so, counted by us from a list that was printed, or printed beside a base that follows
    /// from other figures.
    package enum Origin: String, Sendable { case printed, counted, baseInferred = "base_inferred" }

    /// What a change is measured in, where that is stated at all: `28 %` may be points or a share.
    package enum ChangeKind: String, Sendable { case relative, unstated }

    /// How binding a target is: laid down, wished for, or said in a speech.
    package enum TargetStatus: String, Sendable { case directed, wished, speech }

    package struct Base: Equatable, Sendable {
        let period: String, value: String
    }

    package struct Change: Equatable, Sendable {
        let printed: String
        let kind: ChangeKind
    }

    package struct Target: Equatable, Sendable {
        let year: String
        let status: TargetStatus?
    }

    package let code: String
    let source: FigureSource
    let topic: String
    let name: String
    let printed: String
    let unit: String
    let period: String
    let base: Base?
    let change: Change?
    let rank: String
    let target: Target?
    let origin: Origin
    /// What makes it ambiguous, wrong or not to be joined with another; empty where there is nothing to say.
    let note: [Language: String]

    /// What the printed text says as a number, if it says one. The name of a year is none.
    package var value: PrintedNumber? {
        PrintedNumber(printed).flatMap { unit == "năm" && $0.low > 1900 ? nil : $0 }
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
    let title: String
    let day: Day
}

/// One version of a figure as it was entered: by whom, when, and in which event of the ledger.
package struct FigureEntry: Equatable, Sendable {
    package let figure: ReportedFigure
    package let version: Int
    package let event: String
    let enteredBy: String
    let enteredAt: Date
}
