// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
package import Foundation
package import Kernel
import Ledger

/// A case with what happened in it, as one person may see it.
package struct CaseView: Sendable, Equatable {
    package let file: CaseFile
    /// What the applicant wrote, as the module wrote it down (JSON).
    package let content: String
    package let steps: [CaseStep]
    package let messages: [CaseMessage]
    /// The files that belong to it; their bytes come from `CaseService.file`.
    package let attachments: [Attachment]
    /// How long each agency had it.
    package let time: [CaseTime]
    /// What this person can do with it now.
    package let moves: [CaseFlow.Move]
    package let mayAssign: Bool
    package let mayHandOver: Bool
    package let mayConsult: Bool
    /// The level above can be asked.
    package let mayEscalate: Bool
    /// What other agencies were asked.
    package let consultations: [CaseConsultation]
    /// Those of them this person can answer now.
    package let unanswered: [ID<CaseConsultation>]
    /// The case is theirs, so they see no internal notes.
    package let isMine: Bool
    /// What they said at the end; for themselves only.
    package let rating: CaseRating?
}

/// One line of the book in which a desk keeps what it received.
package struct CaseBookEntry: Sendable {
    package let file: CaseFile
    package let content: String
    package let closedAt: Date?
}

/// What shows cases. An official's reading of somebody's case is written down where that person sees it.
extension CaseService {
    /// The case, for those whose it is and for officials of an agency that has it or took it in. Others learn nothing, not
    /// even that there is such a case; that they asked is in the ledger.
    package func view(_ id: ID<CaseFile>, for actor: Actor) async throws -> CaseView {
        try await reading(id, by: actor) { file, db in
            let kind = try kind(file.kind)
            let isMine = file.isOf(actor)
            let (content, steps, messages, attachments, consultations, rating) = try db.ask(
                Self.content(of: id), CaseHistoryStore.steps(of: id), CaseHistoryStore.messages(of: id),
                files.attachments(of: id.rawValue), CaseConsultationStore.list(of: id), CaseRatingStore.find(id))
            return CaseView(
                file: file, content: content, steps: steps,
                messages: messages.filter { !isMine || !$0.isInternal }, attachments: attachments,
                time: CaseTime.split(
                    steps, until: file.endedAt ?? now(), in: try calendar(of: file.holder, in: db)),
                moves: kind.moves(of: file).filter { allows($0, actor, file) },
                mayAssign: actor.can(kind.assign, in: file.holder) && file.phase != .closed,
                mayHandOver: actor.can(kind.handOver, in: file.holder) && file.phase != .closed,
                mayConsult: actor.can(kind.consult, in: file.holder) && file.phase == .running,
                mayEscalate: kind.superior != nil && actor.can(kind.consult, in: file.holder) && file.phase == .running,
                consultations: consultations,
                unanswered: consultations.filter { $0.answer == nil && actor.can(kind.consult, in: $0.agency) }
                    .map(\.id), isMine: isMine,
                rating: isMine ? rating : nil)
        }
    }

    /// What the applicant wrote, as the module wrote it down (JSON). Read only where it is used: it is longer than all the
    /// rest of a case.
    package static func content(of id: ID<CaseFile>, in db: any Connection) throws -> String {
        try db.ask(content(of: id))
    }

    private static func content(of id: ID<CaseFile>) -> Query<String> {
        CaseStore.content(of: id).map { content in
            guard let content else { throw CaseProblem.notFound }
            return content
        }
    }

    /// As above, for those who may see the case.
    package func content(of id: ID<CaseFile>, for actor: Actor) async throws -> String {
        try await reading(id, by: actor) { file, db in try Self.content(of: file.id, in: db) }
    }

    /// What happened in a case, for the services that write its papers.
    package func steps(of id: ID<CaseFile>, in db: any Connection) throws -> [CaseStep] {
        try db.ask(CaseHistoryStore.steps(of: id))
    }

    /// The bytes of a file of the case.
    package func file(
        _ hash: String, of id: ID<CaseFile>, for actor: Actor
    ) async throws -> (file: Attachment, bytes: AsyncThrowingStream<[UInt8], any Error>) {
        let found = try await reading(id, by: actor) { [files] file, db in
            try files.attachments(of: file.id.rawValue, in: db).first { $0.file.hash == hash }
        }
        guard let found else { throw CaseProblem.notFound }
        return (found, try await files.contents(hash))
    }

