// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// Another portal at which people file, such as the national one: a program that signs what it sends, and files for people
/// at the desks it was granted.
package struct Portal: Sendable, Equatable, Decodable {
    /// Stands in settings and in what the portal sends: `national`.
    package let name: String
    package let vi: String
    package let en: String
    /// The ids of the desks at which it may file; `*` for all.
    package let desks: [String]

    package subscript(_ language: Language) -> String { language == .vi ? vi : en }

    /// Who acts when the portal does.
    package var actor: Actor {
        Actor(
            id: Self.prefix + name, kind: .program,
            grants: Set(desks.map { Grant(Dossiers.file, in: Place(rawValue: $0)) }))
    }

    /// The name of the portal that an account of a case stands for; nil for people.
    static func name(ofActor id: String?) -> String? {
        id.flatMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    }

    private static let prefix = "portal."

    /// Reads `PublicServices/portals.json`. Refuses one that is there twice.
    package static func all(content: [String: String]) throws(ContentProblem) -> [Portal] {
        let file = "PublicServices/portals.json"
        let text = content[file] ?? ""
        let portals: [Portal]
        do { portals = try JSONDecoder().decode([Portal].self, from: Data(text.utf8)) } catch {
            throw ContentProblem(decoding: error, in: text, file: file)
        }
        guard Set(portals.map(\.name)).count == portals.count else {
            throw ContentProblem(file: file, line: 1, reason: "a portal is there twice")
        }
        return portals
    }
}
