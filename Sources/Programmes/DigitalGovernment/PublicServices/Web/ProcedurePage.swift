// SPDX-License-Identifier: Apache-2.0

import Web

/// One procedure: what comes of it, how long it takes, what it costs, and what of this nobody has confirmed.
struct ProcedurePage: Page {
    static let template = "publicservices/procedure"

    let breadcrumbs: Breadcrumbs
    let title: String
    let presence: String, hasPresence: Bool
    let facts: SummaryList
    let unverified: Notice
    let apply: Notice

    init(_ procedure: Procedure, strings: Strings) {
        let words = ProcedureWords(strings: strings)
        breadcrumbs = Breadcrumbs([Link(strings["services.title"], "/services")])
        title = procedure.name[strings.language]
        presence = procedure.presence == .none ? "" : strings["services.presence.\(procedure.presence.rawValue)"]
        hasPresence = procedure.presence != .none
        facts = SummaryList([
            .init(strings["services.fact.result"], words.text(procedure.result)),
            .init(strings["services.fact.level"], words.level(procedure.service)),
            .init(strings["services.fact.time"], words.text(procedure.time)),
            .init(strings["services.fact.fee"], words.text(procedure.fee)),
            .init(strings["services.fact.where"], words.place(of: procedure)),
            .init(
                strings["services.fact.who"],
                list(procedure.applicants.map { strings["services.applicant.\($0.rawValue)"] })),
            .init(
                strings["services.fact.channels"],
                list(procedure.channels.map { strings["services.channel.\($0.rawValue)"] })),
            .init(strings["services.fact.code"], procedure.code),
        ])
        unverified =
            procedure.hasUnverified
            ? Notice(strings["services.unverified.title"], strings["services.unverified.text"]) : .none
        apply = Notice(strings["services.apply.title"], strings["services.apply.text"])
    }

    static var mocks: [Self] { Procedure.mocks.map { .init($0, strings: .mock) } }
}

/// Turns what a procedure says into the sentences of its page.
private struct ProcedureWords {
    let strings: Strings

    func text(_ result: Procedure.Outcome) -> String { marked(result[strings.language], result.basis) }

    func level(_ service: Procedure.Service) -> String {
        marked(strings["services.level.\(service.level.rawValue)"], service.basis)
    }

    func text(_ statement: Procedure.Statement?) -> String {
        statement.map { marked($0.text[strings.language], $0.basis) } ?? strings["services.not_known"]
    }

    func place(of procedure: Procedure) -> String {
        list(procedure.levels.map { strings["services.place.\(procedure.authority.rawValue).\($0.rawValue)"] })
    }

    private func marked(_ text: String, _ basis: Procedure.Basis) -> String {
        basis.isUnverified ? strings.fill("services.unverified.mark", ["text": text]) : text
    }
}

private func list(_ texts: [String]) -> String { texts.joined(separator: "; ") }
