// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Jobs
import Kernel
package import Rendering
import Signatures

/// Has the paper of a document written when its leader has decided to sign: it waits for the leader's key, then for its number,
/// then gets the agency's own signature.
package struct DocumentTypist: Courier {
    package static let kind = "documents.paper"

    let database: any Database
    let types: DocumentTypes
    let cases: CaseService
    let documents: DocumentService
    let agencies: AgencyService
    /// What an account is called.
    let name: @Sendable (String) async throws -> String
    /// What stands on an urgent paper; "" on others.
    let urgency: @Sendable (Urgency) -> String

    package init(
        database: any Database, types: DocumentTypes, cases: CaseService, documents: DocumentService,
        agencies: AgencyService, name: @escaping @Sendable (String) async throws -> String,
        urgency: @escaping @Sendable (Urgency) -> String
    ) {
        (self.database, self.types, self.cases) = (database, types, cases)
        (self.documents, self.agencies) = (documents, agencies)
        (self.name, self.urgency) = (name, urgency)
    }

    package var kind: String { Self.kind }

    /// Asks for the paper once for each time the document was signed, however often the message arrives.
    package func deliver(_ message: OutgoingMessage) async throws {
        let parts = message.body.split(separator: "/")
        guard parts.count == 2, let number = Int(parts[1]) else { throw Undeliverable("no step in \(message.body)") }
        let id = ID<CaseFile>(String(parts[0]))
        let (json, steps, fixed) = try await database.read { [cases] db in
            (
                try CaseService.content(of: id, in: db), try cases.steps(of: id, in: db).filter { $0.number <= number },
                try NotationStore(db: db).fixed(id, number: 0)
            )
        }
        guard let step = steps.last, step.number == number else { throw Undeliverable("no such step") }
        let content = try DraftContent(json: json)
        guard let (paper, agency, signer) = try await paper(content, of: step.holder, fixed) else {
            throw Undeliverable("no such type or agency")
        }
        let letterhead = Letterhead(superior: try await superior(of: agency), agency: agency.name, on: Day(step.at))
        try await database.write { [cases, documents] db in
            guard let file = try cases.take(id, in: db), file.state == step.state else { return }
            let asked = try documents.documents(of: id.rawValue, in: db).count { $0.kind == OfficialPaper.kind }
            guard asked < steps.count(where: { $0.event == step.event }) else { return }
            try documents.request(
                paper,
                DocumentOrder(
                    of: id.rawValue, at: step.holder, letterhead: letterhead,
                    signers: [
                        (.official(content.signer), signer), (.office(step.holder), "Văn thư"),
                        (.agency(step.holder), agency.name),
                    ]), by: .system, in: db)
        }
    }

    /// The paper of a document as it is now.
    private func paper(
        _ content: DraftContent, of place: Place, _ fixed: Notation?
    ) async throws -> (paper: OfficialPaper, agency: Agency, signer: String)? {
        guard let type = types[content.type], let agency = try await agencies.find(ID(place.rawValue)) else {
            return nil
        }
        var addressees: [String] = []
        for id in content.recipients { addressees.append(try await agencies.find(ID(id))?.name ?? id) }
        let signer = try await name(content.signer)
        let paper = OfficialPaper(
            content, type: type, notation: fixed ?? Notation(0, type, of: agency), addressees: addressees,
            urgency: urgency(content.urgency),
            locality: try await agencies.locality(of: agency), signer: signer)
        return (paper, agency, signer)
    }

    private func superior(of agency: Agency) async throws -> String {
        guard let parent = agency.parent, agency.kind != .peoplesCommittee else { return "" }
        return try await agencies.find(parent)?.name ?? ""
    }
}
