// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Casework
package import Database
import Foundation
import Jobs
package import Kernel
package import Rendering

/// What a step of a document brings about, in its transaction: a signature asks for the paper, the issue gives the number.
package struct DocumentSteps: Sendable {
    package let types: DocumentTypes
    let documents: DocumentService
    let newID: NewID
    let now: Now

    package init(types: DocumentTypes, documents: DocumentService, now: @escaping Now, newID: @escaping NewID) {
        (self.types, self.documents, self.now, self.newID) = (types, documents, now, newID)
    }

    package func stepped(_ file: CaseFile, _ step: CaseStep, by actor: Actor, in db: any Connection) throws {
        switch step.event {
        case "initialled":
            // What was handed over by another module may lack what only people know.
            guard try DraftContent(json: CaseService.content(of: file.id, in: db)).isComplete else {
                throw DocumentProblem.incomplete
            }
        case "signed":
            let content = try DraftContent(json: CaseService.content(of: file.id, in: db))
            guard content.signer == actor.id else { throw DocumentProblem.notSigner }
            try NotationStore(db: db).fix(notation(of: content, at: file.holder, in: db), of: file.id)
            let message = OutgoingMessage(
                id: ID(newID()), kind: DocumentTypist.kind, event: step.ledgerEvent,
                body: "\(file.id)/\(step.number)")
            try Outbox(db).put(message, due: now())
        case "issued": try issue(file, step, by: actor, in: db)
        default: break
        }
    }

    private func notation(
        of content: DraftContent, number: Int = 0, at place: Place, in db: any Connection
    ) throws -> Notation {
        guard let type = types[content.type], let agency = try AgencyStore(db: db).find(ID(place.rawValue)) else {
            throw DocumentProblem.noType
        }
        return Notation(number, type, of: agency, own: try NotationStore(db: db).own(of: place))
    }

    /// Takes the next number of the agency, type and year. It is taken in the transaction that issues the document, and holds back
    /// others of the same kind until its end: none is lost, and none is there twice (decree 30/2020, article 15).
    private func issue(_ file: CaseFile, _ step: CaseStep, by actor: Actor, in db: any Connection) throws {
        let content = try DraftContent(json: CaseService.content(of: file.id, in: db))
        guard let type = types[content.type] else { throw DocumentProblem.noType }
        guard
            let paper = try documents.documents(of: file.id.rawValue, in: db).last(where: {
                $0.kind == OfficialPaper.kind && $0.state != .failed
            })
        else { throw DocumentProblem.notSignedYet }
        let (store, day) = (BookStore(db: db), Day(now()))
        let number = try store.nextNumber(of: file.holder, type.id, year: day.year)
        // As it stands on the paper that the leader signed.
        let fixed = try NotationStore(db: db).fixed(file.id, number: number)
        let notation = try fixed ?? notation(of: content, number: number, at: file.holder, in: db)
        try store.insert(
            BookEntry(
                file: file.id, agency: file.holder, type: type.id, year: day.year, number: notation.number,
                notation: notation.notation, stroke: notation.stroke, day: day, subject: content.subject,
                signer: content.signer,
                recipients: content.recipients, copies: content.copies.count, urgency: content.urgency,
                event: step.ledgerEvent))
        // Without a renderer the paper is printed and numbered by hand.
        guard paper.state != .printable else { return }
        do {
            try documents.fill(
                paper.id,
                with: [
                    "number": notation.digits, "day": Notation.digits(day.day),
                    "month": day.month < 3 ? "0\(day.month)" : "\(day.month)", "year": "\(day.year)",
                ], number: notation.text, by: actor, in: db)
        } catch RenderingProblem.notWaiting { throw DocumentProblem.notSignedYet }
    }
}
