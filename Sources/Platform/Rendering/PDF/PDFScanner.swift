// SPDX-License-Identifier: Apache-2.0

/// Reads the outer form of PDF objects (ISO 32000-1, 7.2 and 7.3): where each value begins and ends, not what it means.
struct PDFScanner {
    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = min(max(0, position), bytes.count)
    }

    /// The dictionary that begins here, keys without their slash.
    mutating func dictionary() throws(RenderingProblem) -> PDFDictionary {
        guard take("<<") else { throw .pdfUnreadable }
        var dictionary = PDFDictionary()
        while !take(">>") {
            skipSpace()
            guard next == UInt8(ascii: "/") else { throw .pdfUnreadable }
            let key = try value().dropFirst()
            dictionary[String(latin1: key)] = String(latin1: try value())
        }
        return dictionary
    }

    /// The bytes of the value that begins here; a reference (`12 0 R`) is one value.
    mutating func value() throws(RenderingProblem) -> ArraySlice<UInt8> {
        skipSpace()
        let start = position
        switch next {
        case UInt8(ascii: "<") where bytes[start...].starts(with: "<<".utf8): _ = try dictionary()
        case UInt8(ascii: "<"): try skip(past: UInt8(ascii: ">"))
        case UInt8(ascii: "("): try skipString()
        case UInt8(ascii: "["):
            position += 1
            while !take("]") { _ = try value() }
        case UInt8(ascii: "/"):
            position += 1
            skipWord()
        default:
            skipWord()
            guard position > start else { throw .pdfUnreadable }
            skipReference(from: start)
        }
        return bytes[start..<position]
    }

    /// A whole number that is a token of its own.
    mutating func number() throws(RenderingProblem) -> Int {
        skipSpace()
        let start = position
        skipWord()
        guard let number = Int(String(latin1: bytes[start..<position])) else { throw .pdfUnreadable }
        return number
    }

    /// Moves past `word` if it stands here.
    mutating func take(_ word: String) -> Bool {
        skipSpace()
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next {
            if byte == UInt8(ascii: "%") {
                while let byte = next, byte != 0x0A, byte != 0x0D { position += 1 }
            } else if Self.isSpace(byte) {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func skipWord() {
        while let byte = next, !Self.isSpace(byte), !"()<>[]{}/%".utf8.contains(byte) { position += 1 }
    }

    /// After a whole number: ` 0 R`, if that follows.
    private mutating func skipReference(from start: Int) {
        guard bytes[start..<position].allSatisfy({ (48...57).contains($0) }) else { return }
        var ahead = self
        guard (try? ahead.number()) != nil, ahead.take("R") else { return }
        position = ahead.position
    }

    private mutating func skip(past end: UInt8) throws(RenderingProblem) {
        guard let found = bytes[position...].firstIndex(of: end) else { throw .pdfUnreadable }
        position = found + 1
    }

    /// Parentheses may nest, and a backslash takes the meaning of what follows it away.
    private mutating func skipString() throws(RenderingProblem) {
        var depth = 0
        while let byte = next {
            position = min(bytes.count, position + (byte == UInt8(ascii: "\\") ? 2 : 1))
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { return }
        }
        throw .pdfUnreadable
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0, 9, 10, 12, 13, 32].contains(byte) }
}

extension String {
    /// One letter for each byte, so that strings in any encoding come through unharmed.
    init(latin1 bytes: some Sequence<UInt8>) {
        var scalars = UnicodeScalarView()
        for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
        self.init(scalars)
    }

    /// The bytes again. Letters that are no bytes are a mistake of ours.
    var latin1: [UInt8] { unicodeScalars.map { UInt8($0.value) } }
}

/// A PDF dictionary with its values as they are written, in their order.
struct PDFDictionary {
    private var entries: [(key: String, value: String)] = []

    subscript(key: String) -> String? {
        get { entries.first { $0.key == key }?.value }
        set {
            let place = entries.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): entries.remove(at: place)
            case (nil, let value?): entries.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// Puts one more value at the end of the array under `key`, which is made when it is missing.
    mutating func append(_ value: String, to key: String) throws(RenderingProblem) {
        guard let array = self[key] else { return self[key] = "[\(value)]" }
        guard array.hasPrefix("["), array.hasSuffix("]") else { throw .pdfUnreadable }
        self[key] = "\(array.dropLast()) \(value)]"
    }

    var text: String { "<<" + entries.map { "/\($0.key) \($0.value)" }.joined(separator: "\n") + ">>" }
}
