// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Identity
package import Jobs
import Kernel
package import NationalRegisters
package import Rendering
import Signatures

/// Writes the papers that go with the steps of dossiers (Circular 03/2025/TT-VPCP, annex I), after the commit of the step:
/// a slip names the dossier's number, which is the last thing a receipt takes.
package struct DossierClerk: Courier {
    package static let kind = "dossiers.paper"

    let database: any Database
    let catalogue: Catalogue
    let cases: CaseService
    let documents: DocumentService
    let registers: RegisterService
    let agencies: AgencyService
    let identity: IdentityService

    package init(
        database: any Database, catalogue: Catalogue, cases: CaseService, documents: DocumentService,
        registers: RegisterService, agencies: AgencyService, identity: IdentityService
    ) {
        self.database = database
        self.catalogue = catalogue
        self.cases = cases
        self.documents = documents
        self.registers = registers
        self.agencies = agencies
        self.identity = identity
    }

    package var kind: String { Self.kind }

    /// The message that asks for the paper of a step; nil for a step without one. Put it into the outbox of the step's
    /// transaction.
    static func message(for step: CaseStep, of file: CaseFile, id: String) -> OutgoingMessage? {
        guard DossierPaper(step.event) != nil else { return nil }
        return OutgoingMessage(kind, of: step, in: file, id: id)
    }

    /// Asks for the paper once, however often the message arrives.
    package func deliver(_ message: OutgoingMessage) async throws {
        let (id, number) = try message.step
        let before = try await database.read { [cases] db in
            try cases.steps(of: id, in: db).filter { $0.number <= number }
        }
        guard let step = before.last, step.number == number, let kind = DossierPaper(step.event) else {
            throw Undeliverable("no such step")
        }
        let (letterhead, office) = try await agencies.letterhead(of: step.holder, on: Day(step.at))
        // What a register answers follows from what an official sent to it.
        let deed = step.actor == Actor.system.id ? before.last { $0.event == DossierSteps.sent } ?? step : step
        let official = try await name(of: deed.actor)
        try await database.write { [cases, documents, catalogue] db in
            guard let file = try cases.take(id, in: db), let procedure = catalogue[file.matter] else { return }
            let issued = try documents.documents(of: id.rawValue, in: db).count { $0.kind == kind.paperKind }
            guard issued < before.count(where: { $0.event == step.event }) else { return }
            let form = try SubmittedForm(json: CaseService.content(of: id, in: db))
            let paper = kind.paper(
                for: step, of: file, procedure, form, by: official, office: office, after: before,
                registered: try registration(of: file, in: db))
            let kinds = kind == .result ? procedure.result.signatures ?? [.agency] : [.agency]
            try documents.request(
                paper,
                DocumentOrder(
                    of: id.rawValue, at: step.holder, letterhead: letterhead,
                    signers: kinds.map { $0.signer(of: deed, called: official, at: office) }), by: .system, in: db)
        }
    }
}

extension DossierClerk {
    private func name(of account: String?) async throws -> String {
        guard let account, account != Actor.system.id else { return "" }
        return try await identity.account(ID(account)).name
    }

    private func registration(of file: CaseFile, in db: any Connection) throws -> DossierPaper.Registration? {
        guard let request = try registers.requests(of: file.id.rawValue, in: db).last(where: { $0.entry != nil }),
            let entry = request.entry, let register = registers.registers[request.register]
        else { return nil }
        return .init(register: register, entry: entry)
    }
}

extension Signatory.Kind {
    /// Who that is for a step: the official who took it, or the agency that has the dossier.
    fileprivate func signer(
        of step: CaseStep, called official: String, at office: String
    ) -> (signatory: Signatory, name: String) {
        switch self {
        case .agency: (.agency(step.holder), office)
        case .official: (.official(step.actor), official)
        case .remote: (.remote(step.actor), official)
        }
    }
}

extension AgencyService {
    /// The head of a paper that an agency issues, and how the agency is called on it.
    func letterhead(of place: Place, on day: Day) async throws -> (letterhead: Letterhead, office: String) {
        guard let agency = try await find(ID(place.rawValue)) else {
            return (Letterhead(agency: place.rawValue, on: day), place.rawValue)
        }
        var superior = ""
        if let parent = agency.parent { superior = try await find(parent)?.name ?? "" }
        let letterhead = Letterhead(
            superior: superior, agency: agency.name, locality: try await locality(of: agency), on: day)
        return (letterhead, agency.name)
    }
}
