// SPDX-License-Identifier: Apache-2.0

import Kernel

// Foundation's coders make a container for each value of each answer; read and written like this, a form takes a tenth of
// the time, and every page about a form or a case waits for it.

/// Why a text is no JSON, and where.
package struct JSONTextProblem: Error, Equatable {
    package let offset: Int
}

extension JSONValue {
    /// As it is stored: always the same text for the same value, the members of an object in the order of their names.
    package var json: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let number): bytes += Self.text(ofNumber: number).utf8
        case .string(let text): bytes.append(jsonText: text)
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(jsonText: member.key)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// What no number is has no spelling in JSON either.
    private static func text(ofNumber number: Double) -> String {
        guard number.isFinite else { return "null" }
        return Int(exactly: number).map(String.init) ?? "\(number)"
    }

    /// Reads one value and nothing after it (RFC 8259); of two members with one name the first counts, as Foundation has it.
    package init(json: String) throws(JSONTextProblem) {
        var json = json
        let result = json.withUTF8 { bytes -> Result<JSONValue, JSONTextProblem> in
            var reader = JSONReader(bytes)
            do throws(JSONTextProblem) { return .success(try reader.whole()) } catch { return .failure(error) }
        }
        self = try result.get()
    }
}

/// Reads JSON from the bytes of a text.
private struct JSONReader {
    /// So deep values may stand in each other; a form has no use for more.
    private static let depth = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private var offset = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func whole() throws(JSONTextProblem) -> JSONValue {
        let value = try value()
        skipSpace()
        guard offset == bytes.count else { throw problem }
        return value
    }

    private var problem: JSONTextProblem { JSONTextProblem(offset: offset) }
    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    /// Goes past a sign, if it is next behind spaces.
    private mutating func skip(_ sign: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: sign) else { return false }
        offset += 1
        return true
    }

    private mutating func value() throws(JSONTextProblem) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "{"): return .object(try members())
        case UInt8(ascii: "["): return .array(try items())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONTextProblem) -> JSONValue {
        let end = offset + word.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[offset..<end].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: end - offset))
        else { throw problem }
        offset = end
        return value
    }

    private mutating func members() throws(JSONTextProblem) -> [String: JSONValue] {
        try enter()
        var members: [String: JSONValue] = [:]
        while !skip("}") {
            guard members.isEmpty || skip(",") else { throw problem }
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw problem }
            let name = try text()
            guard skip(":") else { throw problem }
            let value = try value()
            if members[name] == nil { members[name] = value }
        }
        depth -= 1
        return members
    }

    private mutating func items() throws(JSONTextProblem) -> [JSONValue] {
        try enter()
        var items: [JSONValue] = []
        while !skip("]") {
            guard items.isEmpty || skip(",") else { throw problem }
            items.append(try value())
        }
        depth -= 1
        return items
    }

    private mutating func enter() throws(JSONTextProblem) {
        depth += 1
        guard depth <= Self.depth else { throw problem }
        offset += 1
    }

    /// A text in quotes; what stands in it unescaped is UTF-8 already, since it came from a `String`.
    private mutating func text() throws(JSONTextProblem) -> String {
        offset += 1
        let start = offset
        while let byte = next, byte != 0x22, byte != 0x5C, byte >= 0x20 { offset += 1 }
        if next == 0x22 {
            defer { offset += 1 }
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<offset]), as: UTF8.self)
        }
        var text = Array(bytes[start..<offset])
        while let byte = next, byte != 0x22 {
            guard byte >= 0x20 else { throw problem }
            offset += 1
            if byte == 0x5C { text += String(try escaped()).utf8 } else { text.append(byte) }
        }
        guard next != nil else { throw problem }
        offset += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// What stands behind a backslash.
    private mutating func escaped() throws(JSONTextProblem) -> Unicode.Scalar {
        guard let byte = next else { throw problem }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try unit()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            // Above the first 65,536 a character is written as two halves.
            guard unit < 0xDC00, next == 0x5C, offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "u")
            else { throw problem }
            offset += 2
            let low = try self.unit()
            guard 0xDC00...0xDFFF ~= low,
                let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
            else { throw problem }
            return scalar
        default: throw problem
        }
    }

    private mutating func unit() throws(JSONTextProblem) -> UInt16 {
        guard offset + 4 <= bytes.count else { throw problem }
        var unit: UInt16 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw problem }
            unit = unit << 4 | UInt16(digit)
        }
        offset += 4
        return unit
    }

    private mutating func number() throws(JSONTextProblem) -> Double {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        let whole = offset
        try digits()
        if bytes[whole] == UInt8(ascii: "0"), offset > whole + 1 { throw problem }
        if next == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<offset]), as: UTF8.self)
        guard let number = Double(text), number.isFinite else { throw problem }
        return number
    }

    private mutating func digits() throws(JSONTextProblem) {
        let start = offset
        while let byte = next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { offset += 1 }
        guard offset > start else { throw problem }
    }
}
