// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// One of the 29 types of administrative documents (decree 30/2020, article 7), as content.
package struct DocumentType: Sendable, Equatable, Decodable {
    package let id: String
    package let vi: String
    package let en: String
    /// What stands in the number, such as QĐ; "" for a letter (công văn, thư công).
    package let abbreviation: String
    /// Its number among the administrative documents of QCVN 102:2016, where it is known.
    package let code: Int?

    package func name(in language: Language) -> String { language == .vi ? vi : en }

    /// A letter has no title of its own: what it is about stands under its number, and whom it is for at its head.
    package var isLetter: Bool { abbreviation.isEmpty }
}

/// All types, in the order of the decree.
package struct DocumentTypes: Sendable {
    package let all: [DocumentType]

    package subscript(_ id: String) -> DocumentType? { all.first { $0.id == id } }

    /// Refuses a type that is there twice, and two with the same abbreviation: their numbers would be the same.
    package init(content: [String: String]) throws(ContentProblem) {
        let file = "OfficialDocuments/types.json"
        let json = content[file] ?? ""
        do { all = try JSONDecoder().decode([DocumentType].self, from: Data(json.utf8)) } catch {
            throw ContentProblem(decoding: error, in: json, file: file)
        }
        var (ids, abbreviations): (Set<String>, Set<String>) = ([], [])
        for type in all {
            guard ids.insert(type.id).inserted else {
                throw ContentProblem(naming: type.id, in: json, file: file, reason: "\(type.id) is there twice")
            }
            guard type.isLetter || abbreviations.insert(type.abbreviation).inserted else {
                throw ContentProblem(
                    naming: type.id, in: json, file: file, reason: "\(type.id) has the abbreviation of another")
            }
        }
    }
}
