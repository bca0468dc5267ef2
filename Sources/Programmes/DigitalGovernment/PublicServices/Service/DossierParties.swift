// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
import Forms
package import Identity
package import Kernel
import Ledger
package import Notifications
package import Web

/// Affairs of several people, such as a marriage: who has not sent the dossier themselves confirms it in an account of their
/// own before the desk takes it on.
package struct DossierParties: Sendable {
    let database: any Database
    let catalogue: Catalogue
    let cases: CaseService
    let identity: IdentityService
    let notifications: NotificationService
    let strings: @Sendable (Language) -> Strings
    let newID: NewID

    package init(
        database: any Database, catalogue: Catalogue, cases: CaseService, identity: IdentityService,
        notifications: NotificationService, strings: @escaping @Sendable (Language) -> Strings, newID: @escaping NewID
    ) {
        self.database = database
        self.catalogue = catalogue
        self.cases = cases
        self.identity = identity
        self.notifications = notifications
        self.strings = strings
        self.newID = newID
    }

    /// A dossier as somebody sees it who is asked to confirm it.
    package struct Request: Sendable {
        package let file: CaseFile
        package let content: String
        package let mine: Confirmation
    }

    /// Those whom the form names and who must confirm: everybody but the sender. Each is found by number and name.
    func others(in form: SubmittedForm, of procedure: Procedure, by actor: Actor) async throws -> [Confirmation] {
        if procedure.parties?.isEmpty != false { return [] }
        let own = try await identity.identifier(of: ID(actor.id))?.digits
        return try await others(in: form, of: procedure, than: own, by: actor)
    }

    /// As above, for a sender who is known by their identifier alone.
    func others(
        in form: SubmittedForm, of procedure: Procedure, than own: String?, by actor: Actor
    ) async throws -> [Confirmation] {
        var others: [Confirmation] = []
        for party in procedure.parties ?? [] {
            let (identifier, name) = (
                form.answers[party.identifier].string ?? "", form.answers[party.name].string ?? ""
            )
            guard identifier != own else { continue }
            do {
                let account = try await identity.person(identified: identifier, named: name, by: actor)
                others.append(
                    Confirmation(
                        account: account.id.rawValue, name: account.name, askedAt: cases.now(), confirmedAt: nil))
            } catch IdentityProblem.noSuchPerson { throw PublicServicesProblem.partyUnknown(name) }
        }
        return others
    }

    /// Asks them, in the transaction that makes the dossier.
    func ask(_ others: [Confirmation], about file: CaseFile, by actor: Actor, in db: any Connection) throws {
        for other in others {
            try ConfirmationStore(db: db).insert(other, of: file.id)
            let event = try tell("party_asked", file, about: other.account, by: actor, in: db)
            let words = words("services.party.asked", file, ["name": file.applicant.name])
            try notifications.tell(
                other.account, words, at: "/\(Dossiers.path)/\(file.id)/confirmation", id: ID(newID()), event: event,
                in: db)
        }
    }

    /// Refuses to go on before everybody has confirmed.
    static func check(_ file: CaseFile, in db: any Connection) throws {
        guard try ConfirmationStore(db: db).all(of: file.id).allSatisfy({ $0.confirmedAt != nil }) else {
            throw PublicServicesProblem.unconfirmed
        }
    }

    /// Who is asked to confirm the dossier, for whoever may see it.
    func confirmations(of id: ID<CaseFile>, in db: any Connection) throws -> [Confirmation] {
        try ConfirmationStore(db: db).all(of: id)
    }

    /// What the actor is asked to confirm; to anybody else there is no such dossier.
    package func request(_ id: ID<CaseFile>, for actor: Actor) async throws -> Request {
        try await database.read { try request(id, for: actor, in: $0) }
    }

    /// The actor says that the dossier is theirs too.
    package func confirm(_ id: ID<CaseFile>, by actor: Actor) async throws {
        try await answering(id, by: actor) { request, db in
            try ConfirmationStore(db: db).confirm(id, by: actor.id, at: cases.now())
            let event = try tell("party_confirmed", request.file, about: actor.id, by: actor, in: db)
            try inform(request, "services.party.confirmed", event, in: db)
        }
    }

    /// The actor says that it is not: the dossier ends, because nobody can marry alone.
    package func refuse(_ id: ID<CaseFile>, by actor: Actor) async throws {
        try await answering(id, by: actor) { request, db in
            let event = try tell("party_refused", request.file, about: actor.id, by: actor, in: db)
            try cases.move(
                request.file, "withdraw",
                saying: .init(strings(.vi).fill("services.party.refused", ["name": request.mine.name])), by: .system,
                in: db)
            try inform(request, "services.party.refused", event, in: db)
        }
    }

    private func answering(
        _ id: ID<CaseFile>, by actor: Actor, _ body: @escaping @Sendable (Request, any Connection) throws -> Void
    ) async throws {
        try await database.write { db in
            guard try cases.take(id, in: db) != nil else { throw CaseProblem.notFound }
            let request = try request(id, for: actor, in: db)
            guard request.file.phase == .incoming, request.mine.confirmedAt == nil else { throw CaseProblem.cannotMove }
            try body(request, db)
        }
    }

    private func request(_ id: ID<CaseFile>, for actor: Actor, in db: any Connection) throws -> Request {
        guard let file = try cases.find(id, in: db),
            let mine = try ConfirmationStore(db: db).all(of: id).first(where: { $0.account == actor.id })
        else { throw CaseProblem.notFound }
        return Request(file: file, content: try CaseService.content(of: id, in: db), mine: mine)
    }

    private func inform(_ request: Request, _ key: String, _ event: String, in db: any Connection) throws {
        let words = words(key, request.file, ["name": request.mine.name])
        // A portal is told by its own courier.
        for reader in request.file.people.sorted() where Portal.name(ofActor: reader) == nil {
            try notifications.tell(
                reader, words, at: "/\(Dossiers.path)/\(request.file.id)", id: ID(newID()), event: event, in: db)
        }
    }

    private func words(_ key: String, _ file: CaseFile, _ slots: [String: String]) -> PersonalNotice.Words {
        PersonalNotice.Words { language in
            (catalogue[file.matter]?.name[language] ?? file.matter, strings(language).fill(key, slots))
        }
    }

    /// Who it is about stands in the erasable part.
    private func tell(
        _ what: String, _ file: CaseFile, about person: String, by actor: Actor, in db: any Connection
    ) throws -> String {
        let event = Event(
            id: ID(newID()), kind: "\(Dossiers.kind).\(what)", subject: file.id.rawValue, place: file.holder.rawValue,
            actor: actor.id, at: cases.now(), facts: ["matter": file.matter], personal: ["person": person])
        try Ledger(db).append(event)
        return event.id.rawValue
    }
}
