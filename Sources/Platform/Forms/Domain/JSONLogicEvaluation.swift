// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// One evaluation of a rule, counting what it does.
struct JSONLogicEvaluation {
    private var steps: Int

    init(steps: Int) { self.steps = steps }

    mutating func value(of rule: JSONValue, _ data: JSONValue, depth: Int) throws(JSONLogicProblem) -> JSONValue {
        try spend(1)
        guard depth < JSONLogic.depth else { throw .tooDeep }
        switch rule {
        case .array(let items): return .array(try values(of: items, data, depth: depth + 1))
        case .object(let members):
            guard members.count == 1, let (name, arguments) = members.first else { return rule }
            return try apply(name, arguments.array ?? [arguments], data, depth: depth + 1)
        default: return rule
        }
    }

    private mutating func values(
        of rules: [JSONValue], _ data: JSONValue, depth: Int
    ) throws(JSONLogicProblem) -> [JSONValue] {
        var values: [JSONValue] = []
        for rule in rules { values.append(try value(of: rule, data, depth: depth)) }
        return values
    }

    private mutating func apply(
        _ name: String, _ rules: [JSONValue], _ data: JSONValue, depth: Int
    ) throws(JSONLogicProblem) -> JSONValue {
        if let found = try choose(name, rules, data, depth: depth) { return found }
        if JSONLogicOperator.loops.contains(name) { return try loop(name, rules, data, depth: depth) }
        let values = try values(of: rules, data, depth: depth)
        let result: JSONValue
        switch name {
        case "var": result = Self.variable(values, in: data)
        case "missing": result = .array(Self.missing(values.first?.array ?? values, in: data))
        case "missing_some": result = Self.missingSome(values, in: data)
        default:
            guard let operation = JSONLogicOperator.pure[name] else { throw .unknownOperator(name) }
            result = operation(values)
        }
        try spend(result.weight)
        return result
    }

    /// The operators that leave out what they need not evaluate; nil for any other.
    private mutating func choose(
        _ name: String, _ rules: [JSONValue], _ data: JSONValue, depth: Int
    ) throws(JSONLogicProblem) -> JSONValue? {
        switch name {
        case "if", "?:":
            var rest = rules[...]
            while rest.count > 1 {
                let condition = try value(of: rest.removeFirst(), data, depth: depth)
                let consequence = rest.removeFirst()
                if condition.isTruthy { return try value(of: consequence, data, depth: depth) }
            }
            return try rest.first.map { rule throws(JSONLogicProblem) in try value(of: rule, data, depth: depth) }
                ?? .null
        case "and", "or":
            var last = JSONValue.null
            for rule in rules {
                last = try value(of: rule, data, depth: depth)
                if last.isTruthy == (name == "or") { return last }
            }
            return last
        default: return nil
        }
    }

    private mutating func loop(
        _ name: String, _ rules: [JSONValue], _ data: JSONValue, depth: Int
    ) throws(JSONLogicProblem) -> JSONValue {
        let items =
            try rules.first.map { rule throws(JSONLogicProblem) in try value(of: rule, data, depth: depth) }?
            .array ?? []
        let rule = rules.count > 1 ? rules[1] : .null
        if name == "reduce" {
            var sum = rules.count > 2 ? try value(of: rules[2], data, depth: depth) : .null
            for item in items {
                sum = try value(of: rule, .object(["current": item, "accumulator": sum]), depth: depth)
            }
            return sum
        }
        var results: [JSONValue] = []
        for item in items { results.append(try value(of: rule, item, depth: depth)) }
        return switch name {
        case "map": .array(results)
        case "filter": .array(zip(items, results).filter { $1.isTruthy }.map(\.0))
        case "all": .bool(!items.isEmpty && results.allSatisfy(\.isTruthy))
        case "none": .bool(!results.contains(where: \.isTruthy))
        default: .bool(results.contains(where: \.isTruthy))
        }
    }

    private mutating func spend(_ count: Int) throws(JSONLogicProblem) {
        steps -= count
        guard steps >= 0 else { throw .tooManySteps }
    }

    // MARK: reading the data

    private static func variable(_ arguments: [JSONValue], in data: JSONValue) -> JSONValue {
        let name = arguments.first ?? .null
        let fallback = arguments.count > 1 ? arguments[1] : .null
        guard !name.isBlank else { return data }
        var found = data
        for part in name.asText.split(separator: ".", omittingEmptySubsequences: false) {
            switch found {
            case .object(let members): found = members[String(part)] ?? .null
            case .array(let items): found = Int(part).flatMap { items.indices.contains($0) ? items[$0] : nil } ?? .null
            default: return fallback
            }
        }
        return found == .null ? fallback : found
    }

    private static func missing(_ names: [JSONValue], in data: JSONValue) -> [JSONValue] {
        names.filter { name in
            let value = variable([name], in: data)
            return value == .null || value == .string("")
        }
    }

    private static func missingSome(_ arguments: [JSONValue], in data: JSONValue) -> JSONValue {
        guard arguments.count == 2, let names = arguments[1].array else { return .array([]) }
        let missing = missing(names, in: data)
        return .array(Double(names.count - missing.count) >= arguments[0].asNumber ? [] : missing)
    }
}

extension JSONValue {
    /// What it costs to hold, in steps: long texts and lists must not grow for free.
    fileprivate var weight: Int {
        switch self {
        case .string(let text): text.utf8.count / 64
        case .array(let items): items.count
        default: 0
        }
    }
}
