// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// One row of a result. A missing column or a value of another kind is our mistake and throws.
package struct Row: Sendable {
    let columns: [String]
    let values: [SQL.Value]

    package init(columns: [String], values: [SQL.Value]) {
        self.columns = columns
        self.values = values
    }

    package func raw(_ column: String) throws -> SQL.Value {
        guard let index = columns.firstIndex(of: column) else { throw DatabaseProblem.mistake("no column \(column)") }
        return values[index]
    }

    package func text(_ column: String) throws -> String {
        guard case .text(let text) = try raw(column) else { throw wrong(column) }
        return text
    }

    package func integer(_ column: String) throws -> Int64 {
        guard case .integer(let number) = try raw(column) else { throw wrong(column) }
        return number
    }

    package func int(_ column: String) throws -> Int { Int(try integer(column)) }

    package func real(_ column: String) throws -> Double {
        switch try raw(column) {
        case .real(let number): number
        case .integer(let number): Double(number)
        default: throw wrong(column)
        }
    }

    package func bool(_ column: String) throws -> Bool {
        switch try raw(column) {
        case .bool(let flag): flag
        case .integer(let number): number != 0
        default: throw wrong(column)
        }
    }

    package func blob(_ column: String) throws -> [UInt8] {
        guard case .blob(let bytes) = try raw(column) else { throw wrong(column) }
        return bytes
    }

    package func time(_ column: String) throws -> Date { Date(milliseconds: try integer(column)) }

    package func id<E>(_ column: String, of _: E.Type = E.self) throws -> ID<E> { ID(try text(column)) }

    /// The value unless it is NULL: `try row.optional("closed_at", row.time)`.
    package func optional<T>(_ column: String, _ read: (String) throws -> T) throws -> T? {
        try raw(column) == .null ? nil : try read(column)
    }

    /// A text column as one of a closed set of values.
    package func value<T>(_ column: String, _ parse: (String) -> T?) throws -> T {
        guard let value = parse(try text(column)) else { throw wrong(column) }
        return value
    }

    private func wrong(_ column: String) -> DatabaseProblem { .mistake("unexpected value in column \(column)") }
}
