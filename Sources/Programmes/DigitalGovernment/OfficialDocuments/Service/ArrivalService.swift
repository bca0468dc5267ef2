// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
package import Files
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
    let files: FileService
    package let types: DocumentTypes
    package let now: Now
    let newID: NewID

    package init(
        database: any Database, cases: CaseService, files: FileService, types: DocumentTypes, now: @escaping Now,
        newID: @escaping NewID
    ) {
        (self.database, self.cases, self.files, self.types) = (database, cases, files, types)
        (self.now, self.newID) = (now, newID)
    }

    /// Enters a document that came on paper, under the next number of the year in which it came, with the scans that the clerk has
    /// put aside for it. Throws `ArrivalRefused`; for what seems to be there already until the form says that it is another.
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
            let scans = try files.attachments(of: Self.scans(of: actor, at: agency), in: db)
            let arrival = try enter(
                form, at: agency, by: .paper, urgency: .ordinary, of: actor, scans: scans.map(\.file.hash), in: db)
            if let file = arrival.file {
                for scan in scans { try files.attach(scan.file, named: scan.name, to: file.rawValue, in: db) }
            }
            try putAway(scans, of: actor, at: agency, in: db)
            return arrival
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
        scans: [String] = [], in db: any Connection
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
        // What was scanned is named by its bytes, so that nobody can say later that it was another.
        let facts = scans.isEmpty ? [:] : ["scans": scans.joined(separator: " ")]
        try Ledger(db).append(
            Event(
                id: ID(arrival.event), kind: "documents.arrived", subject: file.id.rawValue, place: agency.rawValue,
                actor: actor.id, at: arrival.enteredAt,
                facts: facts.merging([
                    "number": "\(number)", "year": "\(arrival.year)", "notation": form.notation,
                    "medium": medium.rawValue,
                ]) { $1 }))
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

    // MARK: scans

    static let scanField = "scans"
    package static let scanLimit = 20
    static let scanLimits = FileLimits(kinds: [.pdf, .jpeg, .png])

    /// What the clerk has put aside for the entry that is being written.
    package func scans(for actor: Actor) async throws -> [Attachment] {
        let agency = try place(of: actor, OfficialDocuments.register)
        return try await database.ask(files.attachments(of: Self.scans(of: actor, at: agency)))
    }

    /// Takes a page or the whole of what came on paper, and puts it aside for the entry.
    package func take<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes, named name: String, by actor: Actor
    ) async throws where Bytes.Element == [UInt8] {
        let agency = try place(of: actor, OfficialDocuments.register)
        if let mark = SecretMarking.found(inName: name) {
            let (time, event) = (now(), newID())
            try await database.write {
                try SecretRefusal.arrival.tell(nil, at: agency, by: actor, at: time, event: event, in: $0)
            }
            throw EnclosureProblem.secret(mark, field: Self.scanField)
        }
        let file = try await files.take(bytes, named: name, in: Self.scanField, limits: Self.scanLimits)
        try await database.write { db in
            let subject = Self.scans(of: actor, at: agency)
            let others = try files.attachments(of: subject, in: db).filter { $0.file.hash != file.stored.hash }
            guard others.count < Self.scanLimit else {
                throw UploadProblem.tooMany(Self.scanLimit, field: Self.scanField)
            }
            try files.attach(file.stored, named: file.name, to: subject, in: db)
        }
    }

    /// Takes one that was put aside away again; all of them where none is named.
    package func removeScans(_ hash: String? = nil, by actor: Actor) async throws {
        let agency = try place(of: actor, OfficialDocuments.register)
        try await database.write { db in
            let scans = try files.attachments(of: Self.scans(of: actor, at: agency), in: db)
            try putAway(scans.filter { $0.file.hash == hash ?? $0.file.hash }, of: actor, at: agency, in: db)
        }
    }

    private func putAway(_ scans: [Attachment], of actor: Actor, at agency: Place, in db: any Connection) throws {
        for scan in scans { try files.release(scan.file.hash, from: Self.scans(of: actor, at: agency), in: db) }
    }

    private static func scans(of actor: Actor, at agency: Place) -> String {
        "documents:scans:\(agency.rawValue):\(actor.id)"
    }

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
