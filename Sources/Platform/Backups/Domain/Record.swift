// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation

/// What a backup says about itself, first.
package struct BackupHeader: Codable, Sendable, Equatable {
    package let at: Date
    /// The last sealed position of the ledger it holds. Everything in it is of this one moment.
    package let position: Int
    /// The database it came from.
    package let source: String
    package let migrations: [String]
}

/// What a backup says about itself, last.
package struct BackupTotals: Codable, Sendable, Equatable {
    package var rows: [String: Int] = [:]
    package var files = 0
    package var papers = 0

    package init() {}
}

/// One entry of a backup. The same for both databases, so a node can move from one to the other.
enum Record: Equatable {
    case header(BackupHeader)
    case table(String, columns: [String])
    case row([SQL.Value])
    /// The bytes of an attached file follow.
    case file(hash: String, size: Int)
    /// The bytes of a file of the data folder follow: a key, a template of this office.
    case paper(String)
    case bytes([UInt8])
    case end(BackupTotals)
}

/// Record to bytes: a letter, the length of the rest, the rest. Numbers are big-endian.
extension Record {
    func encoded() throws -> [UInt8] {
        var body = Encoding()
        let letter: Character
        switch self {
        case .header(let header):
            letter = "H"
            body.bytes = [UInt8](try JSONEncoder().encode(header))
        case .table(let name, let columns):
            letter = "T"
            body.add(name)
            columns.forEach { body.add($0) }
        case .row(let values):
            letter = "R"
            values.forEach { body.add($0) }
        case .file(let hash, let size):
            letter = "F"
            body.add(hash)
            body.add(UInt64(size))
        case .paper(let path):
            letter = "P"
            body.add(path)
        case .bytes(let bytes):
            letter = "B"
            body.bytes = bytes
        case .end(let totals):
            letter = "E"
            body.bytes = [UInt8](try JSONEncoder().encode(totals))
        }
        var record = Encoding()
        record.bytes = [letter.asciiValue ?? 0]
        record.add(UInt32(body.bytes.count))
        return record.bytes + body.bytes
    }

    static func next(from reader: SealedReader) throws -> Record {
        let letter = try reader.read(1)[0]
        let size = try reader.read(4).reduce(0) { $0 << 8 | Int($1) }
        var body = Decoding(try reader.read(size))
        switch Character(UnicodeScalar(letter)) {
        case "H": return .header(try JSONDecoder().decode(BackupHeader.self, from: Data(body.bytes)))
        case "T": return .table(try body.text(), columns: try body.all { try $0.text() })
        case "R": return .row(try body.all { try $0.value() })
        case "F": return .file(hash: try body.text(), size: Int(try body.number(8)))
        case "P": return .paper(try body.text())
        case "B": return .bytes(body.bytes)
        case "E": return .end(try JSONDecoder().decode(BackupTotals.self, from: Data(body.bytes)))
        default: throw BackupProblem.inconsistent("an entry of an unknown kind")
        }
    }
}

private struct Encoding {
    var bytes: [UInt8] = []

    mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }

    mutating func add(_ blob: [UInt8]) {
        add(UInt32(blob.count))
        bytes += blob
    }

    mutating func add(_ value: SQL.Value) {
        switch value {
        case .null: bytes.append(0)
        case .integer(let number):
            bytes.append(1)
            add(number)
        case .real(let number):
            bytes.append(2)
            add(number.bitPattern)
        case .text(let text):
            bytes.append(3)
            add(text)
        case .blob(let blob):
            bytes.append(4)
            add(blob)
        case .bool(let flag): bytes += [5, flag ? 1 : 0]
        }
    }
}

private struct Decoding {
    let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func all<T>(_ read: (inout Decoding) throws -> T) throws -> [T] {
        var all: [T] = []
        while position < bytes.count { all.append(try read(&self)) }
        return all
    }

    mutating func text() throws -> String { String(decoding: try take(Int(try number(4))), as: UTF8.self) }

    mutating func value() throws -> SQL.Value {
        switch try number(1) {
        case 0: .null
        case 1: .integer(Int64(bitPattern: try number(8)))
        case 2: .real(Double(bitPattern: try number(8)))
        case 3: .text(try text())
        case 4: .blob([UInt8](try take(Int(try number(4)))))
        case 5: .bool(try number(1) == 1)
        default: throw BackupProblem.inconsistent("a value of an unknown kind")
        }
    }

    mutating func number(_ size: Int) throws -> UInt64 { try take(size).reduce(0) { $0 << 8 | UInt64($1) } }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw BackupProblem.inconsistent("an entry that ends too soon") }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