    /// The cases of a kind that came from a desk and are not over, wherever they are now, the most urgent first.
    package func open(_ kind: String, from desk: Place, limit: Int = 200, for actor: Actor) async throws -> [CaseFile] {
        try actor.may(try self.kind(kind).read, in: desk)
        return try await show(to: actor) { db, log in
            let files = try CaseStore(db: db).open(kind, from: desk, limit: limit)
            try log.record("cases.access.pile", of: files.flatMap(\.people))
            return files
        }
    }

    /// The cases of a kind that came from a desk, closed ones too, the newest first.
    package func all(_ kind: String, from desk: Place, limit: Int, for actor: Actor) async throws -> [CaseFile] {
        try actor.may(try self.kind(kind).read, in: desk)
        return try await show(to: actor) { db, log in
            let files = try CaseStore(db: db).all(kind, from: desk, limit: limit)
            try log.record("cases.access.pile", of: files.flatMap(\.people))
            return files
        }
    }

    /// The case whose number somebody typed.
    package func find(_ code: DossierCode, for actor: Actor) async throws -> ID<CaseFile> {
        let file = try await database.read { try CaseStore(db: $0).find(code) }
        guard let file else { throw CaseProblem.notFound }
        _ = try await reading(file.id, by: actor) { _, _ in }
        return file.id
    }

    /// A page of a pile, the most urgent first. Each person in it sees that the list was read.
    package func pile(
        _ pile: CasePile, after last: CasePile.Mark? = nil, limit: Int = 50, for actor: Actor
    ) async throws -> [CaseFile] {
        try actor.may(try kind(pile.kind).read, in: pile.holder)
        return try await show(to: actor) { db, log in
            let files = try CaseStore(db: db).pile(pile, after: last, limit: limit)
            try log.record("cases.access.pile", of: files.flatMap(\.people))
            return files
        }
    }

    /// Those of some cases that a person may see, or of them those not over; the others are left out. Each person in them sees that the list was read.
    package func visible(
        _ ids: [ID<CaseFile>], areOpen: Bool = false, to actor: Actor
    ) async throws -> [CaseFile] {
        try await show(to: actor) { db, log in
            let found = try CaseStore(db: db).find(ids).filter { !areOpen || $0.value.phase != .closed }
            let files = try ids.compactMap { found[$0] }.filter { try isVisible($0, to: actor, in: db) }
            try log.record("cases.access.pile", of: files.filter { !$0.isOf(actor) }.flatMap(\.people))
            return files
        }
    }

    /// The cases of the official's agency whose applicant is called so, the newest first. Words are found whole, with or
    /// without their accents, and in any order. Each person found sees that their name was read.
    package func search(_ typed: String, kind: String, limit: Int = 50, for actor: Actor) async throws -> [CaseFile] {
        let place = actor.agency ?? .everywhere
        try actor.may(try self.kind(kind).read, in: place)
        return try await show(to: actor) { db, log in
            let ids = try CaseWordStore(db: db).find(typed, kind: kind, at: place, limit: limit)
            let found = try CaseStore(db: db).find(ids)
            let files = ids.compactMap { found[$0] }
            try log.record("cases.access.pile", of: files.flatMap(\.people))
            return files
        }
    }

    /// The moves an official can make with many cases of a pile at once: those that need no words.
    package func bulkMoves(of pile: CasePile, for actor: Actor) throws -> [CaseFlow.Move] {
        let flow = try kind(pile.kind).flow
        let states = Set(flow.states.filter { $0.phase == pile.phase }.map(\.name))
        return flow.moves.filter { move in
            move.by == .official && move.needs.isEmpty && !states.isDisjoint(with: move.from)
                && actor.can(Permission(rawValue: move.permission ?? ""), in: pile.holder)
        }
    }

