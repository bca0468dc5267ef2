// SPDX-License-Identifier: Apache-2.0

import Kernel
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
    let start: [Start]

    /// The way into the form: which desk it goes to, and the button.
    struct Start: Sendable {
        let path: String
        let errors: ErrorSummary
        let desk: [Choice]
        let button: Button
        let signIn: [Link]
        let isForm: Bool
    }

    /// Who is asking, and what they can do here.
    enum Visit {
        /// There is no form for it.
        case closed
        case visitor
        /// With the desks there are to choose from.
        case resident([(id: String, name: String)])
        case counter
    }

    init(
        _ procedure: Procedure, visit: Visit, form: Form = Form(), mistakes: Mistakes, strings: Strings
    ) {
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
        if case .closed = visit {
            apply = Notice(strings["services.apply.title"], strings["services.apply.text"])
        } else {
            apply = .none
        }
        start = Start.ways(in: visit, procedure, form, mistakes, strings)
    }

    static var mocks: [Self] {
        let wrong = Mistakes([PublicServicesProblem.noDesk], strings: .mock)
        let visits: [Visit] = [.closed, .visitor, .resident([("a", .hostile), ("b", "Một cửa")]), .counter]
        return Procedure.mocks.flatMap { procedure in
            visits.map { .init(procedure, visit: $0, mistakes: wrong, strings: .mock) }
        }
    }
}

extension ProcedurePage.Start {
    fileprivate static func ways(
        in visit: ProcedurePage.Visit, _ procedure: Procedure, _ form: Form, _ mistakes: Mistakes, _ strings: Strings
    ) -> [Self] {
        let path = "/services/\(procedure.code)/drafts"
        func begin(_ desk: [Choice], _ label: String) -> [Self] {
            [
                Self(
                    path: path, errors: mistakes.summary, desk: desk, button: Button(strings[label]), signIn: [],
                    isForm: true)
            ]
        }
        switch visit {
        case .closed: return []
        case .visitor:
            let link = Link(strings["services.start.sign_in"], "/session?from=/services/\(procedure.code)")
            return [
                Self(
                    path: path, errors: mistakes.summary, desk: [], button: Button(""), signIn: [link], isForm: false)
            ]
        case .resident(let desks):
            let chosen = desks.count == 1 ? desks[0].id : form.text("agency")
            return begin(
                [
                    Choice(
                        "agency", legend: strings["services.start.desk"],
                        options: desks.map { .init($0.id, $0.name, isChosen: $0.id == chosen) },
                        problem: mistakes["agency"])
                ], "services.start.begin")
        case .counter: return begin([], "services.start.counter")
        }
    }
}

/// Turns what a procedure says into the sentences of its page.
private struct ProcedureWords {
    let strings: Strings

    func text(_ result: Procedure.Outcome) -> String { marked(result[strings.language], result.basis) }

    func level(_ service: Procedure.Service) -> String {
        marked(strings["services.level.\(service.level.rawValue)"], service.basis)
    }

    func text(_ fee: Procedure.Fee?) -> String {
        fee.map { marked($0.text[strings.language], $0.basis) } ?? strings["services.not_known"]
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
