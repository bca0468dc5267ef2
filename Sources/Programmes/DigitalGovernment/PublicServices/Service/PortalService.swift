// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Casework
package import Database
import Files
import Forms
package import Foundation
package import Kernel
import Payments
package import Rendering
import Web
package import Wire

/// What portals do here for people: file, and ask how it stands. The same forms, rights, bills and steps as on our own
/// pages.
package struct PortalService: Sendable {
    let database: any Database
    let host: DossierHost
    let flow: CaseFlow
    private let connections: [String: PortalConnection]
    private let now: Now
    private let newID: NewID

    package init(
        database: any Database, host: DossierHost, flow: CaseFlow, connections: [PortalConnection], now: @escaping Now,
        newID: @escaping NewID
    ) {
        self.database = database
        self.host = host
        self.flow = flow
        self.connections = Dictionary(uniqueKeysWithValues: connections.map { ($0.portal.name, $0) })
        self.now = now
        self.newID = newID
    }

    /// What a portal sends to file a dossier.
    struct Filing: Decodable {
        let procedure: String
        /// The identifier of the desk's agency: `H42.19.05`.
        let desk: String
        let answers: Answers
    }

    subscript(_ name: String) -> PortalConnection? { connections[name] }

    /// The portal that signed this call, just now.
    package func portal(signing call: SignedCall) throws(PortalProblem) -> Portal {
        guard let connection = connections[call.caller] else { throw .notSigned }
        do { try call.check(connection.secret, at: now()) } catch { throw .notSigned }
        return connection.portal
    }

    /// Makes a dossier of what a portal sends with a call it signed. The same key brings the same dossier, however often it
    /// comes.
    package func file(_ body: Data, by call: SignedCall, of portal: Portal) async throws -> ID<CaseFile> {
        try check(call, body)
        if let known = try await known(call, .file, of: portal) { return known }
        guard let filing = try? JSONReader.read(Filing.self, from: body) else { throw PortalProblem.unreadable }
        let prepared = try await prepare(filing, for: portal)
        return try await once(call, .file, prepared.id, of: portal) { [host] db in
            _ = try host.service.open(prepared.opening, as: prepared.id, by: portal.actor, in: db)
            try host.service.drafts.attach(prepared.files, to: prepared.id.rawValue, in: db)
        }
    }

    /// How a dossier of the portal stands.
    package func state(of id: ID<CaseFile>, for portal: Portal) async throws -> DossierState {
        let service = host.service
        let view = try await service.cases.view(id, for: portal.actor)
        let file = view.file
        let belongings = try await service.belongings(of: view)
        let account = try await service.payments.openAccounts(at: file.desk).first
        return DossierState(
            dossier: id.rawValue, procedure: file.matter, code: file.code?.description, state: file.state,
            stateCode: flow.state(file.state)?.code ?? 0, received: file.receivedAt, due: file.clock?.due,
            words: view.steps.last?.text ?? "",
            fees: belongings.bills.map { bill in
                .init(
                    amount: bill.amount.dong, state: bill.state.rawValue, reference: bill.reference.description,
                    vietqr: bill.state == .open ? account?.order(for: bill).text : nil)
            },
            results: belongings.papers.filter { $0.kind == ResultPaper.kind }.map { paper in
                .init(
                    title: paper.title, verify: paper.code.text, sha256: paper.file,
                    path: paper.file == nil ? nil : "/api/dossiers/\(id)/results/\(paper.id)")
            })
    }

    /// A result of a dossier of the portal, and the hash of its signed file.
    package func result(
        _ document: ID<IssuedDocument>, of id: ID<CaseFile>, for portal: Portal
    ) async throws -> (document: IssuedDocument, hash: String) {
        let view = try await host.service.cases.view(id, for: portal.actor)
        let papers = try await host.service.belongings(of: view).papers
        guard let paper = papers.first(where: { $0.id == document && $0.kind == ResultPaper.kind }),
            let hash = paper.file
        else { throw CaseProblem.notFound }
        return (paper, hash)
    }

    /// That the body is the one that was signed, and that it can be told from all others.
    func check(_ call: SignedCall, _ body: Data) throws(PortalProblem) {
        do { try call.check(body: body) } catch { throw .notSigned }
        guard (1...64).contains(call.key.count), call.key.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
            throw .noKey
        }
    }

    /// The dossier of a call that was served before. `dossier` is the one it names itself.
    func known(
        _ call: SignedCall, _ act: PortalAct, _ dossier: ID<CaseFile>? = nil, of portal: Portal
    ) async throws -> ID<CaseFile>? {
        guard let before = try await database.read({ try PortalCallStore(db: $0).find(call.key, of: portal) }) else {
            return nil
        }
        guard before.digest == call.digest, before.act == act, before.dossier == dossier ?? before.dossier else {
            throw PortalProblem.keyUsed
        }
        return before.dossier
    }

    /// Serves a call in one transaction, unless somebody brought the same key meanwhile.
    func once(
        _ call: SignedCall, _ act: PortalAct, _ dossier: ID<CaseFile>, of portal: Portal,
        _ work: @escaping @Sendable (any Connection) throws -> Void
    ) async throws -> ID<CaseFile> {
        let isNew = try await database.write { [now] db in
            let row = PortalCallStore.Call(act: act, dossier: dossier, digest: call.digest)
            guard try PortalCallStore(db: db).insert(row, call.key, of: portal, at: now()) else { return false }
            try work(db)
            return true
        }
        if !isNew, let known = try await known(call, act, of: portal) { return known }
        return dossier
    }

    private struct Prepared {
        let id: ID<CaseFile>
        let opening: DossierService.Opening
        let files: [ReceivedFile]
    }

    /// Checks everything that can be checked before the transaction.
    private func prepare(_ filing: Filing, for portal: Portal) async throws -> Prepared {
        let service = host.service
        let request = DossierRequest(filing.procedure, .own)
        guard let procedure = service.catalogue[filing.procedure], let form = host.form(request.description) else {
            throw PublicServicesProblem.noSuchProcedure(filing.procedure)
        }
        guard let desk = try await service.desks.desk(organID: filing.desk) else { throw PublicServicesProblem.noDesk }
        try portal.actor.may(Dossiers.file, in: desk.place)
        let (given, files) = try await service.drafts.receive(filesIn: filing.answers, of: form)
        let setting = try await service.drafts.setting()
        let answers: Answers
        switch try form.accept(given, in: setting) {
        case .answered(let accepted): answers = accepted
        case .refused(let problems): throw RefusedAnswers(problems: problems)
        }
        let asked = try form.asked(answers, on: setting.today)
        let submitted = SubmittedForm(
            form.name, version: form.version, answers, readings: host.readings(of: asked))
        let person = form.person(in: answers)
        let applicant = try await service.applicant(person, request.capacity, by: portal.actor)
        return Prepared(
            id: ID(newID()),
            opening: .init(
                procedure: procedure, form: submitted, content: submitted.json, applicant: applicant,
                channel: .portal, desk: desk.place,
                others: try await service.parties.others(
                    in: submitted, of: procedure, than: person.identifier, by: portal.actor(for: person)),
                payer: applicant.account ?? portal.actor.id),
            files: files)
    }
}

extension Portal {
    /// The portal with one person before it: when that person tries names at random, nobody else there is stopped.
    fileprivate func actor(for person: DossierPerson) -> Actor {
        Actor(id: "\(actor.id)/\(person.identifier ?? "")", kind: .program)
    }
}
