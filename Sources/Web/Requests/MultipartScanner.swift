// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Cuts `multipart/form-data` (RFC 7578) into its parts as the bytes come, holding no more of them than a boundary is long.
struct MultipartScanner {
    enum Event: Equatable {
        case part(MultipartHeader)
        case bytes([UInt8])
        case endOfPart
        case end
    }

    private enum State { case preamble, delimiter, header, body, done }

    /// More than any browser writes before the bytes of a part.
    private static let headerLimit = 8 * 1024

    private let delimiter: [UInt8]
    // The first boundary may stand at the very beginning: then it begins with this line's end.
    private var buffer: [UInt8] = Array("\r\n".utf8)
    private var state = State.preamble

    /// Nil for a content type that is none of ours, or without a usable boundary (RFC 2046 §5.1.1: 1 to 70 characters).
    init?(contentType: String) {
        let parts = contentType.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        let named = parts.dropFirst().first { $0.lowercased().hasPrefix("boundary=") }
        let boundary = named.map { $0.dropFirst("boundary=".count).filter { $0 != "\"" } } ?? ""
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            return nil
        }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    mutating func feed(_ bytes: some Collection<UInt8>) { buffer.append(contentsOf: bytes) }

    /// What comes next; nil when more bytes are needed to tell.
    mutating func next() throws(FormProblem) -> Event? {
        while true {
            switch state {
            case .done: return .end
            case .preamble:
                guard let found = place(of: delimiter) else {
                    guard buffer.count <= Self.headerLimit else { throw .malformed }
                    return nil
                }
                buffer.removeFirst(found + delimiter.count)
                state = .delimiter
            case .delimiter:
                guard buffer.count >= 2 else { return nil }
                let ending = Array(buffer.prefix(2))
                buffer.removeFirst(2)
                guard ending == Array("\r\n".utf8) || ending == Array("--".utf8) else { throw .malformed }
                state = ending == Array("--".utf8) ? .done : .header
            case .header:
                let end = Array("\r\n\r\n".utf8)
                guard let found = place(of: end) else {
                    guard buffer.count <= Self.headerLimit else { throw .malformed }
                    return nil
                }
                guard found <= Self.headerLimit, let header = MultipartHeader(Array(buffer[..<found])) else {
                    throw .malformed
                }
                buffer.removeFirst(found + end.count)
                state = .body
                return .part(header)
            case .body: return nextOfBody()
            }
        }
    }

    private mutating func nextOfBody() -> Event? {
        let found = place(of: delimiter)
        // What may be the beginning of a boundary waits for its end.
        let count = found ?? max(buffer.count - delimiter.count + 1, 0)
        if count > 0 {
            let bytes = Array(buffer[..<count])
            buffer.removeFirst(count)
            return .bytes(bytes)
        }
        guard found != nil else { return nil }
        buffer.removeFirst(delimiter.count)
        state = .delimiter
        return .endOfPart
    }

    private func place(of wanted: [UInt8]) -> Int? {
        var start = 0
        while let first = buffer[start...].firstIndex(of: wanted[0]) {
            guard first + wanted.count <= buffer.count else { return nil }
            if buffer[first..<first + wanted.count].elementsEqual(wanted) { return first }
            start = first + 1
        }
        return nil
    }
}

/// What a part says of itself.
struct MultipartHeader: Equatable {
    let name: String
    /// Nil for a field; "" for a file that was not chosen.
    let fileName: String?

    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else { return nil }
        let lines = text.components(separatedBy: "\r\n")
        let named = lines.first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let named, named.lowercased().contains("form-data"), let name = Self.value("name", in: named) else {
            return nil
        }
        self.name = name
        fileName = Self.value("filename", in: named)
    }

    /// Browsers write a quote inside a name as %22 and line ends as %0D %0A, and nothing else so (HTML, "multipart/form-data
    /// encoding algorithm").
    private static func value(_ key: String, in line: String) -> String? {
        guard let start = line.range(of: "; \(key)=\"") ?? line.range(of: ";\(key)=\""),
            let end = line[start.upperBound...].firstIndex(of: "\"")
        else { return nil }
        return line[start.upperBound..<end].replacing("%22", with: "\"").replacing("%0D", with: "\r")
            .replacing("%0A", with: "\n").precomposedStringWithCanonicalMapping
    }
}
