// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// A rule as data: `{"<": [{"var": "age"}, 18]}` (jsonlogic.com). Evaluated without side effects, and bounded in depth and in
/// steps, so that no rule and no data can hold a request.
///
///     let rule = try JSONLogic(.object(["var": .string("married")]))
///     try rule.holds(for: .object(["married": .bool(true)]))
///
/// Two operators are ours, because the public ones know no calendar: `{"days": "2026-07-15"}` is the number of the day, so
/// that days can be subtracted, and `{"years": [from, to]}` counts whole years, such as an age.
package struct JSONLogic: Sendable, Equatable {
    package let rule: JSONValue

    /// How deep operators may stand in each other, and how much a rule may do.
    package static let depth = 32
    package static let steps = 20_000

    /// Refuses a rule with an operator that there is not, or that nests too deep.
    package init(_ rule: JSONValue) throws(JSONLogicProblem) {
        try Self.check(rule, depth: 0)
        self.rule = rule
    }

    package func value(for data: JSONValue) throws(JSONLogicProblem) -> JSONValue {
        var evaluation = JSONLogicEvaluation(steps: Self.steps)
        return try evaluation.value(of: rule, data, depth: 0)
    }

    package func holds(for data: JSONValue) throws(JSONLogicProblem) -> Bool { try value(for: data).isTruthy }

    /// The first part of every name the rule reads outside its loops: `spouse` of `{"var": "spouse.name"}`.
    package var variables: Set<String> { Self.variables(in: rule) }

    private static func check(_ rule: JSONValue, depth: Int) throws(JSONLogicProblem) {
        guard depth < Self.depth else { throw .tooDeep }
        switch rule {
        case .array(let items):
            for item in items { try check(item, depth: depth + 1) }
        case .object(let members):
            guard members.count == 1, let (name, arguments) = members.first else { return }
            guard JSONLogicOperator.names.contains(name) else { throw .unknownOperator(name) }
            try check(arguments, depth: depth + 1)
        default: break
        }
    }

    private static func variables(in rule: JSONValue) -> Set<String> {
        switch rule {
        case .array(let items): return items.reduce(into: []) { $0.formUnion(variables(in: $1)) }
        case .object(let members):
            guard members.count == 1, let (name, arguments) = members.first else { return [] }
            if name == "var" || name == "missing" {
                let names = name == "var" ? [arguments.array?.first ?? arguments] : arguments.array ?? [arguments]
                let heads = names.compactMap { $0.string?.split(separator: ".").first.map(String.init) }
                return variables(in: arguments).union(heads)
            }
            // What stands behind the list of a loop reads the item, not the data.
            let isLoop = JSONLogicOperator.loops.contains(name)
            return variables(in: isLoop ? .array(Array(arguments.array?.prefix(1) ?? [])) : arguments)
        default: return []
        }
    }
}

extension JSONLogic: Decodable {
    package init(from decoder: any Decoder) throws {
        do { try self.init(JSONValue(from: decoder)) } catch let problem as JSONLogicProblem {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: problem.description))
        }
    }
}

package enum JSONLogicProblem: Problem, Equatable, CustomStringConvertible {
    case unknownOperator(String)
    case tooDeep
    case tooManySteps

    package var code: String {
        switch self {
        case .unknownOperator: "forms.rule_unknown_operator"
        case .tooDeep: "forms.rule_too_deep"
        case .tooManySteps: "forms.rule_too_long"
        }
    }

    /// Rules come with the content, so a rule that cannot be evaluated is for the operator to mend.
    package var kind: ProblemKind { .fault }

    package var slots: [String: String] {
        if case .unknownOperator(let name) = self { ["name": name] } else { [:] }
    }

    package var description: String {
        switch self {
        case .unknownOperator(let name): "the rule uses an operator that there is not: \(name)"
        case .tooDeep: "the rule nests deeper than \(JSONLogic.depth)"
        case .tooManySteps: "the rule takes more than \(JSONLogic.steps) steps"
        }
    }
}
