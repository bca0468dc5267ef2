// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
package import Files
package import Kernel
import Ledger

/// The files that go with a document (phụ lục, tài liệu kèm theo): chosen while it is a draft, sent with its paper.
package struct EnclosureService: Sendable {
    static let field = "files"
    package static let limit = 20
    /// Annexes may be large; the exchange carries them in pieces.
    private static let limits = FileLimits(bytes: 1 << 30, kinds: MediaKind.papers.union([.zip, .text, .mp4, .other]))

    let database: any Database
    let cases: CaseService
    let files: FileService
    let newID: NewID

    package init(database: any Database, cases: CaseService, files: FileService, newID: @escaping NewID) {
        (self.database, self.cases, self.files, self.newID) = (database, cases, files, newID)
    }

    /// What goes with a draft; refuses those who may not change it.
    package func enclosures(of id: ID<CaseFile>, for actor: Actor) async throws -> (CaseFile, [Attachment]) {
        try await database.read { db in
            let file = try draft(try cases.find(id, in: db), of: actor)
            return (file, try files.attachments(of: id.rawValue, in: db))
        }
    }

    /// Takes a file that somebody sends in the form.
    package func add<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes, named name: String, to id: ID<CaseFile>, by actor: Actor
    ) async throws where Bytes.Element == [UInt8] {
        try await refuseSecret(name, of: id, by: actor)
        try await put(try await files.take(bytes, named: name, in: Self.field, limits: Self.limits), to: id, by: actor)
    }

    /// Takes a file that came in pieces.
    package func add(_ upload: ID<ResumableUpload>, to id: ID<CaseFile>, by actor: Actor) async throws {
        try await put(try await files.take(upload, in: Self.field, limits: Self.limits, by: actor), to: id, by: actor)
    }

    private func put(_ file: ReceivedFile, to id: ID<CaseFile>, by actor: Actor) async throws {
        try await refuseSecret(file.name, of: id, by: actor)
        try await changing(id, by: actor, "documents.file_added", file.stored.hash) { db in
            let others = try files.attachments(of: id.rawValue, in: db).filter { $0.file.hash != file.stored.hash }
            guard others.count < Self.limit else { throw UploadProblem.tooMany(Self.limit, field: Self.field) }
            try files.attach(file.stored, named: file.name, to: id.rawValue, in: db)
        }
    }

    /// Before anything of it is read, where its name comes first.
    private func refuseSecret(_ name: String, of id: ID<CaseFile>, by actor: Actor) async throws {
        guard let mark = SecretMarking.found(inName: name) else { return }
        let event = newID()
        try await database.write { db in
            let place = try draft(try cases.take(id, in: db), of: actor).holder
            try SecretRefusal.enclosure.tell(nil, at: place, by: actor, at: cases.now(), event: event, in: db)
        }
        throw EnclosureProblem.secret(mark, field: Self.field)
    }

    package func remove(_ hash: String, from id: ID<CaseFile>, by actor: Actor) async throws {
        try await changing(id, by: actor, "documents.file_removed", hash) { db in
            try files.release(hash, from: id.rawValue, in: db)
        }
    }

    private func changing(
        _ id: ID<CaseFile>, by actor: Actor, _ event: String, _ hash: String,
        _ change: @escaping @Sendable (any Connection) throws -> Void
    ) async throws {
        try await database.write { db in
            let file = try draft(try cases.take(id, in: db), of: actor)
            try change(db)
            try Ledger(db).append(
                Event(
                    id: ID(newID()), kind: event, subject: id.rawValue, place: file.holder.rawValue, actor: actor.id,
                    at: cases.now(), facts: ["sha256": hash]))
        }
    }

    private func draft(_ file: CaseFile?, of actor: Actor) throws -> CaseFile {
        guard let file, file.kind == OfficialDocuments.kind, file.holder == actor.agency else {
            throw CaseProblem.notFound
        }
        try actor.may(OfficialDocuments.draft, in: file.holder)
        guard file.state == cases.startState(of: OfficialDocuments.kind) else { throw DocumentProblem.notDraft }
        return file
    }
}

/// A file that is not taken for what it is called.
package enum EnclosureProblem: Problem, Equatable {
    case secret(String, field: String)

    package var code: String { "documents.secret" }
    package var kind: ProblemKind { .invalid }
    package var slots: [String: String] {
        switch self {
        case .secret(let mark, _): ["mark": mark]
        }
    }
    package var field: String? {
        switch self {
        case .secret(_, let field): field
        }
    }
}
