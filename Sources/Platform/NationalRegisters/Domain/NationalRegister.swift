// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// A register of which another system is the master: the civil-status register of the Ministry of Justice, the police's
/// register of residence. This node asks it to enter something and waits; it never keeps a second one.
package struct NationalRegister: Sendable, Equatable, Decodable {
    /// Stands in addresses, in settings and in the files of procedures: `civil-status`.
    package let name: String
    package let vi: String
    package let en: String
    /// Whoever keeps it decides, too; otherwise it enters what an office here has decided.
    package let decides: Bool

    package subscript(_ language: Language) -> String { language == .vi ? vi : en }
}

/// The registers this node knows: a content file.
package struct NationalRegisters: Sendable, Equatable {
    package let all: [NationalRegister]

    package init(_ all: [NationalRegister] = []) { self.all = all }

    /// Reads `NationalRegisters/registers.json`. Refuses one that is there twice.
    package init(content: [String: String]) throws(ContentProblem) {
        let (file, text) = (Self.file, content[Self.file] ?? "")
        do { all = try JSONDecoder().decode([NationalRegister].self, from: Data(text.utf8)) } catch {
            throw ContentProblem(decoding: error, in: text, file: file)
        }
        guard Set(all.map(\.name)).count == all.count else {
            throw ContentProblem(file: file, line: 1, reason: "a register is there twice")
        }
    }

    package subscript(_ name: String) -> NationalRegister? { all.first { $0.name == name } }

    private static let file = "NationalRegisters/registers.json"
}
