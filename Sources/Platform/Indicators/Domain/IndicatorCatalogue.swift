// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// All indicators, as `Content/Indicators/definitions.json` defines them.
package struct IndicatorCatalogue: Sendable {
    package let indicators: [Indicator]

    package init(_ indicators: [Indicator] = []) { self.indicators = indicators }

    /// Reads the definitions of the content. Refuses one that is there twice, counts by a measure that nobody declares, names
    /// a figure that nobody reported, says two things of one period, or promises more than all of something.
    package init(
        content: [String: String], measures: [Measure], figures: [ReportedFigure]
    ) throws(ContentProblem) {
        let source = content[Self.file] ?? ""
        do { indicators = try JSONDecoder().decode([Indicator].self, from: Data(source.utf8)) } catch {
            throw ContentProblem(decoding: error, in: source, file: Self.file)
        }
        let check = Check(
            source: source, measures: Set(measures.map(\.id)),
            figures: Dictionary(figures.map { ($0.code, $0) }) { first, _ in first })
        var known: Set<String> = Set(measures.map(\.id))
        for indicator in indicators {
            guard known.insert(indicator.id).inserted else { throw check.mistake(indicator, "is there twice") }
            try check(indicator)
        }
    }

    /// The measures that some formula adds up from the first event on.
    var accumulated: Set<String> {
        Set(indicators.flatMap(\.formulas).filter(\.accumulates).flatMap(\.measures))
    }

    package subscript(_ id: String) -> Indicator? { indicators.first { $0.id == id } }

    fileprivate static let file = "Indicators/definitions.json"
}

/// What a definition must not say.
private struct Check {
    let source: String
    let measures: Set<String>
    let figures: [String: ReportedFigure]

    func mistake(_ indicator: Indicator, _ reason: String) -> ContentProblem {
        ContentProblem(
            naming: indicator.id, in: source, file: IndicatorCatalogue.file, reason: "\(indicator.id) \(reason)")
    }

    func callAsFunction(_ indicator: Indicator) throws(ContentProblem) {
        guard !indicator.periods.isEmpty else { throw mistake(indicator, "is told for no kind of period") }
        try formulas(of: indicator)
        for reported in indicator.reported where figures[reported.figure] == nil {
            throw mistake(indicator, "names the figure \(reported.figure), which nobody reported")
        }
        for target in indicator.targets {
            guard figures[target.figure] != nil else {
                throw mistake(indicator, "has a target from \(target.figure), which nobody reported")
            }
            guard indicator.unit != .percent || (0...100).contains(target.value) else {
                throw mistake(indicator, "has a target of \(target.value) percent")
            }
        }
        for periods in [indicator.reported.map(\.period), indicator.targets.map(\.period)] {
            guard Set(periods).count == periods.count else { throw mistake(indicator, "says two things of one period") }
        }
    }

    private func formulas(of indicator: Indicator) throws(ContentProblem) {
        for (index, formula) in indicator.formulas.enumerated() {
            guard formula.version == index + 1, (formula.from == nil) == (index == 0) else {
                throw mistake(indicator, "has formulas that are not numbered from 1 on, each later one with its day")
            }
            if index > 0, let from = formula.from, let before = indicator.formulas[index - 1].from, from <= before {
                throw mistake(indicator, "has formulas that are not in the order of their days")
            }
            if let unknown = formula.measures.first(where: { !measures.contains($0) }) {
                throw mistake(indicator, "counts \(unknown), which nobody declares")
            }
            guard !formula.numerator.isEmpty else { throw mistake(indicator, "has nothing above the line") }
            guard formula.denominator.isEmpty == (indicator.unit == .count) else {
                throw mistake(indicator, "is a percentage of nothing, or a count of a part")
            }
        }
    }
}