    /// What a desk received between two days, both counted, in the order of receipt, and when each was closed. Each person
    /// in it sees that the list was read.
    package func book(
        of kind: String, at desk: Place, from first: Day, to last: Day, limit: Int, for actor: Actor
    ) async throws -> [CaseBookEntry] {
        try actor.may(try self.kind(kind).read, in: desk)
        return try await show(to: actor) { db, log in
            let entries = try CaseStore(db: db).received(
                kind, at: desk, from: first.at(minute: 0), to: (last + 1).at(minute: 0), limit: limit)
            try log.record("cases.access.book", of: entries.flatMap(\.file.people))
            return entries
        }
    }

    /// What lies at an agency; what is due before the end of the next 24 hours counts as soon.
    package func counts(of kind: String, at holder: Place, for actor: Actor) async throws -> CaseCounts {
        try actor.may(try self.kind(kind).read, in: holder)
        let time = now()
        return try await database.read {
            try CaseStore(db: $0).counts(kind: kind, at: holder, now: time, soon: time.addingTimeInterval(24 * 3600))
        }
    }

    /// One's own cases and those one sent for others, the newest first.
    package func newest(of actor: Actor, kind: String, limit: Int = 50) async throws -> [CaseFile] {
        try await database.read { try CaseStore(db: $0).newest(of: actor.id, kind: kind, limit: limit) }
    }

    /// A transaction in which a case is read by somebody who may; `changing` where something is added to it.
    func reading<T: Sendable>(
        _ id: ID<CaseFile>, by actor: Actor, changing: Bool = false,
        _ body: @escaping @Sendable (CaseFile, any Connection) throws -> T
    ) async throws -> T {
        try await telling(id, actor) {
            try await show(to: actor, changing: changing) { db, log in
                guard let file = try CaseStore(db: db).find(id), try isVisible(file, to: actor, in: db) else {
                    throw CaseProblem.notFound
                }
                if !file.isOf(actor) {
                    try log.record("cases.access.case", of: file.people, about: file.code?.description ?? "")
                }
                return try body(file, db)
            }
        }
    }

    /// To those whose it is, and to officials of an agency that has it, took it in, was asked about it or has a part in it.
    func isVisible(_ file: CaseFile, to actor: Actor, in db: any Connection) throws -> Bool {
        let kind = try kind(file.kind)
        let read = kind.read
        if file.isOf(actor) || actor.can(read, in: file.holder) || actor.can(read, in: file.desk) { return true }
        guard let agency = actor.agency, actor.can(read, in: agency) else { return false }
        return try CaseConsultationStore(db: db).isAsked(agency, about: file.id)
            || kind.takesPart(agency, file, db)
    }

    /// Tells the ledger that somebody asked for a case that is none of their business. The refusal is answered first, the
    /// event has a transaction of its own.
    func telling<T>(_ id: ID<CaseFile>, _ actor: Actor, _ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch let problem as CaseProblem where problem == .notFound {
            try await database.write { db in
                guard let file = try CaseStore(db: db).find(id) else { return }
                try tell("refused", file, "", by: actor, in: db)
            }
            throw problem
        }
    }

    /// An event that is no step.
    func tell(
        _ event: String, _ file: CaseFile, _ text: String, facts: [String: String] = [:], by actor: Actor,
        in db: any Connection
    ) throws {
        try Ledger(db).append(
            Event(
                id: ID(newID()), kind: "\(file.kind).\(event)", subject: file.id.rawValue, place: file.holder.rawValue,
                actor: actor.id, at: now(), facts: facts.merging(["matter": file.matter]) { $1 },
                personal: text.isEmpty ? [:] : ["text": text]))
    }

    func allows(_ move: CaseFlow.Move, _ actor: Actor, _ file: CaseFile) -> Bool {
        switch move.by {
        case .applicant: file.isOf(actor)
        case .official: actor.can(Permission(rawValue: move.permission ?? ""), in: file.holder)
        case .desk: actor.can(Permission(rawValue: move.permission ?? ""), in: file.desk)
        case .system, .module: false
        }
    }

    /// A transaction in which officials read of people.
    func show<T: Sendable>(
        to actor: Actor, changing: Bool = false,
        _ body: @escaping @Sendable (any Connection, AccessLog) throws -> T
    ) async throws -> T {
        try await database.show(
            to: actor, because: "cases.access.why", changing: changing, now: now, newID: newID, body)
    }
}
