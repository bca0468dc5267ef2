// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Kernel
package import Units

/// All that is wrong with a draft, at once.
package struct DraftRefused: Error {
    package let problems: [DocumentProblem]
}

/// Drafts documents. Their way from there on is Casework's, and what a step brings about is in `DocumentSteps`.
package struct DraftingService: Sendable {
    static let (subjectLimit, bodyLimit, lineLimit, recipientLimit) = (500, 100_000, 200, 5_000)

    let database: any Database
    let cases: CaseService
    package let agencies: AgencyService
    package let types: DocumentTypes
    let units: UnitService
    /// Who works at an agency now, by account.
    let officials: @Sendable (Place) async throws -> [(id: String, name: String)]
    let newID: NewID

    package init(
        database: any Database, cases: CaseService, agencies: AgencyService, types: DocumentTypes,
        units: UnitService,
        officials: @escaping @Sendable (Place) async throws -> [(id: String, name: String)], newID: @escaping NewID
    ) {
        (self.database, self.cases, self.agencies) = (database, cases, agencies)
        (self.types, self.units, self.officials, self.newID) = (types, units, officials, newID)
    }

    /// Opens a document at the agency the official acts for. Throws `DraftRefused`.
    @discardableResult
    package func draft(_ form: DraftForm, by actor: Actor) async throws -> CaseFile {
        let agency = try place(of: actor)
        let content = try await checked(form, at: agency, by: actor)
        let author = try await officials(agency).first { $0.id == actor.id }?.name ?? ""
        return try await database.write { [cases] db in
            try cases.open(
                .init(
                    kind: OfficialDocuments.kind, matter: content.subject, matterVersion: 1,
                    applicant: .init(account: nil, name: author), channel: .desk, content: try content.json,
                    limit: nil, desk: agency), by: actor, in: db)
        }
    }

    /// Changes a document that nobody has initialled yet, or that was sent back. Throws `DraftRefused`.
    @discardableResult
    package func revise(
        _ id: ID<CaseFile>, seen version: Int, _ form: DraftForm, by actor: Actor
    ) async throws -> CaseFile {
        let agency = try place(of: actor)
        let content = try await checked(form, at: agency, by: actor)
        let start = cases.startState(of: OfficialDocuments.kind)
        return try await cases.revise(
            id, seen: version, matter: content.subject, content: try content.json, by: actor
        ) { file, _ in
            try actor.may(OfficialDocuments.draft, in: file.holder)
            guard file.state == start else { throw DocumentProblem.notDraft }
        }
    }

    /// What was typed, for the form that changes it.
    package func form(of content: DraftContent) async throws -> DraftForm {
        var form = DraftForm()
        (form.type, form.subject, form.body) = (content.type, content.subject, content.body)
        var identifiers: [String] = []
        for id in content.recipients {
            identifiers.append(try await agencies.find(ID(id))?.organID.description ?? id)
        }
        form.recipients = identifiers.joined(separator: "\n")
        (form.copies, form.urgency) = (content.copies.joined(separator: "\n"), "\(content.urgency.rawValue)")
        (form.signer, form.authority) = (content.signer, content.authority.rawValue)
        (form.inPlaceOf, form.position, form.answers) = (content.inPlaceOf, content.position, content.answers)
        (form.about, form.change) = (content.about ?? "", content.change?.rawValue ?? "")
        return form
    }

    /// The identifiers of a group of agencies, seen from the agency the official acts for.
    package func members(of group: RecipientGroup, for actor: Actor) async throws -> [String] {
        let agency = try await office(of: actor).agency
        let members = try group.members(of: try await agencies.list(), below: agency, in: try await units.tree())
        return members.map(\.organID.description)
    }

    /// The agency the official acts for, and who can be named to sign there.
    package func office(of actor: Actor) async throws -> (agency: Agency, officials: [(id: String, name: String)]) {
        let place = try place(of: actor)
        guard let agency = try await agencies.find(ID(place.rawValue)) else {
            throw Forbidden(OfficialDocuments.draft)
        }
        return (agency, try await officials(place))
    }

    private func place(of actor: Actor) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(OfficialDocuments.draft) }
        try actor.may(OfficialDocuments.draft, in: agency)
        return agency
    }

    /// What is said to be a State secret is not looked at any further; what is marked as one is refused with the rest.
    private func checked(_ form: DraftForm, at place: Place, by actor: Actor) async throws -> DraftContent {
        let secrecy = Secrecy(typed: form.secrecy)
        guard secrecy == .unclassified else {
            try await tellRefusal(secrecy, at: place, by: actor)
            throw DraftRefused(problems: [.classified])
        }
        var problems: [DocumentProblem] = []
        let agency = try await agencies.find(ID(place.rawValue))
        // An agency writes the documents of its own families only.
        if !(agency.map { types.written(by: $0).contains { $0.id == form.type } } ?? false) { problems.append(.noType) }
        if form.subject.isEmpty { problems.append(.blankSubject) }
        if form.subject.count > Self.subjectLimit { problems.append(.longSubject) }
        if form.body.isEmpty { problems.append(.blankBody) }
        if form.body.count > Self.bodyLimit { problems.append(.longBody) }
        if let mark = SecretMarking.found(in: form.subject + "\n" + form.body) {
            try await tellRefusal(nil, at: place, by: actor)
            problems.append(.secret(mark))
        }
        let copies = Self.lines(form.copies)
        if copies.contains(where: { $0.count > Self.lineLimit }) || copies.count > Self.lineLimit {
            problems.append(.longCopies)
        }
        var recipients: [String] = []
        let typed = Self.lines(form.recipients)
        if typed.count > Self.recipientLimit {
            problems.append(.tooManyRecipients)
        } else {
            do { recipients = try await self.recipients(typed) } catch let problem as DocumentProblem {
                problems.append(problem)
            }
        }
        if typed.isEmpty, copies.isEmpty { problems.append(.noRecipient) }
        if try await !officials(place).contains(where: { $0.id == form.signer }) { problems.append(.noSigner) }
        if form.position.isEmpty { problems.append(.blankPosition) }
        if max(form.position.count, form.inPlaceOf.count) > Self.lineLimit { problems.append(.longPosition) }
        let authority = Authority(rawValue: form.authority) ?? .head
        if ![.head, .acting].contains(authority), form.inPlaceOf.isEmpty { problems.append(.blankInPlaceOf) }
        if form.answers.count > Self.lineLimit { problems.append(.longAnswers) }
        let change = DocumentChange(rawValue: form.change).flatMap { $0 == .new ? nil : $0 }
        let about = form.about.isEmpty ? nil : try await changed(form.about, at: place)
        if !form.about.isEmpty, about == nil || change == nil { problems.append(.noSuchChanged) }
        guard problems.isEmpty else { throw DraftRefused(problems: problems) }
        return DraftContent(
            type: form.type, subject: form.subject, body: form.body, recipients: recipients, copies: copies,
            urgency: Int(form.urgency).flatMap(Urgency.init(rawValue:)) ?? .ordinary, signer: form.signer,
            authority: authority, inPlaceOf: form.inPlaceOf, position: form.position, answers: form.answers,
            about: about?.file.rawValue, change: about == nil ? nil : change)
    }

    private func tellRefusal(_ degree: Secrecy?, at place: Place, by actor: Actor) async throws {
        let (time, event) = (cases.now(), newID())
        try await database.write {
            try SecretRefusal.draft.tell(degree, at: place, by: actor, at: time, event: event, in: $0)
        }
    }

    /// What the agency issued and now changes.
    private func changed(_ id: String, at place: Place) async throws -> BookEntry? {
        let entry = try await database.ask(BookStore.entry(of: ID(id)))
        return entry.flatMap { $0.agency == place ? $0 : nil }
    }

    /// A draft that changes a document of the official's agency begins with its words; nil where there is none such.
    package func change(
        _ id: String, _ change: String, by actor: Actor
    ) async throws -> (form: DraftForm, of: BookEntry)? {
        guard DocumentChange(rawValue: change) != nil, let entry = try await changed(id, at: try place(of: actor))
        else {
            return nil
        }
        let content = try await database.read { try CaseService.content(of: entry.file, in: $0) }
        var form = try await form(of: try DraftContent(json: content))
        (form.about, form.change, form.answers) = (id, change, "")
        return (form, entry)
    }

    /// What a draft changes, as its page tells it.
    package func changed(by form: DraftForm, for actor: Actor) async throws -> BookEntry? {
        form.about.isEmpty ? nil : try await changed(form.about, at: try place(of: actor))
    }

    /// Identifiers, one in each line; one that has ended is answered with its successor.
    private func recipients(_ typed: [String]) async throws -> [String] {
        var found: [String] = []
        for text in typed {
            guard let organID = try? OrganID(text.uppercased()) else { throw DocumentProblem.noSuchRecipient(text) }
            guard let agency = try await agencies.find(organID) else { throw try await ended(organID, text) }
            if !found.contains(agency.id.rawValue) { found.append(agency.id.rawValue) }
        }
        return found
    }

    private func ended(_ organID: OrganID, _ typed: String) async throws -> DocumentProblem {
        guard let former = try await agencies.former().first(where: { $0.organID == organID }) else {
            return .noSuchRecipient(typed)
        }
        let next = try await agencies.successions(touching: former.id).first { $0.old == former.id }?.new
        guard let next, let successor = try await agencies.find(next) else { return .noSuchRecipient(typed) }
        return .recipientEnded(former.name, successor: "\(successor.name) (\(successor.organID))")
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
