// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
package import Forms
import Foundation
package import Identity
package import Kernel
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
    let agencies: AgencyService
    let identity: IdentityService
    let newID: NewID

    package init(
        database: any Database, catalogue: Catalogue, cases: CaseService, drafts: DraftService,
        payments: PaymentService, documents: DocumentService, agencies: AgencyService, identity: IdentityService,
        newID: @escaping NewID
    ) {
        self.database = database
        self.catalogue = catalogue
        self.cases = cases
        self.drafts = drafts
        self.payments = payments
        self.documents = documents
        self.agencies = agencies
        self.identity = identity
        self.newID = newID
    }

    /// Begins a form: a resident for a desk of their choice, an official for somebody at their own.
    package func begin(
        _ code: String, at agency: ID<Agency>?, with host: any FormHost, by actor: Actor
    ) async throws -> Draft {
        let place: Place
        if actor.kind == .official {
            place = try counter(of: actor)
        } else {
            guard actor.kind == .resident else { throw Forbidden(Dossiers.receive) }
            place = try await desk(agency).place
        }
        return try await drafts.begin(code, at: place, with: host, by: actor)
    }

    /// The desks that take dossiers on this node.
    package func desks() async throws -> [Agency] { try await agencies.list(kind: .serviceDesk) }

    /// The desk that somebody chose, if it takes dossiers today.
    private func desk(_ id: ID<Agency>?) async throws -> Agency {
        guard let id, let agency = try await agencies.find(id), agency.kind == .serviceDesk,
            agency.isValid(on: agencies.today)
        else { throw PublicServicesProblem.noDesk }
        return agency
    }

    /// Makes the dossier, its files and its bill in one transaction, and returns where it is. What an official enters is
    /// received with it.
    package func submit(
        _ draft: Draft, as form: SubmittedForm, named name: String?, identified identifier: String?, by actor: Actor
    )
        async throws -> String
    {
        guard let procedure = catalogue[draft.key], let place = draft.place else {
            throw PublicServicesProblem.noSuchProcedure(draft.key)
        }
        let isCounter = actor.kind == .official
        if isCounter, try counter(of: actor) != place { throw Forbidden(Dossiers.receive) }
        let applicant = try await applicant(named: name, identified: identifier, by: actor)
        let id = ID<CaseFile>(newID())
        let path = "/\(Dossiers.path)/\(id)?sent=1"
        let channel: CaseFile.Channel = isCounter ? .desk : .online
        let charges = try procedure.fee?.charges(for: form.answers, by: channel) ?? []
        let opening = CaseService.Opening(
            kind: Dossiers.kind, matter: procedure.code, matterVersion: procedure.version, applicant: applicant,
            channel: channel, content: try form.json, limit: procedure.time?.limit, desk: place)
        try await database.write { db in
            try drafts.take(draft, becoming: path, subject: id.rawValue, by: actor, in: db)
            let file = try cases.open(opening, as: id, by: actor, in: db)
            if isCounter { try cases.move(file, "receive", by: actor, in: db) }
            let lines = try charges.map { charge in
                try BillLine(
                    charge.name.vi, englishText: charge.name.en, unit: Money(charge.amount) ?? .zero,
                    quantity: charge.quantity)
            }
            _ = try payments.bill(
                lines, for: id.rawValue, at: place, payer: applicant.account ?? actor.id, by: actor, in: db)
        }
        return path
    }

    /// The bills of a dossier, for whoever may see it.
    package func bills(of view: CaseView) async throws -> [Bill] {
        try await database.read { try payments.bills(of: view.file.id.rawValue, in: $0) }
    }

    /// The papers of a dossier, the oldest first, for whoever may see it.
    package func papers(of view: CaseView) async throws -> [IssuedDocument] {
        try await database.read { try documents.documents(of: view.file.id.rawValue, in: $0) }
    }

    private func counter(of actor: Actor) throws -> Place {
        let place = actor.agency ?? .everywhere
        try actor.may(Dossiers.receive, in: place)
        return place
    }

    /// Online the person signed in, with what the form calls them; at the counter whoever stands there.
    private func applicant(
        named name: String?, identified identifier: String?, by actor: Actor
    ) async throws -> CaseFile.Applicant {
        guard actor.kind == .official else {
            return .init(account: actor.id, name: try await identity.account(ID(actor.id)).name)
        }
        guard let name, !name.isEmpty else { throw PublicServicesProblem.noApplicant }
        var account: String?
        if let identifier { account = try await identity.account(identified: identifier)?.rawValue }
        return .init(account: account, name: name, sentBy: account == actor.id ? nil : actor.id)
    }
}
