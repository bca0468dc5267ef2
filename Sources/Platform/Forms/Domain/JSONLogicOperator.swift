// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// The operators of JSONLogic by name.
enum JSONLogicOperator {
    typealias Operation = @Sendable ([JSONValue]) -> JSONValue

    static let loops: Set<String> = ["filter", "map", "reduce", "all", "none", "some"]
    static let names = loops.union(["var", "missing", "missing_some", "if", "?:", "and", "or"]).union(pure.keys)

    /// Those whose value depends on their arguments alone.
    static let pure: [String: Operation] = comparisons.merging(arithmetic) { $1 }.merging(texts) { $1 }
        .merging(calendar) { $1 }

    private static let comparisons: [String: Operation] = [
        "==": { .bool(first($0).looselyEquals(second($0))) },
        "!=": { .bool(!first($0).looselyEquals(second($0))) },
        "===": { .bool(first($0) == second($0)) },
        "!==": { .bool(first($0) != second($0)) },
        ">": { .bool(second($0).isLess(than: first($0), orEqual: false)) },
        ">=": { .bool(second($0).isLess(than: first($0), orEqual: true)) },
        "<": { isRising($0, orEqual: false) },
        "<=": { isRising($0, orEqual: true) },
        "!": { .bool(!first($0).isTruthy) },
        "!!": { .bool(first($0).isTruthy) },
        "in": { .bool(contains($0)) },
    ]

    private static let arithmetic: [String: Operation] = [
        "+": { number($0.reduce(0) { $0 + $1.parsedNumber }) },
        "*": { number($0.reduce(1) { $0 * $1.parsedNumber }) },
        "-": { number($0.count == 1 ? -first($0).asNumber : first($0).asNumber - second($0).asNumber) },
        "/": { number(first($0).asNumber / second($0).asNumber) },
        "%": { number(first($0).asNumber.truncatingRemainder(dividingBy: second($0).asNumber)) },
        "max": { number($0.map(\.asNumber).max() ?? .nan) },
        "min": { number($0.map(\.asNumber).min() ?? .nan) },
    ]

    private static let texts: [String: Operation] = [
        "cat": { .string($0.map(\.asText).joined()) },
        "substr": { .string(part($0)) },
        "merge": { .array($0.flatMap { $0.array ?? [$0] }) },
        "log": { first($0) },
    ]

    private static let calendar: [String: Operation] = [
        "days": { day(first($0)).map { .number(Double($0.number)) } ?? .null },
        "years": { arguments in
            guard let from = day(first(arguments)), let to = day(second(arguments)) else { return .null }
            return .number(Double(to.year - from.year - ((to.month, to.day) < (from.month, from.day) ? 1 : 0)))
        },
    ]

    private static func first(_ values: [JSONValue]) -> JSONValue { values.first ?? .null }
    private static func second(_ values: [JSONValue]) -> JSONValue { values.count > 1 ? values[1] : .null }
    private static func day(_ value: JSONValue) -> Day? { value.string.flatMap { Day($0) } }

    /// What is no number (0 / 0) or too large for one is null: JSON has no other word for it.
    private static func number(_ result: Double) -> JSONValue { result.isFinite ? .number(result) : .null }

    private static func isRising(_ values: [JSONValue], orEqual: Bool) -> JSONValue {
        .bool(zip(values, values.dropFirst()).allSatisfy { $0.isLess(than: $1, orEqual: orEqual) })
    }

    private static func contains(_ values: [JSONValue]) -> Bool {
        switch second(values) {
        case .array(let items): items.contains(first(values))
        case .string(let text): text.contains(first(values).asText)
        default: false
        }
    }

    /// From a place, counted from the end where it is negative; of a length, or without the last few.
    private static func part(_ values: [JSONValue]) -> String {
        let text = Array(first(values).asText)
        func place(_ value: JSONValue) -> Int {
            let bound = Double(text.count)
            return value.asNumber.isNaN ? 0 : Int(min(max(value.asNumber, -bound), bound))
        }
        let from = place(second(values))
        let rest = text[(from < 0 ? max(text.count + from, 0) : min(from, text.count))...]
        guard values.count > 2 else { return String(rest) }
        let length = place(values[2])
        return String(length < 0 ? rest.dropLast(-length) : rest.prefix(length))
    }
}
