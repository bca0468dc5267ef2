// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
package import Web

/// What a module lends to the pages of its cases: where they are, what they are called, and what is in them.
package protocol CaseFace: Sendable {
    /// The name of its `CaseKind`.
    var kind: String { get }
    /// Where its pages are: `dossiers` for `/dossiers` and `/desk/dossiers`.
    var path: String { get }
    /// Where its words begin that shall stand in place of those beginning with `cases.`; nil where these fit.
    var vocabulary: String? { get }
    /// Whether residents have cases of this kind.
    var isForResidents: Bool { get }
    /// The phases in which its cases lie in piles.
    var phases: [CaseFlow.Phase] { get }
    /// The pile that opens first for somebody.
    func firstPhase(for actor: Actor) -> CaseFlow.Phase
    /// Where else one goes from the pile.
    func doors(for actor: Actor, _ strings: Strings) -> [Link]
    /// What a case is about, for people: the name of a procedure.
    func title(of file: CaseFile, in language: Language) -> String
    /// What lies in a case, beside its way through the agencies.
    func content(of view: CaseView, for actor: Actor, _ context: WebContext) async throws -> CaseContent
}

extension CaseFace {
    package var vocabulary: String? { nil }
    package var isForResidents: Bool { true }
    package var phases: [CaseFlow.Phase] { [.incoming, .running, .standing, .outgoing] }
    package func firstPhase(for actor: Actor) -> CaseFlow.Phase { .incoming }
    package func doors(for actor: Actor, _ strings: Strings) -> [Link] { [] }
}

/// The content of one case as its page shows it.
package struct CaseContent: Sendable {
    /// What is said at the top: something to pay, a result to fetch.
    package var notices: [Notice]
    /// Forms as submitted, bills, documents, each under a heading.
    package var sections: [Section]
    /// Where else one goes from the case: moves of the module's own.
    package var doors: [Link]

    package struct Section: Sendable {
        let title: String
        let lists: [SummaryList]
        let trends: [Sparkline]
        let links: [Link]

        package init(_ title: String, lists: [SummaryList], trends: [Sparkline] = [], links: [Link] = []) {
            (self.title, self.lists, self.trends, self.links) = (title, lists, trends, links)
        }
    }

    package init(notices: [Notice] = [], sections: [Section] = [], doors: [Link] = []) {
        (self.notices, self.sections, self.doors) = (notices, sections, doors)
    }
}

/// The people and agencies that case pages name; those who keep them answer.
package struct CaseDirectory: Sendable {
    package let agency: @Sendable (Place, Language) async throws -> String
    /// An official by name and post at that time, or nil for others.
    package let official: @Sendable (_ account: String, Place, Date, Language) async throws -> String?
    /// Who works at an agency now, by account.
    package let officials: @Sendable (Place) async throws -> [(id: String, name: String)]
    /// The agencies to which a case may be handed over from this one.
    package let neighbours: @Sendable (Place, Language) async throws -> [(id: String, name: String)]

    package init(
        agency: @escaping @Sendable (Place, Language) async throws -> String,
        official: @escaping @Sendable (_ account: String, Place, Date, Language) async throws -> String?,
        officials: @escaping @Sendable (Place) async throws -> [(id: String, name: String)],
        neighbours: @escaping @Sendable (Place, Language) async throws -> [(id: String, name: String)]
    ) {
        self.agency = agency
        self.official = official
        self.officials = officials
        self.neighbours = neighbours
    }
}
