// SPDX-License-Identifier: Apache-2.0

import CPostgres
import Database

/// The bound values of one statement in PostgreSQL's binary format, so that nothing is quoted and nothing cut short.
struct Parameters {
    /// NULL has no type of its own: the server infers it from where it stands.
    let types: [Oid]
    private let lengths: [Int32]
    private let offsets: [Int?]
    private let bytes: [UInt8]

    init(_ values: [SQL.Value]) throws {
        var (types, lengths, offsets, bytes) = ([Oid](), [Int32](), [Int?](), [UInt8]())
        for value in values {
            let start = bytes.count
            types.append(try value.append(to: &bytes))
            lengths.append(Int32(bytes.count - start))
            offsets.append(value == .null ? nil : start)
        }
        // An empty text still needs an address: a null pointer would mean NULL.
        bytes.append(0)
        (self.types, self.lengths, self.offsets, self.bytes) = (types, lengths, offsets, bytes)
    }

    /// Calls `body` with count, values, lengths and formats as libpq's functions take them.
    func send<R>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.bindMemory(to: CChar.self).baseAddress
            let pointers: [UnsafePointer<CChar>?] = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            let formats = [Int32](repeating: 1, count: offsets.count)
            return body(Int32(offsets.count), pointers, lengths, formats)
        }
    }
}

extension SQL.Value {
    fileprivate func append(to bytes: inout [UInt8]) throws -> Oid {
        switch self {
        case .null: return 0
        case .bool(let flag):
            bytes.append(flag ? 1 : 0)
            return 16
        case .blob(let blob):
            bytes += blob
            return 17
        case .integer(let number):
            withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
            return 20
        case .real(let number):
            withUnsafeBytes(of: number.bitPattern.bigEndian) { bytes += $0 }
            return 701
        case .text(let text):
            guard !text.utf8.contains(0) else { throw DatabaseProblem.mistake("U+0000 in a text value") }
            bytes += text.utf8
            return 25
        }
    }
}
