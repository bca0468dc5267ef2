// SPDX-License-Identifier: Apache-2.0

/// Finds the line on which a value stands in a JSON text, so that a mistake in a long file can be mended where it is.
struct JSONPlace {
    private var rest: Substring.UTF8View
    private var line = 1

    /// The line of the value under `path`, whose numbers count the items of lists: `["pages", "0", "name"]`. The line of
    /// the last part that is there where the rest is not. The text must be JSON.
    static func line(of path: [String], in source: String) -> Int {
        var place = JSONPlace(rest: source[...].utf8)
        for part in path { guard place.enter(part) else { break } }
        place.skipBlanks()
        return place.line
    }

    private mutating func enter(_ part: String) -> Bool {
        skipBlanks()
        let before = self
        let isObject = rest.first == UInt8(ascii: "{")
        guard isObject || rest.first == UInt8(ascii: "[") else { return false }
        take()
        var index = 0
        while true {
            skipBlanks()
            guard let next = rest.first, next != UInt8(ascii: "}"), next != UInt8(ascii: "]") else { break }
            let start = line
            let name = isObject ? text() : "\(index)"
            if isObject {
                skipBlanks()
                take()
            }
            if name == part {
                if isObject { line = start }
                return true
            }
            skipValue()
            index += 1
        }
        self = before
        return false
    }

    private mutating func skipValue() {
        skipBlanks()
        guard let first = rest.first else { return }
        switch first {
        case UInt8(ascii: "\""): _ = text()
        case UInt8(ascii: "{"), UInt8(ascii: "["): skipNest()
        default: while let byte = rest.first, !",]} \n\r\t".utf8.contains(byte) { take() }
        }
    }

    private mutating func skipNest() {
        var depth = 0
        while let byte = rest.first {
            if byte == UInt8(ascii: "\"") {
                _ = text()
                continue
            }
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
            take()
            if depth == 0 { return }
        }
    }

    /// A text in quotes, with its escapes as they stand there.
    private mutating func text() -> String {
        take()
        let start = rest
        while let byte = rest.first, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { take() }
            take()
        }
        let text = String(decoding: start[..<rest.startIndex], as: UTF8.self)
        take()
        return text
    }

    private mutating func skipBlanks() {
        while let byte = rest.first, " \n\r\t,".utf8.contains(byte) { take() }
    }

    private mutating func take() {
        if rest.popFirst() == UInt8(ascii: "\n") { line += 1 }
    }
}
