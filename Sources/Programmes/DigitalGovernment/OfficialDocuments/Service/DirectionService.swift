// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
import Foundation
package import Kernel

/// All that is wrong with a direction, at once.
package struct DirectionRefused: Error {
    package let problems: [DirectionProblem]
}

/// A leader says who deals with a document that came, with whom, and by when.
package struct DirectionService: Sendable {
    static let opinionLimit = 4000
    private static let limit = 200

    /// A task that a document can belong to, as those who keep the tasks know it.
    package struct Task: Sendable {
        package let id: ID<CaseFile>
        package let title: String
        package let path: String

        package init(id: ID<CaseFile>, title: String, path: String) {
            (self.id, self.title, self.path) = (id, title, path)
        }
    }

    let database: any Database
    let cases: CaseService
    /// Who works at an agency now, by account.
    package let officials: @Sendable (Place) async throws -> [(id: String, name: String)]
    /// The task with this code, or this id; nil where there is none that the actor may see.
    let task: @Sendable (String, Actor) async throws -> Task?
    package let now: Now

    package init(
        database: any Database, cases: CaseService,
        officials: @escaping @Sendable (Place) async throws -> [(id: String, name: String)],
        task: @escaping @Sendable (String, Actor) async throws -> Task?, now: @escaping Now
    ) {
        (self.database, self.cases, self.officials) = (database, cases, officials)
        (self.task, self.now) = (task, now)
    }

    /// Gives a document to those who deal with it, or files it for those who are to know. Throws `DirectionRefused`.
    @discardableResult
    package func direct(
        _ id: ID<CaseFile>, seen version: Int, _ form: DirectionForm, by actor: Actor
    ) async throws -> CaseFile {
        guard let agency = actor.agency else { throw Forbidden(IncomingDocuments.direct) }
        try actor.may(IncomingDocuments.direct, in: agency)
        let known = Set(try await officials(agency).map(\.id))
        let task = form.task.isEmpty ? nil : try await self.task(form.task, actor)
        let parts = try checked(form, known, hasTask: task != nil)
        return try await database.write { [cases] db in
            guard let file = try cases.take(id, in: db), file.kind == IncomingDocuments.kind, file.holder == agency
            else { throw CaseProblem.notFound }
            guard file.version == version else { throw DirectionProblem.changedMeanwhile }
            guard file.phase != .closed else { throw DirectionProblem.cannotDirect }
            let isFirst = file.phase == .incoming
            let due = form.due.map { cases.closing(of: $0) }
            if isFirst, !form.lead.isEmpty, due == nil { throw DirectionRefused(problems: [.noDue]) }
            if !isFirst, form.lead.isEmpty { throw DirectionRefused(problems: [.noLead]) }
            let isLater = due.map { due in file.clock.map { $0.due < due } ?? true } ?? false
            let move =
                form.lead.isEmpty ? "file" : isFirst ? "direct" : isLater ? "redirect_until" : "redirect"
            let moved = try cases.move(
                file, move,
                saying: .init(form.opinion, newDue: due, officer: form.lead.isEmpty ? nil : form.lead), by: actor,
                in: db)
            let store = DirectionStore(db: db)
            try store.replace(parts, of: id)
            try store.link(id, to: task?.id)
            return moved
        }
    }

    /// Who has a part in a document, and the task that it belongs to. Whoever may see the case may see it.
    package func parts(
        of file: ID<CaseFile>, for actor: Actor
    ) async throws -> (parts: [DirectionPart], task: Task?) {
        let (parts, task) = try await database.ask(DirectionStore.parts(of: file), DirectionStore.task(of: file))
        guard let task else { return (parts, nil) }
        return (parts, try await self.task(task.rawValue, actor))
    }

    /// Open documents in which an official has a part, those that came last first.
    package func mine(for actor: Actor) async throws -> [(file: CaseFile, role: DirectionRole)] {
        guard let agency = actor.agency else { throw Forbidden(IncomingDocuments.read) }
        try actor.may(IncomingDocuments.read, in: agency)
        let parts = try await database.ask(DirectionStore.parts(of: actor.id, at: agency, limit: Self.limit))
        let files = try await database.read { [cases] in try cases.find(parts.map(\.0), in: $0) }
        return parts.compactMap { id, role in files[id].map { ($0, role) } }
    }

    private func checked(_ form: DirectionForm, _ known: Set<String>, hasTask: Bool) throws -> [DirectionPart] {
        var problems: [DirectionProblem] = []
        if form.opinion.isEmpty { problems.append(.blankOpinion) }
        if form.opinion.count > Self.opinionLimit { problems.append(.longOpinion) }
        if form.lead.isEmpty, !form.joining.isEmpty { problems.append(.noLead) }
        if let due = form.due, due < Day(now()) { problems.append(.duePast) }
        if !form.task.isEmpty, !hasTask { problems.append(.noSuchTask) }
        var parts: [String: DirectionRole] = [:]
        for account in form.informed { parts[account] = .informed }
        for account in form.joining { parts[account] = .joining }
        if !form.lead.isEmpty { parts[form.lead] = .lead }
        if !known.isSuperset(of: parts.keys) { problems.append(.noSuchOfficial) }
        guard problems.isEmpty else { throw DirectionRefused(problems: problems) }
        return parts.sorted { $0.key < $1.key }.map { DirectionPart(account: $0.key, role: $0.value) }
    }
}
