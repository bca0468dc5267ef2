// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Database
package import Files
import Foundation
package import Kernel

/// What changes a case.
extension CaseService {
    /// Moves a case on, as its flow allows.
    @discardableResult
    package func move(
        _ id: ID<CaseFile>, seen version: Int, _ name: String, saying words: CaseFile.Words = .init(), by actor: Actor
    ) async throws -> CaseFile {
        try await changing(id, seen: version, by: actor) { file, db in
            guard try kind(file.kind).follow(name, file).move.by != .module else { throw CaseProblem.noSuchMove }
            return try move(file, name, saying: words, by: actor, in: db)
        }
    }

    /// As above, in the caller's transaction, for a case it has just opened or taken. `files` go with an answer that comes
    /// whole, in one message.
    @discardableResult
    package func move(
        _ file: CaseFile, _ name: String, saying words: CaseFile.Words = .init(), bringing files: [ReceivedFile] = [],
        by actor: Actor, in db: any Connection
    ) throws -> CaseFile {
        var file = file
        let (move, next) = try kind(file.kind).follow(name, file)
        try check(actor, may: move, file)
        guard files.isEmpty || move.takesFiles else { throw CaseProblem.cannotMove }
        for brought in files {
            try self.files.attach(brought.stored, named: brought.name, to: file.id.rawValue, in: db)
        }
        let isReceipt = file.receivedAt == nil
        try file.follow(move, to: next, saying: words, at: now(), in: try calendar(of: file.holder, in: db))
        var facts: [String: String] = [:]
        if file.endedAt != nil, file.clock != nil { facts["on_time"] = file.isLate(at: now()) ? "no" : "yes" }
        let said = [words.text] + files.map(\.name) + (try settleReply(of: file, by: move, of: actor, in: db))
        try record(
            move.event, file, saying: said.joined(separator: "\n"), facts: facts, by: actor, in: db)
        // Last, because the number holds back every other receipt of the agency until the commit.
        if isReceipt, file.receivedAt != nil {
            file.code = try number(file.holder, in: db)
        }
        try CaseStore(db: db).update(file)
        return file
    }

    /// Writes what a case says anew, in the same state; the history and the ledger tell that it was revised. The module asks
    /// whether `actor` may, in `check`, in the same transaction.
    @discardableResult
    package func revise(
        _ id: ID<CaseFile>, seen version: Int, matter: String, content: String, by actor: Actor,
        check: @escaping @Sendable (CaseFile, any Connection) throws -> Void
    ) async throws -> CaseFile {
        try await changing(id, seen: version, by: actor) { file, db in
            try check(file, db)
            guard file.phase != .closed else { throw CaseProblem.cannotMove }
            try CaseStore(db: db).update(matter: matter, content: content, of: id)
            guard var revised = try CaseStore(db: db).find(id) else { throw CaseProblem.notFound }
            revised.version += 1
            try record("revised", revised, by: actor, in: db)
            try CaseStore(db: db).update(revised)
            return revised
        }
    }

    /// The case as it is, for the services that tell of it; nil when there is none.
    package func find(_ id: ID<CaseFile>, in db: any Connection) throws -> CaseFile? { try CaseStore(db: db).find(id) }

    /// As above, for many; those that are none are left out.
    package func find(_ ids: [ID<CaseFile>], in db: any Connection) throws -> [ID<CaseFile>: CaseFile] {
        try CaseStore(db: db).find(ids)
    }

    /// The case, held by the caller's transaction so that it can be moved on in it; nil when there is none.
    package func take(_ id: ID<CaseFile>, in db: any Connection) throws -> CaseFile? {
        try CaseStore(db: db).take(id)
    }

    /// Gives a case to an official of the agency that has it; nil takes it from whoever had it.
    @discardableResult
    package func assign(
        _ id: ID<CaseFile>, seen version: Int, to officer: String?, by actor: Actor
    ) async throws -> CaseFile {
        try await changing(id, seen: version, by: actor) { file, db in
            var file = file
            // An official may take a case on; giving it to others is for those who lead the desk.
            if officer != actor.id { try actor.may(try kind(file.kind).assign, in: file.holder) }
            file.officer = officer
            file.version += 1
            try record("assigned", file, by: actor, in: db)
            try CaseStore(db: db).update(file)
            return file
        }
    }

