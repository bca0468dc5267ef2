// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Indicators
package import Kernel

/// Gives tasks. Their way from there on is Casework's.
package struct TaskService: Sendable {
    static let titleLimit = 200
    private static let joiningLimit = 30
    /// So many of the newest are looked through.
    private static let joinedLimit = 1000

    let database: any Database
    let cases: CaseService
    let agencies: AgencyService
    let catalogue: IndicatorCatalogue
    let now: Now

    package init(
        database: any Database, cases: CaseService, agencies: AgencyService, catalogue: IndicatorCatalogue,
        now: @escaping Now
    ) {
        (self.database, self.cases, self.agencies) = (database, cases, agencies)
        (self.catalogue, self.now) = (catalogue, now)
    }

    /// Gives a task to its lead agency, from the agency the official acts for; under a directive of that agency, if one is
    /// told.
    @discardableResult
    package func give(
        _ draft: TaskDraft, under directive: ID<Directive>? = nil, by actor: Actor
    ) async throws -> CaseFile {
        do { return try await give([draft], under: directive, by: actor)[0] } catch let refused as TasksRefused {
            throw refused.mistakes[0].problem
        }
    }

    /// Gives many, or none if anything is wrong with one of them.
    @discardableResult
    package func give(
        _ drafts: [TaskDraft], under directive: ID<Directive>? = nil, by actor: Actor
    ) async throws -> [CaseFile] {
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: desk)
        var frame: Frame?
        if let directive { frame = try await self.frame(directive, of: desk) }
        var (orders, mistakes): ([Order], [(index: Int, problem: TaskProblem)]) = ([], [])
        var known: [String: Agency?] = [:]
        for (index, draft) in drafts.enumerated() {
            do { orders.append(try await checked(draft, under: frame, from: desk, &known)) } catch let wrong as Wrong {
                mistakes += wrong.problems.map { (index, $0) }
            }
        }
        guard mistakes.isEmpty else { throw TasksRefused(mistakes: mistakes) }
        let giver = try await agencies.find(ID(desk.rawValue))?.name ?? ""
        return try await database.write { [cases, orders] db in
            let store = DirectiveStore(db: db)
            let last = try directive.map { try store.takeLastNumber(of: $0) } ?? 0
            return try orders.enumerated().map { index, order in
                let file = try cases.open(
                    .init(
                        kind: Tasks.kind, matter: order.title, matterVersion: 1,
                        applicant: .init(account: nil, name: giver), channel: .desk, content: order.content,
                        limit: .until(order.due), desk: desk, holder: order.lead), by: actor, in: db)
                try store.insert(part: order.lead.rawValue, in: file.id, isLead: true)
                for agency in order.joining { try store.insert(part: agency, in: file.id, isLead: false) }
                if let directive, let group = order.group {
                    try store.insert(
                        Directive.Item(
                            file: file.id, directive: directive, number: last + index + 1, group: group,
                            priority: order.priority))
                }
                return file
            }
        }
    }

    /// A directive with its headings, for who gives tasks under it.
    package struct Frame: Sendable {
        package let directive: Directive
        package let headings: [Directive.Heading]

        /// The heading of this kind under which a task stands.
        func heading(of item: Directive.Item, _ kind: Directive.Heading.Kind) -> Directive.Heading? {
            let number = kind == .group ? item.group : item.priority
            return headings.first { $0.kind == kind && $0.number == number }
        }

        /// The number of a heading, as it was typed.
        func number(_ typed: String, _ kind: Directive.Heading.Kind) -> Int? {
            headings.first { $0.kind == kind && "\($0.number)" == typed }?.number
        }
    }

    /// Only who issued a directive gives tasks under it.
    package func frame(_ id: ID<Directive>, of agency: Place) async throws -> Frame {
        let (directive, headings) = try await database.ask(DirectiveStore.find(id), DirectiveStore.headings(of: id))
        guard let directive, directive.agency == agency else { throw DirectiveProblem.noSuchDirective }
        return Frame(directive: directive, headings: headings)
    }

    /// A task that can be given.
    private struct Order: Sendable {
        let title: String, content: String
        let lead: Place
        let joining: [String]
        let due: Day
        let group: Int?, priority: Int?
    }

    private struct Wrong: Error { let problems: [TaskProblem] }

    private func checked(
        _ draft: TaskDraft, under frame: Frame?, from desk: Place, _ known: inout [String: Agency?]
    ) async throws -> Order {
        var draft = draft
        if let frame { draft.basis = frame.directive.basis }
        var problems = blanks(in: draft)
        let lead = try await agency(draft.lead, &known)
        if !draft.lead.isEmpty, lead == nil || lead?.place == desk { problems.append(.noLead) }
        if !draft.indicator.isEmpty, catalogue[draft.indicator] == nil { problems.append(.noSuchIndicator) }
        let group = frame?.number(draft.group, .group), priority = frame?.number(draft.priority, .priority)
        if frame != nil, group == nil { problems.append(.noSuchGroup) }
        if frame != nil, priority == nil, !draft.priority.isEmpty { problems.append(.noSuchPriority) }
        var joining: [String] = []
        for line in draft.joining.split(whereSeparator: \.isNewline).prefix(Self.joiningLimit + 1) {
            let typed = line.trimmingCharacters(in: .whitespaces)
            guard !typed.isEmpty else { continue }
            guard joining.count < Self.joiningLimit, let agency = try await agency(typed, &known),
                agency.id != lead?.id
            else {
                problems.append(.noSuchJoining(typed))
                break
            }
            if !joining.contains(agency.id.rawValue) { joining.append(agency.id.rawValue) }
        }
        guard problems.isEmpty, let lead, let due = draft.due else { throw Wrong(problems: problems) }
        let order = TaskOrder(
            text: draft.text, basis: draft.basis, joining: joining,
            indicator: draft.indicator.isEmpty ? nil : draft.indicator, isPilot: draft.isPilot)
        return Order(
            title: draft.title, content: String(decoding: try JSONEncoder().encode(order), as: UTF8.self),
            lead: lead.place, joining: joining, due: due, group: group, priority: priority)
    }

    /// The tasks given from the agency of an official that are not done yet, the most urgent first.
    package func given(by actor: Actor) async throws -> [CaseFile] {
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        return try await cases.open(Tasks.kind, from: desk, for: actor)
    }

    /// The tasks of other agencies in which the agency of an official joins and that are not done yet, the most urgent first.
    package func joined(by actor: Actor) async throws -> [CaseFile] {
        guard let agency = actor.agency else { throw Forbidden(Tasks.read) }
        try actor.may(Tasks.read, in: agency)
        let ids = try await database.ask(DirectiveStore.joined(by: agency, limit: Self.joinedLimit))
        let files = try await cases.visible(ids, areOpen: true, to: actor)
        return files.map { (cases.progress(of: $0).due ?? .distantFuture, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// What is wrong with it at first sight, all of it.
    func blanks(in draft: TaskDraft) -> [TaskProblem] {
        var problems: [TaskProblem] = []
        func check(_ text: String, _ blank: TaskProblem, _ long: TaskProblem, limit: Int = CaseFile.textLimit) {
            if text.isEmpty { problems.append(blank) } else if text.count > limit { problems.append(long) }
        }
        check(draft.title, .blankTitle, .longTitle, limit: Self.titleLimit)
        check(draft.text, .blankText, .longText)
        check(draft.basis, .blankBasis, .longBasis)
        if draft.lead.isEmpty { problems.append(.noLead) }
        if let due = draft.due { if due < Day(now()) { problems.append(.duePast) } } else { problems.append(.noDue) }
        return problems
    }

    /// The agency of today that has this identifier; asked once for many tasks.
    private func agency(_ typed: String, _ known: inout [String: Agency?]) async throws -> Agency? {
        let text = typed.trimmingCharacters(in: .whitespaces).uppercased()
        if let found = known[text] { return found }
        guard let organID = try? OrganID(text) else { return nil }
        let found = try await agencies.find(organID)
        known[text] = .some(found)
        return found
    }
}
