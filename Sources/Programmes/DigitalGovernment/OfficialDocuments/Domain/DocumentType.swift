// SPDX-License-Identifier: Apache-2.0

package import Agencies
import Foundation
package import Kernel

/// One of the 29 types of administrative documents (decree 30/2020, article 7), or a type of another family, as content.
package struct DocumentType: Sendable, Equatable {
    package let id: String
    package let vi: String
    package let en: String
    /// What stands in the number, such as QĐ; "" for one whose number has none (công văn, thư công of the State).
    package let abbreviation: String
    /// Its number among the administrative documents of QCVN 102:2016, where it is known.
    package let code: Int?
    /// A letter has no title of its own: what it is about stands under its number, and whom it is for at its head.
    package let isLetter: Bool
    package internal(set) var family: DocumentFamily

    package init(
        id: String, vi: String, en: String, abbreviation: String, code: Int?, isLetter: Bool? = nil,
        family: DocumentFamily? = nil
    ) {
        (self.id, self.vi, self.en, self.abbreviation, self.code) = (id, vi, en, abbreviation, code)
        self.isLetter = isLetter ?? abbreviation.isEmpty
        self.family = family ?? .none
    }

    /// As it stands in lists: `Nghị quyết`, and of another family `Nghị quyết (văn bản của Đảng)`.
    package func name(in language: Language) -> String {
        let (name, mark) = (language == .vi ? vi : en, family.mark(in: language))
        return mark.isEmpty ? name : "\(name) (\(mark))"
    }
}

extension DocumentType: Decodable {
    private enum CodingKeys: String, CodingKey { case id, vi, en, abbreviation, code, letter }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(String.self, forKey: .id), vi: try fields.decode(String.self, forKey: .vi),
            en: try fields.decode(String.self, forKey: .en),
            abbreviation: try fields.decode(String.self, forKey: .abbreviation),
            code: try fields.decodeIfPresent(Int.self, forKey: .code),
            isLetter: try fields.decodeIfPresent(Bool.self, forKey: .letter))
    }
}

/// All types: those of the State in the order of the decree (`types.json`), then those of the other families (`families.json`).
package struct DocumentTypes: Sendable {
    package let all: [DocumentType]
    package let families: [DocumentFamily]

    package subscript(_ id: String) -> DocumentType? { all.first { $0.id == id } }

    /// The types that agencies of a kind write, those of a family of their own first.
    package func written(by agency: Agency) -> [DocumentType] {
        let types = all.filter { $0.family.isWritten(by: agency.kind) }
        return types.filter { $0.family.bodies != nil } + types.filter { $0.family.bodies == nil }
    }

    /// Refuses a type that is there twice, and two of a family with the same abbreviation: their numbers would be the same.
    package init(content: [String: String]) throws(ContentProblem) {
        let states = try Self.read([DocumentType].self, "OfficialDocuments/types.json", in: content)
        let further =
            content["OfficialDocuments/families.json"] == nil
            ? [] : try Self.read([Entry].self, "OfficialDocuments/families.json", in: content)
        families = further.map(\.family)
        all =
            further.enumerated().flatMap { index, entry in
                ((index == 0 ? states : []) + entry.types).map { type in
                    var type = type
                    type.family = entry.family
                    return type
                }
            } + (further.isEmpty ? states : [])
        try Self.check(all, in: content)
    }

    private struct Entry: Decodable {
        let family: DocumentFamily
        let types: [DocumentType]

        private enum CodingKeys: String, CodingKey { case types }

        init(from decoder: any Decoder) throws {
            family = try DocumentFamily(from: decoder)
            types =
                try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent([DocumentType].self, forKey: .types)
                ?? []
        }
    }

    private static func check(_ types: [DocumentType], in content: [String: String]) throws(ContentProblem) {
        var (ids, abbreviations): (Set<String>, Set<String>) = ([], [])
        for type in types {
            let file = "OfficialDocuments/\(type.family.bodies == nil ? "types" : "families").json"
            let json = content[file] ?? ""
            guard ids.insert(type.id).inserted else {
                throw ContentProblem(naming: type.id, in: json, file: file, reason: "\(type.id) is there twice")
            }
            guard type.abbreviation.isEmpty || abbreviations.insert("\(type.family.id) \(type.abbreviation)").inserted
            else {
                throw ContentProblem(
                    naming: type.id, in: json, file: file, reason: "\(type.id) has the abbreviation of another")
            }
            for body in type.family.bodies ?? [] where Agency.Kind(rawValue: body) == nil {
                throw ContentProblem(naming: body, in: json, file: file, reason: "no kind of agency is called \(body)")
            }
        }
    }

    private static func read<Value: Decodable>(
        _ type: Value.Type, _ file: String, in content: [String: String]
    ) throws(ContentProblem) -> Value {
        let json = content[file] ?? ""
        do { return try JSONDecoder().decode(type, from: Data(json.utf8)) } catch {
            throw ContentProblem(decoding: error, in: json, file: file)
        }
    }
}
