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
        let search: [SearchBox]
        let note: String, hasNote: Bool
        /// What was typed to find a desk, so that a refused form still shows what was found.
        let sought: String
        let desk: [Choice]
        /// For whom it is, or how it came.
        let capacity: [Choice]
        let button: [Button]
        let signIn: [Link]
        let isForm: Bool

        fileprivate init(
            _ path: String, _ errors: ErrorSummary, search: [SearchBox] = [], note: String = "", sought: String = "",
            desk: [Choice] = [], capacity: [Choice] = [], button: [Button] = [], signIn: [Link] = []
        ) {
            self.capacity = capacity
            (self.path, self.errors, self.search, self.note, self.sought) = (path, errors, search, note, sought)
            (self.desk, self.button, self.signIn) = (desk, button, signIn)
            (hasNote, isForm) = (!note.isEmpty, !button.isEmpty)
        }
    }

    /// Who is asking, and what they can do here.
    enum Visit {
        /// There is no form for it.
        case closed
        case visitor
        /// With the desks there are to choose from, and what was typed to find them.
        /// And with those they may act for.
        case resident(DeskFinder.Offer, sought: String, grantors: [(id: String, name: String)])
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
        let residents = DeskFinder.Offer.mocks.map { offer in
            Visit.resident(
                offer, sought: offer.hasMore ? .hostile : "", grantors: offer.hasMore ? [("b", .hostile)] : [])
        }
        let visits = [Visit.closed, .visitor, .counter] + residents
        return Procedure.mocks.flatMap { procedure in
            visits.map { .init(procedure, visit: $0, mistakes: wrong, strings: .mock) }
        }
    }
}

extension ProcedurePage.Start {
    fileprivate static func ways(
        in visit: ProcedurePage.Visit, _ procedure: Procedure, _ form: Form, _ mistakes: Mistakes, _ strings: Strings
    ) -> [Self] {
        let page = "/services/\(procedure.code)"
        switch visit {
        case .closed: return []
        case .visitor:
            let link = Link(strings["services.start.sign_in"], "/session?from=\(page)")
            return [Self("\(page)/drafts", mistakes.summary, signIn: [link])]
        case .resident(let offer, let sought, let grantors):
            let capacities =
                [("own", "services.start.own"), ("child", "services.start.child")].map { ($0, strings[$1]) }
                + grantors.map { ("for:\($0.id)", $0.name) }
            let capacity = choice(
                "services.start.capacity", capacities, hint: "services.start.capacity_hint", form, mistakes, strings)
            return [choice(of: offer, sought: sought, capacity, page, form, mistakes, strings)]
        case .counter:
            let ways = [("own", strings["services.start.at_counter"]), ("post", strings["services.start.by_post"])]
            let way =
                procedure.channels.contains(.post)
                ? [choice("services.start.way", ways, form, mistakes, strings)] : []
            return [
                Self(
                    "\(page)/drafts", mistakes.summary, capacity: way,
                    button: [Button(strings["services.start.counter"])])
            ]
        }
    }

    private static func choice(
        _ legend: String, _ options: [(value: String, name: String)], hint: String? = nil, _ form: Form,
        _ mistakes: Mistakes, _ strings: Strings
    ) -> Choice {
        let chosen = options.contains { $0.value == form.text("capacity") } ? form.text("capacity") : "own"
        return Choice(
            "capacity", legend: strings[legend],
            options: options.map { .init($0.value, $0.name, isChosen: $0.value == chosen) },
            hint: hint.map { strings[$0] } ?? "", problem: mistakes["capacity"])
    }

    /// The desks found or usual, above them the box to look for others where not all are shown.
    private static func choice(
        of offer: DeskFinder.Offer, sought: String, _ capacity: Choice, _ page: String, _ form: Form,
        _ mistakes: Mistakes,
        _ strings: Strings
    ) -> Self {
        let isSearched = offer.hasMore || !sought.isEmpty
        let search = SearchBox(
            action: page, name: "desk", id: "desk", label: strings["services.start.desk_search"], value: sought,
            button: strings["services.search.button"], hint: strings["services.start.desk_hint"])
        let chosen = form.text("agency").isEmpty ? offer.usual?.rawValue : form.text("agency")
        let desks = Choice(
            "agency", legend: strings["services.start.desk"],
            options: offer.desks.map { desk in
                .init(
                    desk.id.rawValue, desk.name[strings.language], hint: desk.area,
                    isChosen: desk.id.rawValue == chosen)
            }, problem: mistakes["agency"])
        let note =
            sought.isEmpty
            ? "" : offer.desks.isEmpty ? "services.start.desk_none" : offer.hasMore ? "services.start.desk_more" : ""
        return Self(
            "\(page)/drafts", mistakes.summary, search: isSearched ? [search] : [],
            note: note.isEmpty ? "" : strings[note], sought: sought, desk: offer.desks.isEmpty ? [] : [desks],
            capacity: offer.desks.isEmpty ? [] : [capacity],
            button: offer.desks.isEmpty ? [] : [Button(strings["services.start.begin"])])
    }
}

extension DeskFinder.Offer {
    /// A few to choose from, the first of many, and none.
    static var mocks: [Self] {
        func desk(_ id: String, _ text: String) -> DeskFinder.Desk {
            .init(id: ID(id), name: .init(vi: text, en: text), area: text)
        }
        return [
            .init(desks: [desk("a", "Một cửa xã Yên Mô"), desk("b", "")], usual: ID("a"), hasMore: false),
            .init(desks: [desk("a", .hostile)], usual: nil, hasMore: true),
            .init(desks: [], usual: nil, hasMore: true),
        ]
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
