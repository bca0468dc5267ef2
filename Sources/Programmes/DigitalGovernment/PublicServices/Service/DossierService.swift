// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
package import Forms
import Foundation
package import Identity
package import Kernel
package import NationalRegisters
package import Payments
package import Rendering

/// Makes dossiers of forms: over the counter or online, each once, with its bill.
package struct DossierService: Sendable {
    let database: any Database
    package let catalogue: Catalogue
    let cases: CaseService
    let drafts: DraftService
    let payments: PaymentService
    let documents: DocumentService
    package let desks: DeskFinder
    package let parties: DossierParties
    package let registers: RegisterService
    let identity: IdentityService
    let newID: NewID

    package init(
        database: any Database, catalogue: Catalogue, cases: CaseService, drafts: DraftService,
        payments: PaymentService, documents: DocumentService, desks: DeskFinder, parties: DossierParties,
        registers: RegisterService, identity: IdentityService, newID: @escaping NewID
    ) {
        self.database = database
        self.catalogue = catalogue
        self.cases = cases
        self.drafts = drafts
        self.payments = payments
        self.documents = documents
        self.desks = desks
        self.parties = parties
        self.registers = registers
        self.identity = identity
        self.newID = newID
    }

    /// Begins a form: a resident for a desk of their choice, for themselves, a child or a person who consented; an official
    /// at their own desk, for somebody who stands there or has written.
    package func begin(
        _ code: String, as capacity: DossierRequest.Capacity = .own, at agency: ID<Agency>?, with host: any FormHost,
        by actor: Actor
    ) async throws -> Draft {
        let request = DossierRequest(code, capacity)
        let place: Place
        if actor.kind == .official {
            place = try counter(of: actor)
        } else {
            guard actor.kind == .resident else { throw Forbidden(Dossiers.receive) }
            guard let agency, let desk = try await desks.desk(agency) else { throw PublicServicesProblem.noDesk }
            place = desk.place
        }
        guard let procedure = catalogue[code] else { throw PublicServicesProblem.noSuchProcedure(code) }
        guard request.isFor(actor) else { throw PublicServicesProblem.noConsent }
        if capacity == .post, !procedure.channels.contains(.post) { throw PublicServicesProblem.notByPost }
        if case .consented(let person) = capacity {
            try await database.read { _ = try consent(of: person, to: actor, in: $0) }
        }
        return try await drafts.begin(request.description, at: place, with: host, by: actor)
    }

    /// What a dossier is made of.
    struct Opening: Sendable {
        let procedure: Procedure
        let form: SubmittedForm
        /// The form as it is kept: written before the transaction, for which others wait.
        let content: String
        let applicant: CaseFile.Applicant
        let channel: CaseFile.Channel
        let desk: Place
        /// Who must confirm it in an account of their own.
        let others: [Confirmation]
        /// The account whose bill it is.
        let payer: String
    }

    /// Makes the dossier, its files and its bill in one transaction, and returns where it is. What an official enters is
    /// received with it.
    package func submit(
        _ draft: Draft, as form: SubmittedForm, for person: DossierPerson, by actor: Actor
    ) async throws -> String {
        guard let request = DossierRequest(draft.key), let procedure = catalogue[request.procedure],
            let place = draft.place, request.isFor(actor)
        else { throw PublicServicesProblem.noSuchProcedure(draft.key) }
        let isCounter = actor.kind == .official
        if isCounter, try counter(of: actor) != place { throw Forbidden(Dossiers.receive) }
        // Whoever comes to the counter or writes confirms on paper.
        let others = isCounter ? [] : try await parties.others(in: form, of: procedure, by: actor)
        let applicant = try await applicant(person, request.capacity, by: actor)
        let opening = Opening(
            procedure: procedure, form: form, content: form.json, applicant: applicant,
            channel: request.channel(of: actor), desk: place, others: others,
            payer: isCounter ? applicant.account ?? actor.id : actor.id)
        let id = ID<CaseFile>(newID())
        let path = "/\(Dossiers.path)/\(id)?sent=1"
        try await database.write { db in
            if case .consented(let person) = request.capacity { _ = try consent(of: person, to: actor, in: db) }
            try drafts.take(draft, becoming: path, subject: id.rawValue, by: actor, in: db)
            let file = try open(opening, as: id, by: actor, in: db)
            if isCounter { try cases.move(file, "receive", by: actor, in: db) }
        }
        return path
    }

    /// Makes the case file and its bill in the caller's transaction, and asks those who must confirm it.
    func open(_ opening: Opening, as id: ID<CaseFile>, by actor: Actor, in db: any Connection) throws -> CaseFile {
        let (procedure, form) = (opening.procedure, opening.form)
        let charges = try procedure.fee?.charges(for: form.answers, by: opening.channel) ?? []
        let file = try cases.open(
            .init(
                kind: Dossiers.kind, matter: procedure.code, matterVersion: procedure.version,
                applicant: opening.applicant, channel: opening.channel, content: opening.content,
                limit: procedure.time?.limit, desk: opening.desk), as: id, by: actor, in: db)
        try parties.ask(opening.others, about: file, by: actor, in: db)
        let lines = try charges.map { charge in
            try BillLine(
                charge.name.vi, englishText: charge.name.en, unit: Money(charge.amount) ?? .zero,
                quantity: charge.quantity)
        }
        _ = try payments.bill(
            lines, for: id.rawValue, at: opening.desk, payer: opening.payer, by: actor, in: db)
        return file
    }

    /// For whom the actor may fill forms in: those who have consented, each once.
    package func grantors(to actor: Actor) async throws -> [(id: ID<Account>, name: String)] {
        try await identity.mandates(of: actor, in: Dossiers.matter).reduce(into: []) { people, consent in
            if !people.contains(where: { $0.id == consent.grantor }) {
                people.append((consent.grantor, consent.grantorName))
            }
        }
    }

    /// What an account is called.
    package func name(of account: String) async throws -> String { try await identity.account(ID(account)).name }

    /// What belongs to a dossier beside its case.
    package struct Belongings: Sendable {
        /// The oldest first.
        package let papers: [IssuedDocument]
        /// Who is waited for, of papers that are not signed by everybody yet.
        let pending: [ID<IssuedDocument>: PendingSignature]
        package let bills: [Bill]
        /// What a national register was asked, the newest last.
        package let registrations: [RegisterRequest]
        let confirmations: [Confirmation]
    }

    /// Everything that belongs to a dossier, for whoever may see it.
    package func belongings(of view: CaseView) async throws -> Belongings {
        let id = view.file.id
        return try await database.read { db in
            let papers = try documents.documents(of: id.rawValue, in: db)
            return Belongings(
                papers: papers, pending: try documents.signatures(pendingFor: papers, in: db),
                bills: try payments.bills(of: id.rawValue, in: db),
                registrations: try registers.requests(of: id.rawValue, in: db),
                confirmations: try parties.confirmations(of: id, in: db))
        }
    }

    private func counter(of actor: Actor) throws -> Place {
        let place = actor.agency ?? .everywhere
        try actor.may(Dossiers.receive, in: place)
        return place
    }

    private func consent(of person: ID<Account>, to actor: Actor, in db: any Connection) throws -> Consent {
        guard let consent = try Consents(db).find(from: person, to: actor, in: Dossiers.matter, at: cases.now()) else {
            throw PublicServicesProblem.noConsent
        }
        return consent
    }

    /// Online the person signed in or the one they act for; from an officer or another portal whoever the papers name.
    func applicant(
        _ person: DossierPerson, _ capacity: DossierRequest.Capacity, by actor: Actor
    ) async throws -> CaseFile.Applicant {
        switch capacity {
        case .consented(let grantor):
            return .init(account: grantor.rawValue, name: try await name(of: grantor.rawValue), sentBy: actor.id)
        case .child: return .init(account: nil, name: try person.called, sentBy: actor.id)
        case .own where actor.kind == .resident:
            let name = if let name = actor.name { name } else { try await name(of: actor.id) }
            return .init(account: actor.id, name: name)
        case .own, .post:
            var account: String?
            if let identifier = person.identifier {
                account = try await identity.account(identified: identifier)?.rawValue
            }
            return .init(account: account, name: try person.called, sentBy: account == actor.id ? nil : actor.id)
        }
    }
}

/// Whose dossier a form says it is.
package struct DossierPerson: Sendable {
    let name: String?
    let identifier: String?

    package init(name: String?, identifier: String?) { (self.name, self.identifier) = (name, identifier) }

    fileprivate var called: String {
        get throws(PublicServicesProblem) {
            guard let name, !name.isEmpty else { throw .noApplicant }
            return name
        }
    }
}
