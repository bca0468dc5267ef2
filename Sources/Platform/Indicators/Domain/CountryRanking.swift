// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// The country's place in an index of countries, as others printed it. Which figure tells of which year is content
/// (`Content/Indicators/rankings.json`); no rank is typed there.
package struct CountryRanking: Sendable, Equatable {
    package struct Point: Sendable, Equatable {
        package let period: Period
        package let rank: Int
        /// Of how many countries, where that was printed.
        package let of: Int?
        /// The figure that says so.
        package let figure: String
    }

    package let id: String
    package let name: Indicator.Words
    /// The oldest first.
    package let points: [Point]
    /// To be among the first so many, by the figure that says so.
    package let targets: [Target]

    package struct Target: Sendable, Equatable {
        package let rank: Int
        package let period: String
        package let figure: String
    }

    /// Places gained since the point before, below 0 for lost; nil for the first.
    package func movement(at index: Int) -> Int? { index == 0 ? nil : points[index - 1].rank - points[index].rank }

    /// How many places are missing to a target; 0 where it is reached.
    package func missing(to target: Target) -> Int? { points.last.map { max(0, $0.rank - target.rank) } }
}

extension CountryRanking {
    private struct Definition: Decodable {
        struct Point: Decodable {
            let period: Period
            let figure: String
            let isBase: Bool?

            private enum CodingKeys: String, CodingKey {
                case period, figure
                case isBase = "is_base"
            }
        }

        let id: String
        let name: Indicator.Words
        let points: [Point]
        let targets: [String]
    }

    private static let file = "Indicators/rankings.json"

    /// Reads the definitions of the content. Refuses one that names a figure that nobody printed or that says no rank, or two of
    /// one time, or times out of order.
    package static func all(
        content: [String: String], figures: [ReportedFigure]
    ) throws(ContentProblem) -> [CountryRanking] {
        let source = content[file] ?? ""
        let definitions: [Definition]
        do { definitions = try JSONDecoder().decode([Definition].self, from: Data(source.utf8)) } catch {
            throw ContentProblem(decoding: error, in: source, file: file)
        }
        let known = Dictionary(figures.map { ($0.code, $0) }) { first, _ in first }
        func mistake(_ name: String, _ reason: String) -> ContentProblem {
            ContentProblem(naming: name, in: source, file: file, reason: reason)
        }
        var rankings: [CountryRanking] = []
        for definition in definitions {
            var points: [Point] = []
            for point in definition.points {
                guard let figure = known[point.figure], let rank = figure.rank(isBase: point.isBase ?? false) else {
                    throw mistake(point.figure, "\(point.figure) says no rank")
                }
                if let last = points.last, last.period.days.upperBound >= point.period.days.lowerBound {
                    throw mistake(definition.id, "\(definition.id) has times that do not follow each other")
                }
                points.append(
                    Point(
                        period: point.period, rank: rank, of: point.isBase == true ? nil : figure.countries,
                        figure: point.figure))
            }
            var targets: [Target] = []
            for code in definition.targets {
                guard let figure = known[code], figure.target != nil, let rank = figure.rank(isBase: false) else {
                    throw mistake(code, "\(code) is no target")
                }
                targets.append(Target(rank: rank, period: figure.period, figure: code))
            }
            rankings.append(
                CountryRanking(id: definition.id, name: definition.name, points: points, targets: targets))
        }
        return rankings
    }
}

extension ReportedFigure {
    fileprivate func rank(isBase: Bool) -> Int? {
        guard let number = isBase ? base.flatMap({ PrintedNumber($0.value) }) : value, number.low == number.high,
            number.low > 0, number.low < 1000
        else { return nil }
        return NSDecimalNumber(decimal: number.low).intValue
    }

    /// "71/193"
    fileprivate var countries: Int? {
        let parts = rank.split(separator: "/")
        return parts.count == 2 ? Int(parts[1]) : nil
    }
}
