// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
package import Kernel
package import NationalRegisters
import Search

/// All procedures, found by code or by what people call them.
package struct Catalogue: Sendable {
    package let procedures: [Procedure]
    package let registers: NationalRegisters
    private let byCode: [String: Procedure]
    private let words: [[Set<String>]]

    /// Reads every `PublicServices/procedures/*.json` of the content. Refuses a file that cannot be read, whose name is not
    /// its code, that offers online what needs somebody to come, or that names a register nobody knows.
    package init(content: [String: String]) throws(ContentProblem) {
        var found: [Procedure] = []
        for (path, text) in content.sorted(by: { $0.key < $1.key }) where path.hasPrefix(Self.folder) {
            found.append(try Self.procedure(in: path, text))
        }
        let registers = try NationalRegisters(content: content)
        for procedure in found {
            guard let name = procedure.register, registers[name] == nil else { continue }
            throw ContentProblem(
                file: "\(Self.folder)\(procedure.code).json", line: 1,
                reason: "there is no national register \(name)")
        }
        self.init(found, registers: registers)
    }

    init(_ procedures: [Procedure], registers: NationalRegisters = NationalRegisters()) {
        self.procedures = procedures
        self.registers = registers
        byCode = Dictionary(procedures.map { ($0.code, $0) }) { first, _ in first }
        words = procedures.map { procedure in
            ([procedure.code, procedure.name.vi, procedure.name.en] + procedure.also).map {
                Set(Self.words(of: $0))
            }
        }
    }

    package subscript(_ code: String) -> Procedure? { byCode[code] }

    /// The national register that a procedure waits for.
    package func register(of code: String) -> NationalRegister? { self[code]?.register.flatMap { registers[$0] } }

    /// Which of the flow's tracks a dossier of this procedure is on: what its register makes of it.
    package func track(of code: String) -> String {
        switch register(of: code)?.decides {
        case nil: CaseFlow.mainTrack
        case false?: "register_enters"
        case true?: "register_decides"
        }
    }

    /// The procedures of one field, in the order of their names.
    package func procedures(in field: Procedure.Field, _ language: Language) -> [Procedure] {
        procedures.filter { $0.field == field }.sorted {
            VietnameseText.sortKey($0.name[language]).lexicographicallyPrecedes(
                VietnameseText.sortKey($1.name[language]))
        }
    }

    /// What `query` may mean, the best first: each typed word must begin a word of one of the names, with marks or
    /// without; the name that has the fewest words beside them is the nearest.
    package func find(_ query: String) -> [Procedure] {
        let typed = Self.words(of: query)
        guard !typed.isEmpty else { return [] }
        return zip(procedures, words)
            .compactMap { procedure, names in
                names.compactMap { Self.distance(of: typed, from: $0) }.min().map { (procedure, $0) }
            }
            .sorted { ($0.1, $0.0.code) < ($1.1, $1.0.code) }
            .map(\.0)
    }

    /// How many words of the name were not asked for, or nil if a typed word is not in it.
    private static func distance(of typed: [String], from name: Set<String>) -> Int? {
        typed.allSatisfy { word in name.contains { $0.hasPrefix(word) } } ? name.count - Set(typed).count : nil
    }

    private static func words(of text: String) -> [String] { VietnameseText.words(VietnameseText.folded(text)) }

    private static let folder = "PublicServices/procedures/"

    private static func procedure(in path: String, _ text: String) throws(ContentProblem) -> Procedure {
        let procedure: Procedure
        do { procedure = try JSONDecoder().decode(Procedure.self, from: Data(text.utf8)) } catch {
            throw ContentProblem(decoding: error, in: text, file: path)
        }
        guard path == "\(folder)\(procedure.code).json" else {
            throw ContentProblem(file: path, line: 1, reason: "the file is not named after its code \(procedure.code)")
        }
        guard procedure.presence == .none || procedure.service.level != .full else {
            throw ContentProblem(
                file: path, line: 1, reason: "somebody has to come (presence), so its level cannot be full")
        }
        return procedure
    }
}
