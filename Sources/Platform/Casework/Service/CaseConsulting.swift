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
            let asked = try db.ask(CaseConsultationStore.list(of: id))
            guard !asked.contains(where: { $0.agency == agency && $0.answer == nil }) else {
                throw CaseProblem.askedAlready
            }
            try CaseConsultationStore(db: db).insert(
                CaseConsultation(
                    id: ID(newID()), caseFile: id, agency: agency, askedAt: now(), askedBy: actor.id,
                    question: question, due: due, answer: nil))
            try CaseWordStore(db: db).insert(file, at: agency)
            file.version += 1
            try record("consulted", file, facts: ["asked": agency.rawValue], by: actor, in: db)
            try CaseStore(db: db).update(file)
            return file
        }
    }

    /// Answers for the agency of the official. What was answered is never changed.
    package func answer(
        _ consultation: ID<CaseConsultation>, in id: ID<CaseFile>, _ text: String, by actor: Actor
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
                try CaseProblem.check(text, orElse: .blankAnswer)
                guard try store.answer(consultation, .init(at: now(), by: actor.id, text: text)) else {
                    throw CaseProblem.changedMeanwhile
                }
                file.version += 1
                try record("advised", file, facts: ["asked": asked.agency.rawValue], by: actor, in: db)
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
