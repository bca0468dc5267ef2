// SPDX-License-Identifier: Apache-2.0

import CPostgres
import Database

/// What the server answered to one statement, in binary form; freed when it goes out of scope.
final class Answer {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }
    deinit { PQclear(handle) }

    var failure: PostgresFailure? {
        // A statement that was sent behind one that failed is passed over.
        let harmless = [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC, PGRES_PIPELINE_ABORTED]
        if harmless.contains(PQresultStatus(handle)) { return nil }
        return PostgresFailure(
            state: field("C") ?? "08006",
            message: field("M") ?? trimmed(PQresultErrorMessage(handle)),
            constraint: field("n"))
    }

    /// `INSERT 0 3`, `COMMIT`, `ROLLBACK`.
    var tag: String { String(cString: PQcmdStatus(handle)) }

    /// How many rows the statement changed; 0 for a SELECT.
    var changed: Int { tag.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    func rows() throws -> [Row] {
        let width = PQnfields(handle)
        let columns = (0..<width).map { String(cString: PQfname(handle, $0)) }
        let types = (0..<width).map { PQftype(handle, $0) }
        return try (0..<PQntuples(handle)).map { row in
            let values = try (0..<width).map { column in
                try value(row, column, type: types[Int(column)], name: columns[Int(column)])
            }
            return Row(columns: columns, values: values)
        }
    }

    private func value(_ row: Int32, _ column: Int32, type: Oid, name: String) throws -> SQL.Value {
        guard PQgetisnull(handle, row, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column), count: Int(PQgetlength(handle, row, column)))
        guard let value = SQL.Value(binary: bytes, type: type) else {
            throw DatabaseProblem.mistake("column \(name) has a type (\(type)) that SQLite does not know")
        }
        return value
    }

    /// A field of an error by its letter (PG_DIAG_SQLSTATE and its like are macros that Swift cannot see).
    private func field(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(handle, Int32(code.value)).map { String(cString: $0) }
    }
}

func trimmed(_ message: UnsafePointer<CChar>?) -> String {
    guard let message else { return "" }
    let text = String(cString: message)
    return String(text[..<(text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex)])
}

extension SQL.Value {
    /// Decodes PostgreSQL's binary format by the type's OID (src/include/catalog/pg_type.dat).
    init?(binary bytes: UnsafeRawBufferPointer, type: Oid) {
        switch type {
        case 16: self = .bool(bytes.first == 1)
        case 17: self = .blob(Array(bytes))
        case 19, 25, 705, 1042, 1043: self = .text(String(decoding: bytes, as: UTF8.self))
        case 20: self = .integer(Int64(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        case 21: self = .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case 23: self = .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case 26: self = .integer(Int64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        case 700:
            self = .real(Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))))
        case 701: self = .real(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        case 1700: self.init(numeric: bytes)
        case 2278: self = .null
        default: return nil
        }
    }

    /// NUMERIC, which `sum` and `avg` of BIGINT give: a whole number where it has no decimals, as on SQLite.
    /// Layout: count, weight, sign and scale as 16 bits each, then digits of base 10,000.
    private init(numeric bytes: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> Int {
            Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)))
        }
        let (count, weight, scale) = (word(0), word(1), word(3))
        let isNegative = UInt16(truncatingIfNeeded: word(2)) == 0x4000
        guard UInt16(truncatingIfNeeded: word(2)) & 0xC000 != 0xC000 else {
            self = .real(.nan)
            return
        }
        let digits = (0..<count).map { word(4 + $0) }
        if scale == 0, let whole = Self.whole(digits, weight: weight, isNegative: isNegative) {
            self = .integer(whole)
        } else {
            let sum = digits.reduce(0.0) { $0 * 10_000 + Double($1) } * pow10000(weight - count + 1)
            self = .real(isNegative ? -sum : sum)
        }
    }

    private static func whole(_ digits: [Int], weight: Int, isNegative: Bool) -> Int64? {
        var sum: Int64 = 0
        guard !digits.isEmpty else { return 0 }
        for index in 0...max(weight, 0) {
            let (shifted, tooBig) = sum.multipliedReportingOverflow(by: 10_000)
            let digit = Int64(index < digits.count ? digits[index] : 0)
            let (next, tooFar) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
            guard !tooBig, !tooFar else { return nil }
            sum = next
        }
        return sum
    }
}

private func pow10000(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10_000 }
    return exponent < 0 ? 1 / power : power
}
