// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
package import Foundation
package import Kernel
import Ledger
package import Units
import Web

/// What people do with forms they have begun. Each draft is there for its owner alone: to anybody else it is not found.
package struct DraftService: Sendable {
    private let database: any Database
    private let units: UnitService
    let files: FileService
    private let now: Now
    private let newID: NewID

    /// How many drafts one account may have open.
    package static let limit = 50
    /// An answer is a page of text at most; this holds the longest form several times over.
    static let sizeLimit = 512 * 1024
    /// A draft that nobody touches for so long is erased.
    package static let patience: TimeInterval = 180 * 24 * 3600
    /// So long a draft that was sent remembers what became of it.
    static let memory: TimeInterval = 30 * 24 * 3600

    package init(
        database: any Database, units: UnitService, files: FileService, now: @escaping Now,
        newID: @escaping NewID
    ) {
        self.database = database
        self.units = units
        self.files = files
        self.now = now
        self.newID = newID
    }

    /// What answers are checked against now.
    package func setting() async throws -> FormSetting {
        FormSetting(today: Day(now()), units: try await units.history())
    }

    /// Begins a draft, filled with what the host knows of the person.
    package func begin(
        _ key: String, at place: Place? = nil, with host: any FormHost, by actor: Actor
    ) async throws -> Draft {
        guard let form = host.form(key) else { throw DraftProblem.noForm }
        let known = try await host.prefill(key, for: actor)
        let answers = form.prefilled(known, in: try await setting())
        let time = now()
        let draft = Draft(
            id: ID(newID()), kind: host.kind, key: key, version: form.version, owner: actor.id, place: place,
            answers: answers,
            revision: 1, begunAt: time, savedAt: time)
        try await database.write { db in
            let store = DraftStore(db: db)
            guard try store.open(of: actor.id, limit: Self.limit).count < Self.limit else {
                throw DraftProblem.tooMany(limit: Self.limit)
            }
            try store.insert(draft)
            try Ledger(db).append(event("forms.begun", draft, by: actor))
        }
        return draft
    }

    /// The drafts of the actor, the one last worked on first.
    package func mine(_ actor: Actor, limit: Int = Self.limit) async throws -> [Draft.Entry] {
        try await database.read { try DraftStore(db: $0).open(of: actor.id, limit: limit) }
    }

    /// A draft to go on with, and what its answers are checked against now.
    func open(_ id: ID<Draft>, for actor: Actor) async throws -> (Draft, FormSetting) {
        let (found, known) = try await database.ask(DraftStore.find(id, of: actor.id), units.known)
        let draft = try Self.open(found)
        let history = if let known { known } else { try await units.history() }
        return (draft, FormSetting(today: Day(now()), units: history))
    }

    package func find(_ id: ID<Draft>, for actor: Actor) async throws -> Draft {
        try Self.open(await database.ask(DraftStore.find(id, of: actor.id)))
    }

    /// Keeps the answers, if nobody has saved the draft since `draft` was read.
    package func save(_ answers: Answers, of draft: Draft, _ form: FormDefinition, by actor: Actor) async throws
        -> Draft
    {
        guard answers.json.utf8.count <= Self.sizeLimit else { throw DraftProblem.tooLarge }
        return try await database.write { db in
            var saved = try unchanged(draft, of: actor, in: db)
            (saved.answers, saved.version, saved.savedAt) = (answers, form.version, now())
            saved.revision += 1
            try DraftStore(db: db).update(saved)
            try keepFiles(namedIn: answers, form, of: saved, in: db)
            return saved
        }
    }

    /// Takes the bytes of a file for a question. Nothing refers to them until `add` does.
    package func receive<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes, named name: String, for question: Question
    ) async throws -> ReceivedFile where Bytes.Element == [UInt8] {
        guard case .attachment(let limits) = question.kind else { throw DraftProblem.notFound }
        return try await files.take(
            bytes, named: name, in: question.id, limits: FileLimits(bytes: limits.megabytes << 20))
    }

    /// As `receive`, of a file that came in pieces.
    package func receive(
        _ upload: ID<ResumableUpload>, for question: Question, by actor: Actor
    ) async throws -> ReceivedFile {
        guard case .attachment(let limits) = question.kind else { throw DraftProblem.notFound }
        return try await files.take(
            upload, in: question.id, limits: FileLimits(bytes: limits.megabytes << 20), by: actor)
    }

    /// Takes a file that has arrived into the answer to a question, beside those that are there.
    package func add(
        _ file: ReceivedFile, to question: Question, of draft: Draft, _ form: FormDefinition, by actor: Actor
    ) async throws -> Draft {
        guard case .attachment(let limits) = question.kind else { throw DraftProblem.notFound }
        let attached = AttachedFile(file)
        return try await database.write { db in
            var saved = try unchanged(draft, of: actor, in: db)
            let before = saved.answers[question.id].files.filter { $0.hash != attached.hash }
            guard before.count < limits.max else { throw UploadProblem.tooMany(limits.max, field: question.id) }
            saved.answers.values[question.id] = .array((before + [attached]).map(\.value))
            (saved.version, saved.savedAt) = (form.version, now())
            saved.revision += 1
            try DraftStore(db: db).update(saved)
            try files.attach(file.stored, named: file.name, to: saved.id.rawValue, in: db)
            return saved
        }
    }

    /// Forgets a draft and lets go of its files.
    package func erase(_ id: ID<Draft>, by actor: Actor) async throws {
        try await database.write { db in
            let draft = try Self.open(try DraftStore(db: db).take(id, of: actor.id))
            try remove(draft, by: actor, in: db)
        }
    }

    /// Everything in a draft, for its owner to keep.
    package func export(_ id: ID<Draft>, for actor: Actor) async throws -> DraftExport {
        DraftExport(try await find(id, for: actor))
    }

    /// The bytes of a file of a draft, with what is known of it.
    package func file(
        _ hash: String, of id: ID<Draft>, for actor: Actor
    ) async throws -> (file: Attachment, bytes: AsyncThrowingStream<[UInt8], any Error>) {
        let (found, all) = try await database.ask(
            DraftStore.find(id, of: actor.id), files.attachments(of: id.rawValue))
        _ = try Self.open(found)
        guard let attached = all.first(where: { $0.file.hash == hash }) else { throw DraftProblem.notFound }
        return (attached, try await files.contents(hash))
    }

    /// Closes a draft in the caller's transaction, because it becomes what `path` leads to: empties it, and moves its files
    /// to `subject`. Throws `DraftProblem.submitted` if it was sent before, and `.changedMeanwhile` if it was saved since
    /// `draft` was read: the answers that were checked are the answers that count.
    package func take(
        _ draft: Draft, becoming path: String, subject: String, by actor: Actor, in db: any Connection
    ) throws {
        let (standing, attached) = try db.ask(
            DraftStore(db: db).lock(draft.id, of: actor.id), files.attachments(of: draft.id.rawValue))
        try Self.check(standing, against: draft)
        let named = Set(draft.answers.values.values.flatMap(\.files).map(\.hash))
        for attachment in attached {
            // A file of a question that is no longer asked stays behind.
            if named.contains(attachment.file.hash) {
                try files.attach(attachment.file, named: attachment.name, to: subject, in: db)
            }
            try files.release(attachment.file.hash, from: draft.id.rawValue, in: db)
        }
        try DraftStore(db: db).empty(draft.id, became: path, at: now())
    }

    /// Erases what nobody has touched for long. Returns how many drafts went.
    @discardableResult
    package func sweep() async throws -> Int {
        let time = now()
        var count = 0
        while try await sweepOne(before: time.addingTimeInterval(-Self.patience)) { count += 1 }
        try await database.write {
            try DraftStore(db: $0).forgetSubmitted(before: time.addingTimeInterval(-Self.memory))
        }
        return count
    }

    private func sweepOne(before time: Date) async throws -> Bool {
        try await database.write { db in
            guard let draft = try DraftStore(db: db).abandoned(before: time) else { return false }
            try remove(draft, by: .system, in: db)
            return true
        }
    }

    private func remove(_ draft: Draft, by actor: Actor, in db: any Connection) throws {
        for attachment in try files.attachments(of: draft.id.rawValue, in: db) {
            try files.release(attachment.file.hash, from: draft.id.rawValue, in: db)
        }
        try DraftStore(db: db).remove(draft.id)
        try Ledger(db).append(event("forms.erased", draft, by: actor))
    }

    private func unchanged(_ draft: Draft, of actor: Actor, in db: any Connection) throws -> Draft {
        let stored = try Self.open(try DraftStore(db: db).take(draft.id, of: actor.id))
        guard stored.revision == draft.revision else { throw DraftProblem.changedMeanwhile }
        return stored
    }

    private static func check(_ stored: DraftStore.Standing?, against draft: Draft) throws {
        switch stored {
        case .open(let revision): guard revision == draft.revision else { throw DraftProblem.changedMeanwhile }
        case .became(let path): throw DraftProblem.submitted(path: path)
        case nil: throw DraftProblem.notFound
        }
    }

    /// Lets go of the files that no answer names any more.
    private func keepFiles(
        namedIn answers: Answers, _ form: FormDefinition, of draft: Draft, in db: any Connection
    ) throws {
        let questions = form.pages.flatMap(\.questions).filter(\.kind.takesFiles)
        let named = Set(questions.flatMap { answers[$0.id].files }.map(\.hash))
        for attachment in try files.attachments(of: draft.id.rawValue, in: db)
        where !named.contains(attachment.file.hash) {
            try files.release(attachment.file.hash, from: draft.id.rawValue, in: db)
        }
    }

    private static func open(_ found: DraftStore.Found?) throws -> Draft {
        switch found {
        case .open(let draft): return draft
        case .became(let path): throw DraftProblem.submitted(path: path)
        case nil: throw DraftProblem.notFound
        }
    }

    /// What somebody asks the state for is nobody else's business: the form is named in the erasable part.
    private func event(_ kind: String, _ draft: Draft, by actor: Actor) -> Event {
        Event(
            id: ID(newID()), kind: kind, subject: draft.id.rawValue, actor: actor.id, at: now(),
            facts: ["kind": draft.kind], personal: ["form": draft.key, "version": "\(draft.version)"])
    }
}

extension FormDefinition {
    /// The answers that are known before anybody is asked.
    func prefilled(_ known: [String: JSONValue], in setting: FormSetting) -> Answers {
        let questions = pages.filter { $0.repeats == nil }.flatMap(\.questions)
        return Answers(
            questions.reduce(into: [:]) { answers, question in
                guard let value = question.prefill.flatMap({ known[$0] }), !value.isBlank,
                    let checked = try? question.kind.checked(value, in: setting)
                else { return }
                answers[question.id] = checked
            })
    }
}

/// A draft as its owner takes it along.
package struct DraftExport: Sendable, Encodable {
    let id: String, kind: String, form: String
    let version: Int
    let begun: Date, saved: Date
    let answers: Answers

    init(_ draft: Draft) {
        (id, kind, form, version) = (draft.id.rawValue, draft.kind, draft.key, draft.version)
        (begun, saved, answers) = (draft.begunAt, draft.savedAt, draft.answers)
    }
}
