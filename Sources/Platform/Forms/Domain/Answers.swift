// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What was answered, by question; the entries of a page that repeats stand as a list under the page's name.
///
/// How each kind of answer is kept: texts, identifiers, phones and e-mails as text; a date as `2026-07-15`, a partial one
/// perhaps as `1960` or `1960-07`; numbers and amounts as numbers; yes or no as a Bool; several choices as a list; a unit as
/// `{"code", "from", "name"}`; an address as `{"unit", "line"}`; files as a list of `{"hash", "name", "size", "kind"}`.
package struct Answers: Sendable, Equatable, Codable {
    package var values: [String: JSONValue]

    package init(_ values: [String: JSONValue] = [:]) { self.values = values }

    package init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: JSONValue].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }

    package subscript(_ id: String) -> JSONValue { values[id] ?? .null }

    /// As it is stored, always the same text for the same answers.
    package var json: String { value.json }

    package init(json: String) throws { try self.init(JSONValue(json: json)) }

    package var value: JSONValue { .object(values) }

    /// Throws `JSONTextProblem` for what is no object.
    package init(_ value: JSONValue) throws {
        guard let values = value.object else { throw JSONTextProblem(offset: 0) }
        self.values = values
    }
}

/// A file that answers a question.
package struct AttachedFile: Sendable, Equatable {
    package let hash: String
    package let name: String
    package let size: Int
    /// Its media type, found in its bytes.
    package let kind: String

    package init(hash: String, name: String, size: Int, kind: String) {
        (self.hash, self.name, self.size, self.kind) = (hash, name, size, kind)
    }

    init?(_ value: JSONValue) {
        guard let hash = value["hash"].string, let name = value["name"].string, let size = value["size"].integer,
            let kind = value["kind"].string
        else { return nil }
        self.init(hash: hash, name: name, size: size, kind: kind)
    }

    var value: JSONValue {
        .object([
            "hash": .string(hash), "name": .string(name), "size": .number(Double(size)), "kind": .string(kind),
        ])
    }
}

extension JSONValue {
    /// The files in an answer to a question that takes files.
    package var files: [AttachedFile] { array?.compactMap(AttachedFile.init) ?? [] }
}
