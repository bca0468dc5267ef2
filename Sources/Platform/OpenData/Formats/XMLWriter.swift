// SPDX-License-Identifier: Apache-2.0

/// Writes XML. Whatever is a value is escaped, and what XML cannot hold is replaced.
struct XMLWriter {
    typealias Attribute = (name: StaticString, value: String?)

    private(set) var bytes: [UInt8] = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
    private var open: [StaticString] = []

    /// Attributes without a value are left out.
    mutating func start(_ name: StaticString, _ attributes: Attribute...) { tag(name, attributes, closed: false) }

    mutating func empty(_ name: StaticString, _ attributes: Attribute...) { tag(name, attributes, closed: true) }

    /// As `start` and `empty`, with names that the structure of the data gives: ids of our own.
    mutating func tag(_ name: StaticString, named attributes: [(id: String, value: String?)], closed: Bool) {
        raw("<")
        raw(name)
        for attribute in attributes {
            guard let value = attribute.value else { continue }
            bytes += " \(attribute.id)=\"".utf8
            escape(value)
            bytes.append(UInt8(ascii: "\""))
        }
        raw(closed ? "/>" : ">")
        if !closed { open.append(name) }
    }

    mutating func end() {
        guard let name = open.popLast() else { preconditionFailure("nothing is open") }
        raw("</")
        raw(name)
        raw(">")
    }

    mutating func text(_ name: StaticString, _ value: String, _ attributes: Attribute...) {
        tag(name, attributes, closed: false)
        escape(value)
        end()
    }

    mutating func value(_ text: String) { escape(text) }

    /// What is inside, between a tag and its end.
    mutating func inside(_ name: StaticString, _ attributes: Attribute..., write: (inout XMLWriter) -> Void) {
        tag(name, attributes, closed: false)
        write(&self)
        end()
    }

    private mutating func tag(_ name: StaticString, _ attributes: [Attribute], closed: Bool) {
        tag(name, named: attributes.map { ("\($0.name)", $0.value) }, closed: closed)
    }

    private mutating func raw(_ text: StaticString) { text.withUTF8Buffer { bytes += $0 } }

    /// Scalar by scalar: a combining mark must not hide a quote.
    private mutating func escape(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": raw("&amp;")
            case "<": raw("&lt;")
            case ">": raw("&gt;")
            case "\"": raw("&quot;")
            case "'": raw("&apos;")
            case "\t", "\n", "\r": bytes += "&#\(scalar.value);".utf8
            case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": bytes += "\u{FFFD}".utf8
            default: bytes += UTF8.encode(scalar).map { Array($0) } ?? []
            }
        }
    }
}
