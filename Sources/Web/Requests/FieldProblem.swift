// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// A refusal that is about several fields: programs are told of each.
package protocol FieldProblems: Problem {
    func fields(_ strings: (Language) -> Strings) -> [FieldProblem]
}

/// What is wrong with one field, for programs.
package struct FieldProblem: Encodable, Sendable {
    let field: String
    let code: String
    let sentences: [String: String]

    package init(field: String, code: String, _ sentence: (Language) -> String) {
        (self.field, self.code) = (field, code)
        sentences = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, sentence($0)) })
    }

    init(field: String, _ problem: any Problem, _ strings: (Language) -> Strings) {
        self.init(field: field, code: problem.code) { strings($0).sentence(for: problem) }
    }
}
