// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Identity
package import Kernel
package import Rendering
import Signatures

/// The papers that a desk keeps for itself: the control slip of a dossier and the log book of a period (forms 06 and 07 of
/// Circular 03/2025/TT-VPCP). Each is issued as it stands when somebody asks for it.
package struct DeskPapers: Sendable {
    let database: any Database
    let catalogue: Catalogue
    let cases: CaseService
    let documents: DocumentService
    let agencies: AgencyService
    let identity: IdentityService
    package let now: Now

    package init(
        database: any Database, catalogue: Catalogue, cases: CaseService, documents: DocumentService,
        agencies: AgencyService, identity: IdentityService, now: @escaping Now
    ) {
        self.database = database
        self.catalogue = catalogue
        self.cases = cases
        self.documents = documents
        self.agencies = agencies
        self.identity = identity
        self.now = now
    }

    /// The slip that shows who had the dossier, and when, until now.
    package func controlSlip(of id: ID<CaseFile>, by actor: Actor) async throws -> IssuedDocument {
        let view = try await view(id, for: actor)
        let trail = DossierTrail(file: view.file, steps: view.steps, names: try await names(in: view.steps))
        let paper = ControlSlip(
            view.file.onPaper(try SubmittedForm(json: view.content), catalogue[view.file.matter]),
            received: view.file.receivedAt, promised: view.file.clock?.due, steps: trail.lines)
        return try await issue(paper, of: id.rawValue, at: view.file.holder, by: actor)
    }

    /// The slips printed of a dossier so far, the newest first.
    package func controlSlips(of id: ID<CaseFile>, for actor: Actor) async throws -> [IssuedDocument] {
        let subject = try await view(id, for: actor).file.id.rawValue
        return try await database.read { try documents.documents(of: subject, in: $0) }
            .filter { $0.kind == ControlSlip.kind }.reversed()
    }

    /// The dossiers that the actor's desk received between two days, both counted.
    package func logBook(from first: Day?, to last: Day?, by actor: Actor) async throws -> IssuedDocument {
        let place = try desk(of: actor)
        guard let first, let last, first <= last else { throw PublicServicesProblem.noPeriod }
        let entries = try await cases.book(
            of: Dossiers.kind, at: place, from: first, to: last, limit: LogBook.limit + 1, for: actor)
        guard entries.count <= LogBook.limit else { throw PublicServicesProblem.longPeriod(limit: LogBook.limit) }
        var names: [Place: String] = [:]
        for holder in Set(entries.map(\.file.holder)) { names[holder] = try await name(of: holder) }
        let lines = try entries.enumerated().map { index, entry in
            LogBook.Line(
                index + 1, entry.file, try SubmittedForm(json: entry.content), catalogue[entry.file.matter],
                agency: names[entry.file.holder] ?? "", returned: entry.closedAt)
        }
        return try await issue(
            LogBook(from: first, to: last, lines: lines), of: Self.books(of: place), at: place, by: actor)
    }

    /// The books printed for the actor's desk so far, the newest first.
    package func logBooks(for actor: Actor) async throws -> [IssuedDocument] {
        let subject = Self.books(of: try desk(of: actor))
        return try await database.read { try documents.documents(of: subject, in: $0) }.reversed()
    }

    /// Whether somebody may have such a paper; nil where that is a question of its dossier alone.
    package static func access(to document: IssuedDocument, for actor: Actor) -> Bool? {
        switch document.kind {
        case LogBook.kind: actor.can(Dossiers.read, in: document.place)
        case ControlSlip.kind: actor.kind == .resident ? false : nil
        default: nil
        }
    }

    private func issue(
        _ paper: some Paper, of subject: String, at place: Place, by actor: Actor
    ) async throws -> IssuedDocument {
        let (letterhead, office) = try await agencies.letterhead(of: place, on: Day(now()))
        let order = DocumentOrder(
            of: subject, at: place, letterhead: letterhead, signers: [(.agency(place), office)])
        return try await database.write { try documents.request(paper, order, by: actor, in: $0) }
    }

    /// The dossier, for an official: who asked for it sees the papers written to them.
    private func view(_ id: ID<CaseFile>, for actor: Actor) async throws -> CaseView {
        let view = try await cases.view(id, for: actor)
        guard !view.isMine else { throw Forbidden(Dossiers.read) }
        return view
    }

    private func desk(of actor: Actor) throws -> Place {
        guard let place = actor.agency else { throw Forbidden(Dossiers.read) }
        try actor.may(Dossiers.read, in: place)
        return place
    }

    private func names(in steps: [CaseStep]) async throws -> [String: String] {
        var names: [String: String] = [:]
        for holder in Set(steps.map(\.holder)) { names[holder.rawValue] = try await name(of: holder) }
        for officer in Set(steps.compactMap(\.officer)) {
            names[officer] = try await identity.account(ID(officer)).name
        }
        return names
    }

    private func name(of place: Place) async throws -> String {
        try await agencies.find(ID(place.rawValue))?.name ?? place.rawValue
    }

    /// What the books of a desk belong to.
    private static func books(of place: Place) -> String { "log-book:\(place.rawValue)" }
}
