// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Any JSON: what rules are written in, and what they are evaluated on.
package enum JSONValue: Sendable, Equatable {
    case null, bool(Bool), number(Double), string(String), array([JSONValue]), object([String: JSONValue])
}

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // What is asked for in vain makes an error each time, so what forms hold most comes first.
        if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if container.decodeNil() {
            self = .null
        } else if let members = try? container.decode([String: JSONValue].self) {
            self = .object(members)
        } else if let items = try? container.decode([JSONValue].self) {
            self = .array(items)
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else {
            self = .number(try container.decode(Double.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let items): try container.encode(items)
        case .object(let members): try container.encode(members)
        }
    }
}

extension JSONValue {
    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
    package var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
    package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    package var number: Double? { if case .number(let number) = self { number } else { nil } }

    /// A whole number, if it is one that a `Double` holds without loss.
    package var integer: Int? { number.flatMap { Int(exactly: $0) }.flatMap { abs($0) <= 1 << 53 ? $0 : nil } }

    /// The member of an object, or null.
    package subscript(_ member: String) -> JSONValue { object?[member] ?? .null }

    /// Nothing was said: null, no text, no items.
    package var isBlank: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let items): items.isEmpty
        case .object(let members): members.isEmpty
        case .bool, .number: false
        }
    }
}

// MARK: how JavaScript sees a value: what JSONLogic's operators go by

extension JSONValue {
    /// Zero, no text, no items and null are false. Unlike in JavaScript, an empty array is false too.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .number(let number): number != 0 && !number.isNaN
        case .string(let text): !text.isEmpty
        case .array(let items): !items.isEmpty
        case .object: true
        }
    }

    /// As `Number(value)`; not a number where there is none.
    var asNumber: Double {
        switch self {
        case .null: 0
        case .bool(let flag): flag ? 1 : 0
        case .number(let number): number
        case .string(let text): Self.number(in: text, wholly: true)
        case .array: Self.number(in: asText, wholly: true)
        case .object: .nan
        }
    }

    /// As `parseFloat(value)`: the number a text begins with.
    var parsedNumber: Double {
        if case .number(let number) = self { return number }
        return Self.number(in: asText, wholly: false)
    }

    /// As `String(value)`, but null is no text, as inside `[].join`.
    var asText: String {
        switch self {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): Self.text(of: number)
        case .string(let text): text
        case .array(let items): items.map(\.asText).joined(separator: ",")
        case .object: "[object Object]"
        }
    }

    /// As `==`: `1 == "1"`.
    func looselyEquals(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.null, _), (_, .null): false
        case (.string, .string), (.array, .array), (.object, .object): self == other
        case (.object, _), (_, .object): false
        case (.array, .string), (.string, .array): asText == other.asText
        default: asNumber == other.asNumber
        }
    }

    /// As `<`: two texts by their letters, anything else as numbers.
    func isLess(than other: JSONValue, orEqual: Bool) -> Bool {
        if case .string(let left) = self, case .string(let right) = other {
            return orEqual ? left <= right : left < right
        }
        return orEqual ? asNumber <= other.asNumber : asNumber < other.asNumber
    }

    private static func text(of number: Double) -> String {
        if let whole = Int(exactly: number) { return String(whole) }
        return number.isNaN ? "NaN" : "\(number)"
    }

    private static func number(in text: String, wholly: Bool) -> Double {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.isEmpty { return wholly ? 0 : .nan }
        let match = wholly ? trimmed.wholeMatch(of: Pattern.jsNumber) : trimmed.prefixMatch(of: Pattern.jsNumber)
        guard let match else { return .nan }
        // Foundation's spelling of numbers wants a digit on both sides of the point.
        return Double(match.output.hasSuffix(".") ? match.output.dropLast() : match.output) ?? .nan
    }
}
