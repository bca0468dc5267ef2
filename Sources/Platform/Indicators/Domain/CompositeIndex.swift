// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// A set of indicators that a decision weighs into one score (bộ chỉ số), as `Content/Indicators/indexes.json` gives its structure.
/// What the decision's annex says of points is content where it is known; where it is not, the indicator is told without points:
/// none is invented, and a score says out of how many points it can be reckoned.
package struct CompositeIndex: Sendable, Equatable, Decodable {
    package struct Group: Sendable, Equatable, Decodable {
        package let id: String
        package let name: Indicator.Words
        package let max: Int
        /// How many components the decision divides it into, where that is known.
        package let components: Int?
        package let items: [Item]
    }

    package struct Item: Sendable, Equatable, Decodable {
        package let indicator: String
        /// Nil where the points of this component are not known.
        package let max: Double?
        package let scoring: Scoring?
    }

    package let id: String
    package let name: Indicator.Words
    package let basis: String
    package let max: Int
    package let groups: [Group]
    /// Indicators that are shown beside it and give no points.
    package let apart: [String]
}

/// How a value becomes points.
package enum Scoring: Sendable, Equatable, Decodable {
    /// The share of the most points.
    case ratio
    /// The share of what is enough for all points.
    case capped(Double)
    /// All points, or the part of them, from each of these values on; the last that is reached counts.
    case steps([Step])
    /// The share of the best unit's value.
    case relative

    package struct Step: Sendable, Equatable, Decodable {
        package let from: Double
        /// Of the most points, from 0 to 1.
        package let part: Double
    }

    private enum CodingKeys: String, CodingKey { case form, enough, steps }
    private enum Form: String, Decodable { case ratio, capped, steps, relative }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Form.self, forKey: .form) {
        case .ratio: self = .ratio
        case .capped: self = .capped(try container.decode(Double.self, forKey: .enough))
        case .steps: self = .steps(try container.decode([Step].self, forKey: .steps))
        case .relative: self = .relative
        }
    }

    /// Points out of `most` for a value; nil where it takes the best unit's value and there is none.
    package func points(_ value: Double, of most: Double, best: Double?) -> Double? {
        switch self {
        case .ratio: most * min(max(value, 0), 1)
        case .capped(let enough): most * min(max(value / enough, 0), 1)
        case .steps(let steps): most * (steps.last { value >= $0.from }?.part ?? 0)
        case .relative: best.flatMap { $0 > 0 ? most * min(max(value / $0, 0), 1) : nil }
        }
    }
}

/// How an index stands: the points that can be reckoned, and out of how many.
package struct IndexScore: Sendable {
    package struct Item: Sendable {
        package let indicator: Indicator
        package let value: IndicatorValue?
        /// Nil where its points are not known or nothing was counted.
        package let points: Double?
        package let max: Double?
    }

    package let groups: [(group: CompositeIndex.Group, items: [Item])]
    package let apart: [Item]

    package var points: Double { scored.reduce(0) { $0 + ($1.points ?? 0) } }
    /// What the points are out of: the most of the components that have some.
    package var outOf: Double { scored.reduce(0) { $0 + ($1.max ?? 0) } }

    private var scored: [Item] { groups.flatMap(\.items).filter { $0.points != nil } }

    /// - Parameters:
    ///   - values: By indicator.
    ///   - best: The value of the best unit, by indicator.
    package init(
        _ index: CompositeIndex, _ catalogue: IndicatorCatalogue, values: [String: IndicatorValue],
        best: [String: Double]
    ) {
        func item(_ id: String, _ max: Double?, _ scoring: Scoring?) -> Item? {
            guard let indicator = catalogue[id] else { return nil }
            let value = values[id].flatMap { $0.isEmpty ? nil : $0 }
            let points = value?.value.flatMap { value in
                max.flatMap { (scoring ?? .ratio).points(value, of: $0, best: best[id]) }
            }
            return Item(indicator: indicator, value: value, points: points, max: max)
        }
        groups = index.groups.map { group in
            (group, group.items.compactMap { item($0.indicator, $0.max, $0.scoring) })
        }
        apart = index.apart.compactMap { item($0, nil, nil) }
    }
}

extension CompositeIndex {
    private static let file = "Indicators/indexes.json"

    /// Reads the indexes of the content. Refuses one whose groups do not add up, whose components have more points than their
    /// group, that names an indicator nobody defines, or twice, or whose steps do not rise.
    package static func all(
        content: [String: String], _ catalogue: IndicatorCatalogue
    ) throws(ContentProblem) -> [CompositeIndex] {
        let source = content[file] ?? ""
        let indexes: [CompositeIndex]
        do { indexes = try JSONDecoder().decode([CompositeIndex].self, from: Data(source.utf8)) } catch {
            throw ContentProblem(decoding: error, in: source, file: file)
        }
        for index in indexes {
            if let reason = index.mistake(catalogue) {
                throw ContentProblem(naming: index.id, in: source, file: file, reason: "\(index.id) \(reason)")
            }
        }
        return indexes
    }

    private func mistake(_ catalogue: IndicatorCatalogue) -> String? {
        if groups.reduce(0, { $0 + $1.max }) != max { return "has groups that do not add up to \(max)" }
        if let group = groups.first(where: { group in
            group.items.reduce(0) { $0 + ($1.max ?? 0) } > Double(group.max)
        }) {
            return "has more points in \(group.id) than its \(group.max)"
        }
        let named = groups.flatMap { $0.items.map(\.indicator) } + apart
        if let unknown = named.first(where: { catalogue[$0] == nil }) {
            return "names \(unknown), which nobody defines"
        }
        if Set(named).count != named.count { return "names an indicator twice" }
        for case .steps(let steps)? in groups.flatMap(\.items).map(\.scoring) {
            let rises = zip(steps, steps.dropFirst()).allSatisfy { $0.from < $1.from }
            guard rises, !steps.isEmpty, steps.allSatisfy({ (0...1).contains($0.part) }) else {
                return "has steps that do not rise"
            }
        }
        return nil
    }
}
