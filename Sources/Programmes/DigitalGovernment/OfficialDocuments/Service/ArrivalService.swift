// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel
import Ledger

/// All that is wrong with an entry, at once.
package struct ArrivalRefused: Error {
    package let problems: [ArrivalProblem]
}

/// The book of what came to an agency. What came on paper is entered by its clerk.
package struct ArrivalService: Sendable {
    let database: any Database
    package let types: DocumentTypes
    package let now: Now
    let newID: NewID

    package init(database: any Database, types: DocumentTypes, now: @escaping Now, newID: @escaping NewID) {
        (self.database, self.types, self.now, self.newID) = (database, types, now, newID)
    }

    /// Enters a document that came, under the next number of the year in which it came. Throws `ArrivalRefused`; for what
    /// seems to be there already until the form says that it is another.
    @discardableResult
    package func enter(_ form: ArrivalForm, by actor: Actor) async throws -> Arrival {
        let agency = try place(of: actor, OfficialDocuments.register)
        let problems = problems(in: form)
        guard problems.isEmpty, let day = form.day, let arrivedOn = form.arrivedOn else {
            throw ArrivalRefused(problems: problems)
        }
        let (id, event, time) = (newID(), newID(), now())
        return try await database.write { db in
            let store = ArrivalStore(db: db)
            let key = Arrival.key(form.sender, form.notation)
            if !form.isAnother, let known = try store.find(key, day, at: agency) {
                throw ArrivalRefused(problems: [.twice(known.number, year: known.year)])
            }
            let arrival = Arrival(
                id: ID(id), agency: agency, year: arrivedOn.year,
                number: try store.nextNumber(of: agency, year: arrivedOn.year), arrivedOn: arrivedOn,
                sender: form.sender, notation: form.notation, day: day, type: form.type, subject: form.subject,
                enteredBy: actor.id, enteredAt: time, event: event)
            try store.insert(arrival, key: key)
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "documents.arrived", subject: id, place: agency.rawValue, actor: actor.id,
                    at: time,
                    facts: [
                        "number": "\(arrival.number)", "year": "\(arrival.year)", "notation": form.notation,
                        "medium": "paper",
                    ]))
            return arrival
        }
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
