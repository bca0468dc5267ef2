// SPDX-License-Identifier: Apache-2.0

/// Writes elements one after the other, without a blank between them.
struct XMLWriter {
    private(set) var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"

    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
        _ body: (inout XMLWriter) throws(EdXMLProblem) -> Void
    ) throws(EdXMLProblem) {
        text += "<" + name
        for (key, value) in attributes { text += " \(key)=\"\(value)\"" }
        text += ">"
        try body(&self)
        text += "</\(name)>"
    }

    /// An element that has to be there, also when it is empty.
    mutating func field(_ name: String, _ value: String) throws(EdXMLProblem) {
        text += "<\(name)>"
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            // Bare, it would be read as a line feed.
            case "\r": text += "&#13;"
            case "\t", "\n": text.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": throw .badValue(element: name)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "</\(name)>"
    }

    /// Left out when nobody gave it.
    mutating func field(_ name: String, ifAny value: String) throws(EdXMLProblem) {
        if !value.isEmpty { try field(name, value) }
    }

    mutating func field(_ name: String, ifAny value: Int?) throws(EdXMLProblem) {
        if let value { try field(name, "\(value)") }
    }

    /// Letters that need no care, such as base64.
    mutating func raw(_ name: String, _ value: String) { text += "<\(name)>\(value)</\(name)>" }
}
