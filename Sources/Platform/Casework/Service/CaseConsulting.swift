// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
package import Foundation
package import Kernel

/// One agency asks another for its opinion on a case.
extension CaseService {
    /// Asks another agency, whose officials can read the case from now on.
    @discardableResult
    package func consult(
        _ id: ID<CaseFile>, seen version: Int, _ agency: Place, asking question: String, until due: Date?,
        by actor: Actor
    ) async throws -> CaseFile {
        try await changing(id, seen: version, by: actor) { file, db in
            var file = file
            try actor.may(try kind(file.kind).consult, in: file.holder)
            try CaseProblem.check(question, orElse: .blankQuestion)
            guard file.phase == .running else { throw CaseProblem.cannotMove }
            guard let due else { throw CaseProblem.noDue }
            guard due > now() else { throw CaseProblem.duePast }
            try check(agency, isAnotherThan: file.holder, in: db)
            try ask(agency, about: file, question, until: due, by: actor, in: db)
            file.version += 1
            try record("consulted", file, facts: ["asked": agency.rawValue], by: actor, in: db)
            try CaseStore(db: db).update(file)
            return file
        }
    }

    /// Asks the level above, one level and no further, for what the agency cannot decide alone: with a reason, and a clock.
    @discardableResult
    package func escalate(
        _ id: ID<CaseFile>, seen version: Int, because reason: String, until due: Date?, by actor: Actor
    ) async throws -> CaseFile {
        try await changing(id, seen: version, by: actor) { file, db in
            var file = file
            try actor.may(try kind(file.kind).consult, in: file.holder)
            try CaseProblem.check(reason, orElse: .blankReason)
            guard file.phase == .running else { throw CaseProblem.cannotMove }
            guard let due else { throw CaseProblem.noDue }
            guard due > now() else { throw CaseProblem.duePast }
            let superior = try superior(of: file.holder, in: file, db)
            try ask(superior, about: file, reason, until: due, isEscalation: true, by: actor, in: db)
            file.version += 1
            try record(
                "escalated", file, saying: reason, facts: ["asked": superior.rawValue], by: actor, in: db)
            try CaseStore(db: db).update(file)
            return file
        }
    }

    /// Passes a question that came up on to the next level, by the same day.
    package func passOn(
        _ consultation: ID<CaseConsultation>, in id: ID<CaseFile>, saying text: String, by actor: Actor
    ) async throws {
        try await answering(consultation, in: id, by: actor) { asked, file, db in
            try CaseProblem.check(text, orElse: .blankAnswer)
            guard asked.isEscalation else { throw CaseProblem.cannotMove }
            let superior = try superior(of: asked.agency, in: file, db)
            let next = try ask(
                superior, about: file, text, until: asked.due, isEscalation: true, by: actor, in: db)
            return ("passed_on", .init(at: now(), by: actor.id, text: text, passedOn: next), superior)
        }
    }

    private func superior(of agency: Place, in file: CaseFile, _ db: any Connection) throws -> Place {
        guard let superior = try kind(file.kind).superior?(agency, file, db), superior != agency else {
            throw CaseProblem.noSuperior
        }
        return superior
    }

    @discardableResult
    private func ask(
        _ agency: Place, about file: CaseFile, _ question: String, until due: Date, isEscalation: Bool = false,
        by actor: Actor, in db: any Connection
    ) throws -> ID<CaseConsultation> {
        let asked = try db.ask(CaseConsultationStore.list(of: file.id))
        guard !asked.contains(where: { $0.agency == agency && $0.answer == nil }) else {
            throw CaseProblem.askedAlready
        }
        let consultation = CaseConsultation(
            id: ID(newID()), caseFile: file.id, agency: agency, askedAt: now(), askedBy: actor.id, question: question,
            due: due, isEscalation: isEscalation, answer: nil)
        try CaseConsultationStore(db: db).insert(consultation)
        try CaseWordStore(db: db).insert(file, at: agency)
        return consultation.id
    }

    /// Answers for the agency of the official. What was answered is never changed.
    package func answer(
        _ consultation: ID<CaseConsultation>, in id: ID<CaseFile>, _ text: String, by actor: Actor
    ) async throws {
        try await answering(consultation, in: id, by: actor) { asked, _, _ in
            try CaseProblem.check(text, orElse: .blankAnswer)
            return ("advised", .init(at: now(), by: actor.id, text: text, passedOn: nil), asked.agency)
        }
    }

    /// `settle` says what the ledger calls it, the answer, and which agency it is about.
    private func answering(
        _ consultation: ID<CaseConsultation>, in id: ID<CaseFile>, by actor: Actor,
        _ settle:
            @escaping @Sendable (CaseConsultation, CaseFile, any Connection) throws -> (
                event: String, answer: CaseConsultation.Answer, agency: Place
            )
    ) async throws {
        try await telling(id, actor) {
            try await database.write { db in
                guard var file = try CaseStore(db: db).take(id), try isVisible(file, to: actor, in: db) else {
                    throw CaseProblem.notFound
                }
                let store = CaseConsultationStore(db: db)
                guard let asked = try db.ask(CaseConsultationStore.list(of: id)).first(where: { $0.id == consultation })
                else {
                    throw CaseProblem.notFound
                }
                try actor.may(try kind(file.kind).consult, in: asked.agency)
                // Before anything is asked of the next level.
                guard asked.answer == nil else { throw CaseProblem.changedMeanwhile }
                let (event, answer, agency) = try settle(asked, file, db)
                guard try store.answer(consultation, answer) else { throw CaseProblem.changedMeanwhile }
                file.version += 1
                try record(event, file, facts: ["asked": agency.rawValue], by: actor, in: db)
                try CaseStore(db: db).update(file)
            }
        }
    }

    /// What other agencies want to know from this one, with the cases it is about.
    package func questions(
        to agency: Place, kind: String, limit: Int = 50, for actor: Actor
    ) async throws -> [(asked: CaseConsultation, file: CaseFile)] {
        try actor.may(try self.kind(kind).read, in: agency)
        return try await database.read { db in
            let open = try CaseConsultationStore(db: db).open(of: kind, at: agency, limit: limit)
            let files = try CaseStore(db: db).find(open.map(\.caseFile))
            return open.compactMap { asked in files[asked.caseFile].map { (asked, $0) } }
        }
    }

    func check(_ agency: Place, isAnotherThan holder: Place, in db: any Connection) throws {
        guard agency != holder, let next = try AgencyStore(db: db).find(ID(agency.rawValue)),
            next.isValid(on: Day(now()))
        else { throw CaseProblem.noSuchAgency }
    }
}
