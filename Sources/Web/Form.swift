// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// The fields a person typed, NFC and without control characters; what was typed is kept to be shown again.
package struct Form: Sendable {
    private let fields: [String: [String]]

    package init(_ fields: [String: [String]] = [:]) { self.fields = fields }

    /// Parses `application/x-www-form-urlencoded`. Throws on invalid UTF-8 and U+0000.
    package init(urlEncoded body: some Collection<UInt8>) throws(FormProblem) {
        var fields: [String: [String]] = [:]
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(parts[0])
            fields[name, default: []].append(parts.count > 1 ? try Self.decode(parts[1]) : "")
        }
        self.fields = fields
    }

    /// The trimmed value, or "" when the field is missing.
    package func text(_ name: String) -> String {
        (fields[name]?.last ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    package func all(_ name: String) -> [String] { fields[name] ?? [] }

    /// As typed, for a password: not trimmed.
    package func secret(_ name: String) -> String { fields[name]?.last ?? "" }

    /// The day typed into the three boxes of a date; nil if there is none, or no such day.
    package func day(_ name: String) -> Day? {
        let numbers = ["day", "month", "year"].compactMap { Int(text("\(name)-\($0)")) }
        return numbers.count == 3 ? Day(year: numbers[2], month: numbers[1], day: numbers[0]) : nil
    }

    package func hasDay(_ name: String) -> Bool {
        ["day", "month", "year"].contains { !text("\(name)-\($0)").isEmpty }
    }

    private static func decode(_ encoded: some Collection<UInt8>) throws(FormProblem) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var rest = encoded.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(Self.nibble), let low = rest.next().flatMap(Self.nibble) else {
                    throw .malformed
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else { throw .malformed }
        return text.precomposedStringWithCanonicalMapping
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

package enum FormProblem: Problem, Equatable {
    /// Not form data: broken percent-encoding, invalid UTF-8 or a null byte.
    case malformed
    /// The token that proves the form came from our page is missing or old.
    case stale
    /// The browser says that another site sent it.
    case foreign

    package var code: String {
        switch self {
        case .malformed: "web.form_malformed"
        case .stale: "web.form_stale"
        case .foreign: "web.form_foreign"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .malformed: .invalid
        case .stale, .foreign: .forbidden
        }
    }
}
