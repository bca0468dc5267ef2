// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A SQL statement whose interpolated values are always bound, never pasted.
///
/// Only a `StaticString` becomes SQL text, so a string made at run time cannot:
/// `let find: SQL = "SELECT name FROM unit WHERE code = \(code)"`.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    package enum Value: Sendable, Equatable {
        case null, integer(Int64), real(Double), text(String), blob([UInt8]), bool(Bool)
    }

    enum Part: Sendable { case raw(String), value(Value), column(Column), name(String) }

    var parts: [Part]

    package init(stringLiteral text: StaticString) { parts = [.raw("\(text)")] }
    package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.parts += right.parts
        return sum
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ text: StaticString) { parts.append(.raw("\(text)")) }
        package mutating func appendInterpolation(_ value: Value) { parts.append(.value(value)) }
        package mutating func appendInterpolation(_ text: String) { parts.append(.value(.text(text))) }
        package mutating func appendInterpolation(_ text: String?) { append(text.map(Value.text)) }
        package mutating func appendInterpolation<E>(_ id: ID<E>) { parts.append(.value(.text(id.rawValue))) }
        package mutating func appendInterpolation<E>(_ id: ID<E>?) { append((id?.rawValue).map(Value.text)) }
        package mutating func appendInterpolation(_ number: Int) { parts.append(.value(.integer(Int64(number)))) }
        package mutating func appendInterpolation(_ number: Int?) { append(number.map { .integer(Int64($0)) }) }
        package mutating func appendInterpolation(_ number: Int64) { parts.append(.value(.integer(number))) }
        package mutating func appendInterpolation(_ number: Int64?) { append(number.map(Value.integer)) }
        package mutating func appendInterpolation(_ number: Double) { parts.append(.value(.real(number))) }
        package mutating func appendInterpolation(_ number: Double?) { append(number.map(Value.real)) }
        package mutating func appendInterpolation(_ flag: Bool) { parts.append(.value(.bool(flag))) }
        package mutating func appendInterpolation(_ bytes: [UInt8]) { parts.append(.value(.blob(bytes))) }
        package mutating func appendInterpolation(_ bytes: [UInt8]?) { append(bytes.map(Value.blob)) }
        /// A time is stored as UTC milliseconds.
        package mutating func appendInterpolation(_ time: Date) { parts.append(.value(.integer(time.milliseconds))) }
        package mutating func appendInterpolation(_ time: Date?) { append((time?.milliseconds).map(Value.integer)) }
        package mutating func appendInterpolation(_ column: Column) { parts.append(.column(column)) }
        package mutating func appendInterpolation(_ other: SQL) { parts += other.parts }

        private mutating func append(_ value: Value?) { parts.append(.value(value ?? .null)) }
    }

    /// The statement as one dialect wants it, with its values in order.
    package func rendered(for dialect: Dialect) -> (text: String, values: [Value]) {
        var text = ""
        var values: [Value] = []
        for part in parts {
            switch part {
            case .raw(let raw): text += raw
            case .column(let column): text += dialect.spelling(of: column)
            case .name(let name): text += "\"" + name.replacing("\"", with: "\"\"") + "\""
            case .value(let value):
                values.append(value)
                text += dialect.placeholder(values.count)
            }
        }
        return (text, values)
    }
}

extension Sequence<SQL> {
    /// The parts with `separator` between them: `rows.map { "(\($0.code), \($0.name))" }.joined(by: ", ")`.
    package func joined(by separator: SQL) -> SQL {
        var all: SQL = ""
        for (index, part) in enumerated() {
            if index > 0 { all.parts += separator.parts }
            all.parts += part.parts
        }
        return all
    }
}
