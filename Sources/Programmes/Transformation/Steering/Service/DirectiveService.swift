// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Kernel
import Ledger

/// Enters directives, and tells how their tasks stand.
package struct DirectiveService: Sendable {
    static let notationLimit = 60, titleLimit = 500, headingLimit = 99

    let database: any Database
    let cases: CaseService
    let agencies: AgencyService
    let now: Now
    let newID: NewID

    package init(
        database: any Database, cases: CaseService, agencies: AgencyService, now: @escaping Now,
        newID: @escaping NewID
    ) {
        (self.database, self.cases, self.agencies) = (database, cases, agencies)
        (self.now, self.newID) = (now, newID)
    }

    /// A directive as one agency may see it.
    package struct View: Sendable {
        package let directive: Directive
        package let headings: [Directive.Heading]
        package let tasks: [Entry]
        /// The agency that looks gave it, and so sees where every task stands.
        package let isGiver: Bool

        /// Those whose progress the agency may know, counted.
        package func tally(_ isCounted: (Entry) -> Bool = { _ in true }) -> TaskTally {
            TaskTally(tasks.filter { ($0.isOurs || isGiver) && isCounted($0) }.map(\.progress))
        }
    }

    package struct Entry: Sendable {
        package let item: Directive.Item
        package let title: String, state: String
        /// Who leads it.
        package let holder: Place
        package let progress: TaskProgress
        /// The agency that looks leads it or joins in.
        package let isOurs: Bool
    }

    /// Enters a directive of the agency an official acts for.
    @discardableResult
    package func enter(_ draft: DirectiveDraft, by actor: Actor) async throws -> Directive {
        guard let agency = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: agency)
        if let problem = problems(in: draft).first { throw problem }
        guard let day = draft.day else { throw DirectiveProblem.noDay }
        let headings = draft.headings()
        let directive = Directive(
            id: ID(newID()), notation: draft.notation, day: day, title: draft.title, agency: agency,
            enteredBy: actor.id, enteredAt: now(), event: newID())
        return try await database.write { db in
            guard try DirectiveStore(db: db).insert(directive, headings) else { throw DirectiveProblem.enteredBefore }
            func count(_ kind: Directive.Heading.Kind) -> String { "\(headings.count { $0.kind == kind })" }
            try Ledger(db).append(
                Event(
                    id: ID(directive.event), kind: "steering.directive_issued", subject: directive.id.rawValue,
                    place: agency.rawValue, actor: actor.id, at: directive.enteredAt,
                    facts: [
                        "notation": directive.notation, "day": day.description, "title": directive.title,
                        "priorities": count(.priority), "groups": count(.group),
                    ]))
            return directive
        }
    }

    /// What is wrong with it at first sight, all of it.
    func problems(in draft: DirectiveDraft) -> [DirectiveProblem] {
        var problems: [DirectiveProblem] = []
        func check(_ text: String, _ blank: DirectiveProblem, _ long: DirectiveProblem, _ limit: Int) {
            if text.isEmpty { problems.append(blank) } else if text.count > limit { problems.append(long) }
        }
        check(draft.notation, .blankNotation, .longNotation, Self.notationLimit)
        check(draft.title, .blankTitle, .longTitle, Self.titleLimit)
        if let day = draft.day {
            if day > Day(now()) { problems.append(.dayAhead) }
        } else {
            problems.append(.noDay)
        }
        let headings = draft.headings()
        for kind in Directive.Heading.Kind.allCases where headings.count(where: { $0.kind == kind }) > Self.headingLimit
        {
            problems.append(.tooManyHeadings(kind))
        }
        problems += headings.filter { $0.title.count > Self.titleLimit }.prefix(1).map { .longHeading($0) }
        if !headings.contains(where: { $0.kind == .group }) { problems.append(.noGroups) }
        return problems
    }

    /// The directives that the agency of an official issued or has tasks under, the newest first.
    package func all(for actor: Actor) async throws -> [View] {
        let agency = try reader(actor)
        let directives = try await database.ask(DirectiveStore.concerning(agency))
        var views: [View] = []
        for directive in directives { views.append(try await view(directive, for: agency)) }
        return views
    }

    /// One of them; others learn nothing, not even that it is there.
    package func view(_ id: ID<Directive>, for actor: Actor) async throws -> View {
        let agency = try reader(actor)
        let found: Directive? = try await database.ask(DirectiveStore.find(id))
        guard let directive = found else { throw DirectiveProblem.noSuchDirective }
        let view = try await view(directive, for: agency)
        guard view.isGiver || view.tasks.contains(where: \.isOurs) else { throw DirectiveProblem.noSuchDirective }
        return view
    }

    private func view(_ directive: Directive, for agency: Place) async throws -> View {
        let id = directive.id
        return try await database.read { [cases] db in
            let (headings, items, parts) = try db.ask(
                DirectiveStore.headings(of: id), DirectiveStore.items(of: id),
                DirectiveStore.parts(of: agency, in: id))
            let files = try cases.find(items.map(\.file), in: db)
            let tasks = items.compactMap { item in
                files[item.file].map { file in
                    Entry(
                        item: item, title: file.matter, state: file.state, holder: file.holder,
                        progress: cases.progress(of: file),
                        isOurs: parts.contains(item.file) || file.holder == agency)
                }
            }
            return View(directive: directive, headings: headings, tasks: tasks, isGiver: directive.agency == agency)
        }
    }

    /// The directive that a task was given under, and where it stands in it.
    package func place(of file: ID<CaseFile>) async throws -> (frame: TaskService.Frame, item: Directive.Item)? {
        let found: Directive.Item? = try await database.ask(DirectiveStore.item(of: file))
        guard let item = found else { return nil }
        let (directive, headings) = try await database.ask(
            DirectiveStore.find(item.directive), DirectiveStore.headings(of: item.directive))
        return directive.map { (TaskService.Frame(directive: $0, headings: headings), item) }
    }

    private func reader(_ actor: Actor) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(Tasks.read) }
        try actor.may(Tasks.read, in: agency)
        return agency
    }
}
