// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
import Foundation
package import Kernel
import Ledger

/// All that is wrong with an entry, at once.
package struct ArrivalRefused: Error {
    package let problems: [ArrivalProblem]
}

/// The book of what came to an agency. What came on paper is entered by its clerk; what the exchange brought comes by
/// `TrayService`. Each entry opens a case, in which it is dealt with.
package struct ArrivalService: Sendable {
    let database: any Database
    let cases: CaseService
    package let types: DocumentTypes
    package let now: Now
    let newID: NewID

    package init(
        database: any Database, cases: CaseService, types: DocumentTypes, now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.cases, self.types) = (database, cases, types)
        (self.now, self.newID) = (now, newID)
    }

    /// Enters a document that came, under the next number of the year in which it came. Throws `ArrivalRefused`; for what
    /// seems to be there already until the form says that it is another.
    @discardableResult
    package func enter(_ form: ArrivalForm, by actor: Actor) async throws -> Arrival {
        let agency = try place(of: actor, OfficialDocuments.register)
        let secrecy = Secrecy(typed: form.secrecy)
        let problems = secrecy == .unclassified ? problems(in: form) : [.classified]
        if problems.contains(where: \.isSecret) {
            let (time, event) = (now(), newID())
            try await database.write {
                try SecretRefusal.arrival.tell(
                    secrecy == .unclassified ? nil : secrecy, at: agency, by: actor, at: time, event: event, in: $0)
            }
        }
        guard problems.isEmpty else { throw ArrivalRefused(problems: problems) }
        return try await database.write { db in
            try enter(form, at: agency, by: .paper, urgency: .ordinary, of: actor, in: db)
        }
    }

    /// How a document came.
    enum Medium: String {
        case paper, exchange, axis

        init(_ carrier: DocumentCarrier) { self = carrier == .axis ? .axis : .exchange }
    }

    /// As above, in the caller's transaction, which has looked at the form and asked whether the actor may.
    func enter(
        _ form: ArrivalForm, at agency: Place, by medium: Medium, urgency: Urgency, of actor: Actor,
        in db: any Connection
    ) throws -> Arrival {
        guard let day = form.day, let arrivedOn = form.arrivedOn else { throw ArrivalRefused(problems: [.noDay]) }
        let store = ArrivalStore(db: db)
        let key = Arrival.key(form.sender, form.notation)
        if !form.isAnother, let known = try store.find(key, day, at: agency) {
            throw ArrivalRefused(problems: [.twice(known.number, year: known.year)])
        }
        let number = try store.nextNumber(of: agency, year: arrivedOn.year)
        let content = ArrivalContent(
            number: number, year: arrivedOn.year, notation: form.notation, day: day.description, urgency: urgency,
            medium: medium.rawValue)
        let file = try cases.open(
            .init(
                kind: IncomingDocuments.kind, matter: form.subject, matterVersion: 1,
                applicant: .init(account: nil, name: form.sender), channel: medium == .paper ? .post : .portal,
                content: try content.json, limit: nil, desk: agency), by: actor, in: db)
        let arrival = Arrival(
            id: ID(newID()), agency: agency, year: arrivedOn.year, number: number, arrivedOn: arrivedOn,
            sender: form.sender, notation: form.notation, day: day, type: form.type, subject: form.subject,
            enteredBy: actor.id, enteredAt: now(), event: newID(), file: file.id)
        try store.insert(arrival, key: key)
        try Ledger(db).append(
            Event(
                id: ID(arrival.event), kind: "documents.arrived", subject: file.id.rawValue, place: agency.rawValue,
                actor: actor.id, at: arrival.enteredAt,
                facts: [
                    "number": "\(number)", "year": "\(arrival.year)", "notation": form.notation,
                    "medium": medium.rawValue,
                ]))
        return arrival
    }

    /// The line of the book of a case; nil when it is no arrival. Whoever may see the case may see it.
    package func entry(of file: ID<CaseFile>) async throws -> Arrival? {
        try await database.ask(ArrivalStore.entry(of: file))
    }

    /// What came to the agency of an official in a year, the newest first.
    package func arrivals(
        in year: Int, before number: Int? = nil, limit: Int, for actor: Actor
    ) async throws -> [Arrival] {
        let agency = try place(of: actor, OfficialDocuments.read)
        return try await database.ask(ArrivalStore.arrivals(at: agency, in: year, before: number, limit: limit))
    }

    /// Refuses who may not enter anything.
    package func check(_ actor: Actor) throws { _ = try place(of: actor, OfficialDocuments.register) }

    private func place(of actor: Actor, _ permission: Permission) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(permission) }
        try actor.may(permission, in: agency)
        return agency
    }

    private func problems(in form: ArrivalForm) -> [ArrivalProblem] {
        var problems: [ArrivalProblem] = []
        func check(_ text: String, _ blank: ArrivalProblem, _ long: ArrivalProblem, _ limit: Int) {
            if text.isEmpty { problems.append(blank) } else if text.count > limit { problems.append(long) }
        }
        let today = Day(now())
        check(form.sender, .blankSender, .longSender, DraftingService.lineLimit)
        check(form.notation, .blankNotation, .longNotation, DraftingService.lineLimit)
        if let day = form.day { if day > today { problems.append(.dayAhead) } } else { problems.append(.noDay) }
        if let arrived = form.arrivedOn {
            if arrived > today { problems.append(.arrivalAhead) }
            if let day = form.day, arrived < day { problems.append(.arrivalTooEarly) }
        } else {
            problems.append(.noArrival)
        }
        if types[form.type] == nil { problems.append(.noType) }
        check(form.subject, .blankSubject, .longSubject, DraftingService.subjectLimit)
        if let mark = SecretMarking.found(in: form.subject) { problems.append(.secret(mark)) }
        return problems
    }
}