    /// Hands a case over to another agency, with its deadline as it is.
    @discardableResult
    package func handOver(
        _ id: ID<CaseFile>, seen version: Int, to agency: Place, saying text: String, by actor: Actor
    ) async throws -> CaseFile {
        try await changing(id, seen: version, by: actor) { file, db in
            var file = file
            try actor.may(try kind(file.kind).handOver, in: file.holder)
            try CaseProblem.check(text, orElse: .blankReason)
            guard file.phase != .closed else { throw CaseProblem.cannotMove }
            try check(agency, isAnotherThan: file.holder, in: db)
            (file.holder, file.officer) = (agency, nil)
            file.version += 1
            try record("handed_over", file, saying: text, by: actor, in: db)
            try CaseStore(db: db).update(file)
            try CaseWordStore(db: db).insert(file, at: agency)
            return file
        }
    }

    /// Moves each of these cases on by a move that needs no words, each in a transaction of its own: what is refused holds
    /// up no other.
    package func move(_ seen: [CaseFile.Seen], _ name: String, by actor: Actor) async throws -> [CaseRefusal] {
        try await each(seen) { _ = try await move($0.id, seen: $0.version, name, by: actor) }
    }

    /// Gives each of these cases to an official of the agency.
    package func assign(_ seen: [CaseFile.Seen], to officer: String, by actor: Actor) async throws -> [CaseRefusal] {
        try await each(seen) { _ = try await assign($0.id, seen: $0.version, to: officer, by: actor) }
    }

    private func each(
        _ seen: [CaseFile.Seen], _ work: (CaseFile.Seen) async throws -> Void
    ) async throws -> [CaseRefusal] {
        guard !seen.isEmpty else { throw CaseProblem.nothingChosen }
        var refusals: [CaseRefusal] = []
        for one in seen {
            do { try await work(one) } catch let problem as any Problem
                where problem.isAboutTheCase || problem.kind == .notFound
            {
                refusals.append(CaseRefusal(id: one.id, problem: problem))
            }
        }
        return refusals
    }

    /// Writes to the applicant, or for the applicant to the office; `isInternal` is for officials' eyes only.
    package func write(_ text: String, isInternal: Bool = false, in id: ID<CaseFile>, by actor: Actor) async throws {
        try await reading(id, by: actor, changing: true) { file, db in
            try write(text, isInternal: isInternal, in: file, by: actor, in: db)
        }
    }

    /// As above, in the caller's transaction, which has asked whether the actor may see the case.
    package func write(
        _ text: String, isInternal: Bool = false, in file: CaseFile, by actor: Actor, in db: any Connection
    ) throws {
        try CaseProblem.check(text, orElse: .blankMessage)
        let isMine = file.isOf(actor)
        let message = CaseMessage(
            id: ID(newID()), at: now(), author: actor.id, isFromOffice: !isMine, isInternal: isInternal && !isMine,
            text: text)
        try CaseHistoryStore(db: db).insert(message, of: file.id)
        try tell(isMine ? "asked" : isInternal ? "noted" : "answered", file, text, by: actor, in: db)
    }

    private func check(_ actor: Actor, may move: CaseFlow.Move, _ file: CaseFile) throws {
        switch move.by {
        case .applicant:
            guard file.isOf(actor) || actor.kind == .system else { throw Forbidden(.toHandle(file.kind, "own")) }
        case .official, .module: try actor.may(Permission(rawValue: move.permission ?? ""), in: file.holder)
        case .desk: try actor.may(Permission(rawValue: move.permission ?? ""), in: file.desk)
        case .system: guard actor.kind == .system else { throw Forbidden(.toHandle(file.kind, "drive")) }
        }
    }

    private func number(_ agency: Place, in db: any Connection) throws -> DossierCode {
        guard let organID = try AgencyStore(db: db).find(ID(agency.rawValue))?.organID.description else {
            throw CaseProblem.noSuchAgency
        }
        let day = Day(now())
        return DossierCode(
            organID: organID, day: day, number: try CaseStore(db: db).nextNumber(organID, day))
    }

    /// A transaction that changes one case, for those who may see it and have seen its newest version.
    func changing(
        _ id: ID<CaseFile>, seen version: Int, by actor: Actor,
        _ body: @escaping @Sendable (CaseFile, any Connection) throws -> CaseFile
    ) async throws -> CaseFile {
        try await telling(id, actor) {
            try await database.write { db in
                guard let file = try CaseStore(db: db).take(id), try isVisible(file, to: actor, in: db) else {
                    throw CaseProblem.notFound
                }
                guard file.version == version else { throw CaseProblem.changedMeanwhile }
                return try body(file, db)
            }
        }
    }
}
