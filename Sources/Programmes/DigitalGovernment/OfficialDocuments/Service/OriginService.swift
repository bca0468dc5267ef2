// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
package import Files
import Foundation
package import Kernel

/// Takes over what other modules hand to be signed and numbered: it becomes a draft of the agency and goes the way of all documents.
/// They do not know this module: the product brings the two together.
package struct OriginService: Sendable {
    let database: any Database
    let cases: CaseService
    let files: FileService
    let agencies: AgencyService
    let types: DocumentTypes
    /// What an account is called.
    let name: @Sendable (String) async throws -> String

    package init(
        database: any Database, cases: CaseService, files: FileService, agencies: AgencyService, types: DocumentTypes,
        name: @escaping @Sendable (String) async throws -> String
    ) {
        (self.database, self.cases, self.files, self.agencies) = (database, cases, files, agencies)
        (self.types, self.name) = (types, name)
    }

    /// Checks what is handed over, and returns what makes a draft of it in the transaction of the hand-over. Who signs, and with what
    /// position, is still to be filled in unless whoever hands it over signs themselves; it cannot be initialled before.
    package func draft(
        _ handed: HandedDocument, by actor: Actor
    ) async throws -> @Sendable (any Connection) throws -> ID<CaseFile> {
        guard let place = actor.agency else { throw Forbidden(OfficialDocuments.draft) }
        try actor.may(OfficialDocuments.draft, in: place)
        guard let agency = try await agencies.find(ID(place.rawValue)),
            types.written(by: agency).contains(where: { $0.id == handed.type })
        else { throw DocumentProblem.noType }
        let subject = String(handed.subject.prefix(DraftingService.subjectLimit))
        if let mark = SecretMarking.found(in: subject + "\n" + handed.body) { throw DocumentProblem.secret(mark) }
        let content = DraftContent(
            type: handed.type, subject: subject, body: String(handed.body.prefix(DraftingService.bodyLimit)),
            recipients: agency.parent.map { [$0.rawValue] } ?? [],
            signer: actor.can(OfficialDocuments.sign, in: place) ? actor.id : "", position: "")
        let (json, author) = (try content.json, try await name(actor.id))
        return { [cases, files] db in
            let file = try cases.open(
                .init(
                    kind: OfficialDocuments.kind, matter: content.subject, matterVersion: 1,
                    applicant: .init(account: nil, name: author), channel: .desk, content: json, limit: nil,
                    desk: place), by: actor, in: db)
            try files.attach(handed.file, named: handed.fileName, to: file.id.rawValue, in: db)
            try OriginStore(db: db).insert(handed.origin, of: file.id)
            return file.id
        }
    }

    /// The document that was made of something; nil where nothing was.
    package func outcome(of kind: String, _ origin: String) async throws -> HandedOutcome? {
        try await database.read { db in
            guard let id = try OriginStore(db: db).document(of: kind, origin) else { return nil }
            let entry = try db.ask(BookStore.entry(of: id))
            return HandedOutcome(document: id, number: entry?.text ?? "")
        }
    }
}

extension BookService {
    /// Where a document came from; nil for one that was written here.
    package func origin(of file: ID<CaseFile>) async throws -> DocumentOrigin? {
        try await database.read { try OriginStore(db: $0).origin(of: file) }
    }
}
