// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
import Foundation
package import Kernel
import Ledger

/// All that is wrong with a file that is to be opened, at once.
package struct RecordRefused: Error {
    package let problems: [RecordProblem]
}

/// The files of an agency (lập hồ sơ): opened, filled, closed, kept as long as their retention says, and then proposed for
/// destruction. Papers are named in them, never copied, so one lies in as many as it belongs to.
package struct RecordService: Sendable {
    static let (notationLimit, textLimit, paperLimit, listLimit) = (20, 500, 5_000, 2_000)

    let database: any Database
    let cases: CaseService
    package let retentions: Retentions
    package let now: Now
    let newID: NewID
    /// Who works at an agency now, by account.
    let officials: @Sendable (Place) async throws -> [(id: String, name: String)]

    package init(
        database: any Database, cases: CaseService, retentions: Retentions, now: @escaping Now, newID: @escaping NewID,
        officials: @escaping @Sendable (Place) async throws -> [(id: String, name: String)]
    ) {
        (self.database, self.cases, self.retentions) = (database, cases, retentions)
        (self.now, self.newID, self.officials) = (now, newID, officials)
    }

    package var today: Day { Day(now()) }

    // MARK: reading

    /// The list of files of a year (danh mục hồ sơ).
    package func files(in year: Int, for actor: Actor) async throws -> [RecordFile] {
        let agency = try place(of: actor, OfficialDocuments.read)
        return try await database.ask(RecordStore.list(of: agency, in: year, limit: Self.listLimit))
    }

    /// Whose retention is over, to be proposed for destruction.
    package func past(for actor: Actor) async throws -> [RecordFile] {
        let agency = try place(of: actor, OfficialDocuments.read)
        return try await database.ask(RecordStore.past(at: agency, on: today, limit: Self.listLimit))
    }

    /// What is to go to the archive within 30 days, or should have gone.
    package func due(for actor: Actor) async throws -> [RecordFile] {
        let agency = try place(of: actor, OfficialDocuments.read)
        let found = try await database.ask(
            RecordStore.waiting(at: agency, closedBy: retentions.handover.closed(by: today), limit: Self.listLimit))
        return found.filter { retentions.handover.isDue($0, on: today) }
    }

    package func file(_ id: ID<RecordFile>, for actor: Actor) async throws -> RecordFile {
        let agency = try place(of: actor, OfficialDocuments.read)
        let found: RecordFile? = try await database.ask(RecordStore.find(id, at: agency))
        guard let found else { throw RecordProblem.notFound }
        return found
    }

    /// What lies in a file, in its order.
    package func papers(of file: RecordFile) async throws -> [FiledPaper] {
        try await database.ask(RecordStore.papers(of: file.id))
    }

    /// In which files of the reader's agency something lies.
    package func files(holding kind: FiledPaper.Kind, _ subject: String, for actor: Actor) async throws -> [RecordFile]
    {
        guard let agency = actor.agency, actor.can(OfficialDocuments.read, in: agency) else { return [] }
        return try await database.ask(RecordStore.holding(kind, subject, at: agency))
    }

    /// Who can be named as answering for a file of the actor's agency.
    package func keepers(for actor: Actor) async throws -> [(id: String, name: String)] {
        try await officials(try place(of: actor, OfficialDocuments.keepFiles))
    }

    // MARK: opening and closing

    /// Opens a file at the agency of an official. Throws `RecordRefused`.
    @discardableResult
    package func open(_ form: RecordForm, by actor: Actor) async throws -> RecordFile {
        let agency = try place(of: actor, OfficialDocuments.keepFiles)
        var problems = problems(in: form)
        if try await !officials(agency).contains(where: { $0.id == form.keeper }) { problems.append(.noKeeper) }
        guard problems.isEmpty, let year = Int(form.year) else { throw RecordRefused(problems: problems) }
        let file = RecordFile(
            id: ID(newID()), agency: agency, year: year, notation: form.notation, title: form.title,
            retention: form.retention, keeper: form.keeper, note: form.note, openedBy: actor.id, openedAt: now(),
            event: newID(), count: 0, closing: nil, destruction: nil)
        return try await database.write { db in
            guard try RecordStore(db: db).insert(file) else {
                throw RecordRefused(problems: [.notationTaken(file.notation)])
            }
            try tell(
                "file_opened", of: file, file.event, by: actor, at: file.openedAt,
                ["year": "\(year)", "notation": file.notation, "retention": file.retention],
                personal: ["title": file.title], in: db)
            return file
        }
    }

    /// Ends a file (kết thúc hồ sơ): from now on nothing is put in or taken out, and its retention runs.
    package func close(_ id: ID<RecordFile>, by actor: Actor) async throws {
        try await changing(id, by: actor) { file, event, time, db in
            guard file.count > 0 else { throw RecordProblem.empty }
            guard let retention = retentions[file.retention] else { throw RecordProblem.noRetention }
            let day = Day(time)
            let closing = RecordFile.Closing(
                by: actor.id, day: day, keepUntil: retention.end(closedOn: day), event: event)
            try RecordStore(db: db).close(id, closing)
            try tell(
                "file_closed", of: file, event, by: actor, at: time,
                [
                    "notation": file.notation, "papers": "\(file.count)", "retention": file.retention,
                    "keep_until": closing.keepUntil?.description ?? "",
                ], in: db)
        }
    }

    /// Says that a closed file went to the agency's archive (nộp lưu).
    package func handOver(_ id: ID<RecordFile>, by actor: Actor) async throws {
        let agency = try place(of: actor, OfficialDocuments.keepFiles)
        let (event, time) = (newID(), now())
        try await database.write { db in
            let store = RecordStore(db: db)
            let file = try store.take(id, at: agency)
            guard let closing = file.closing else { throw RecordProblem.notClosed }
            guard file.destruction == nil else { throw RecordProblem.destroyed }
            guard file.handover == nil else { throw RecordProblem.handedOver }
            try store.handOver(id, .init(by: actor.id, at: time, event: event))
            try tell(
                "file_handed_over", of: file, event, by: actor, at: time,
                [
                    "notation": file.notation,
                    "due": retentions.handover.due(closedOn: closing.day).description,
                ], in: db)
        }
    }

    /// Decides that a file whose retention is over is to be destroyed. The decision is kept; no paper is deleted by it, for it may
    /// lie in other files too.
    package func destroy(_ id: ID<RecordFile>, because reason: String, by actor: Actor) async throws {
        let agency = try place(of: actor, OfficialDocuments.destroyFiles)
        guard !reason.isEmpty else { throw RecordProblem.blankReason }
        guard reason.count <= Self.textLimit else { throw RecordProblem.longReason }
        let (event, time) = (newID(), now())
        try await database.write { db in
            let store = RecordStore(db: db)
            let file = try store.take(id, at: agency)
            guard file.destruction == nil else { throw RecordProblem.destroyed }
            guard retentions[file.retention]?.years != nil else { throw RecordProblem.permanent }
            guard file.state(on: Day(time)) == .past else { throw RecordProblem.notPast }
            try store.destroy(id, .init(by: actor.id, at: time, reason: reason, event: event))
            try tell(
                "file_destruction_decided", of: file, event, by: actor, at: time,
                ["notation": file.notation, "keep_until": file.closing?.keepUntil?.description ?? ""],
                personal: ["reason": reason], in: db)
        }
    }

    // MARK: what lies in it

    /// Puts something into a file, behind what is there: a document by its number, an arrival by its number in the book, a case by
    /// its code.
    package func put(
        _ kind: FiledPaper.Kind, _ text: String, of year: Int, into id: ID<RecordFile>, by actor: Actor
    ) async throws {
        _ = try place(of: actor, OfficialDocuments.keepFiles)
        guard !text.isEmpty else { throw RecordProblem.blankPaper }
        let found = try await find(kind, text, of: year, for: actor)
        try await changing(id, by: actor) { file, event, time, db in
            let store = RecordStore(db: db)
            let ordinal = file.count + 1
            guard ordinal <= Self.paperLimit else { throw RecordProblem.full }
            let paper = FiledPaper(
                kind: found.kind, subject: found.subject, ordinal: ordinal, text: found.text, title: found.title,
                type: found.type, issuer: found.issuer, day: found.day, source: found.source, addedBy: actor.id,
                addedAt: time, event: event)
            guard try store.insert(paper, in: id) else { throw RecordProblem.alreadyIn(found.text) }
            try tell(
                "file_paper_added", of: file, event, by: actor, at: time,
                ["kind": paper.kind.rawValue, "paper": paper.subject, "ordinal": "\(ordinal)"], in: db)
        }
    }

    /// Moves those ticked one place up, or takes them out; the others close up.
    package func arrange(
        _ keys: [String], in id: ID<RecordFile>, taking isTaken: Bool, by actor: Actor
    ) async throws {
        let ticked = Set(keys)
        try await changing(id, by: actor) { file, event, time, db in
            let store = RecordStore(db: db)
            var papers = try store.papers(of: id)
            let chosen = papers.filter { ticked.contains($0.key) }
            guard !chosen.isEmpty else { return }
            if isTaken {
                papers.removeAll { ticked.contains($0.key) }
            } else {
                for index in papers.indices.dropFirst()
                where ticked.contains(papers[index].key) && !ticked.contains(papers[index - 1].key) {
                    papers.swapAt(index, index - 1)
                }
            }
            try store.keep(papers, of: isTaken ? chosen : [], in: id)
            try tell(
                isTaken ? "file_papers_removed" : "file_papers_ordered", of: file, event, by: actor, at: time,
                ["papers": chosen.map(\.subject).joined(separator: " "), "left": "\(papers.count)"], in: db)
        }
    }

    private func find(
        _ kind: FiledPaper.Kind, _ text: String, of year: Int, for actor: Actor
    ) async throws -> FoundPaper {
        let agency = try place(of: actor, OfficialDocuments.keepFiles)
        let found: FoundPaper?
        switch kind {
        case .issued:
            found = try await database.read { try FilingStore(db: $0).issued(text, in: year, at: agency) }
        case .arrival:
            guard let number = Int(text) else { throw RecordProblem.noSuchPaper(text) }
            found = try await database.read { try FilingStore(db: $0).arrival(number, in: year, at: agency) }
        case .caseFile: found = try await caseFile(text, for: actor)
        }
        guard let found else { throw RecordProblem.noSuchPaper(text) }
        return found
    }

    /// A case that the official may see; of one they may not, they learn nothing.
    private func caseFile(_ text: String, for actor: Actor) async throws -> FoundPaper? {
        guard let code = DossierCode(text) else { return nil }
        do {
            let id = try await cases.find(code, for: actor)
            let file = try await cases.visible([id], to: actor).first
            return file.map {
                FoundPaper(
                    .caseFile, $0.id.rawValue, text: code.description, title: $0.matter,
                    day: Day($0.receivedAt ?? $0.openedAt))
            }
        } catch CaseProblem.notFound { return nil }
    }

    // MARK: parts

    /// A change to a file that is open, by somebody who keeps files there.
    private func changing(
        _ id: ID<RecordFile>, by actor: Actor,
        _ body: @escaping @Sendable (RecordFile, String, Date, any Connection) throws -> Void
    ) async throws {
        let agency = try place(of: actor, OfficialDocuments.keepFiles)
        let (event, time) = (newID(), now())
        try await database.write { db in
            let file = try RecordStore(db: db).take(id, at: agency)
            guard file.closing == nil else { throw RecordProblem.closed }
            try body(file, event, time, db)
        }
    }

    /// What may name a person is told apart from the facts, which stay for ever.
    private func tell(
        _ kind: String, of file: RecordFile, _ event: String, by actor: Actor, at time: Date, _ facts: [String: String],
        personal: [String: String] = [:], in db: any Connection
    ) throws {
        try Ledger(db).append(
            Event(
                id: ID(event), kind: "documents.\(kind)", subject: file.id.rawValue, place: file.agency.rawValue,
                actor: actor.id, at: time, facts: facts, personal: personal))
    }

    private func place(of actor: Actor, _ permission: Permission) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(permission) }
        try actor.may(permission, in: agency)
        return agency
    }

    private func problems(in form: RecordForm) -> [RecordProblem] {
        var problems: [RecordProblem] = []
        if form.notation.isEmpty { problems.append(.blankNotation) }
        if form.notation.count > Self.notationLimit { problems.append(.longNotation) }
        if form.title.isEmpty { problems.append(.blankTitle) }
        if form.title.count > Self.textLimit { problems.append(.longTitle) }
        // A list may be made in the last days of the year before it.
        if !(Int(form.year).map { (IssueBookPage.firstYear...today.year + 1).contains($0) } ?? false) {
            problems.append(.badYear)
        }
        if retentions[form.retention] == nil { problems.append(.noRetention) }
        if form.note.count > Self.textLimit { problems.append(.longNote) }
        return problems
    }
}
