// SPDX-License-Identifier: Apache-2.0

import Database
package import Files
package import Kernel

/// The files of an answer that its writer has not sent yet: they arrive one after the other, and belong to the case once the
/// answer is given.
extension CaseService {
    /// So many files go with one answer.
    package static let replyFileLimit = 10

    /// What a person whose case it is has put to their answer so far; for officials, what they entered.
    package func replyFiles(of id: ID<CaseFile>, for actor: Actor) async throws -> [Attachment] {
        try await reading(id, by: actor) { [files] file, db in
            try files.attachments(of: Self.reply(to: file, by: actor), in: db)
        }
    }

    /// Keeps the files of an answer that came whole, in one message; each is looked at as those of people.
    package func receive(_ sent: [(name: String, bytes: [UInt8])]) async throws -> [ReceivedFile] {
        let field = CaseFlow.Move.filesField
        guard sent.count <= Self.replyFileLimit else { throw UploadProblem.tooMany(Self.replyFileLimit, field: field) }
        var received: [ReceivedFile] = []
        for file in sent {
            received.append(try await files.take(AsyncStream(whole: file.bytes), named: file.name, in: field))
        }
        return received
    }

    /// Refuses whoever may not answer, before anything of theirs is kept.
    package func checkReply(to id: ID<CaseFile>, by actor: Actor) async throws {
        try await replying(id, by: actor) { _, _ in }
    }

    /// Puts a file that has arrived to the answer; only while an answer is asked for.
    package func attach(_ file: ReceivedFile, toReplyOf id: ID<CaseFile>, by actor: Actor) async throws {
        try await replying(id, by: actor) { [files] subject, db in
            let others = try files.attachments(of: subject, in: db).filter { $0.file.hash != file.stored.hash }
            guard others.count < Self.replyFileLimit else {
                throw UploadProblem.tooMany(Self.replyFileLimit, field: CaseFlow.Move.filesField)
            }
            try files.attach(file.stored, named: file.name, to: subject, in: db)
        }
    }

    /// Takes a file out of the answer again.
    package func detach(_ hash: String, fromReplyOf id: ID<CaseFile>, by actor: Actor) async throws {
        try await replying(id, by: actor) { [files] subject, db in try files.release(hash, from: subject, in: db) }
    }

    /// Gives the files of the answer to the case if it is this move that answers, and lets go of all others. Returns the
    /// names of those that were given.
    func settleReply(
        of file: CaseFile, by move: CaseFlow.Move, of actor: Actor, in db: any Connection
    ) throws -> [String] {
        let given = move.takesFiles ? try files.attachments(of: Self.reply(to: file, by: actor), in: db) : []
        for attachment in given {
            try files.attach(attachment.file, named: attachment.name, to: file.id.rawValue, in: db)
        }
        for subject in [Self.reply(to: file.id), Self.officeReply(to: file.id)] {
            for attachment in try files.attachments(of: subject, in: db) {
                try files.release(attachment.file.hash, from: subject, in: db)
            }
        }
        return given.map(\.name)
    }

    private func replying(
        _ id: ID<CaseFile>, by actor: Actor, _ body: @escaping @Sendable (String, any Connection) throws -> Void
    ) async throws {
        try await telling(id, actor) {
            try await database.write { db in
                guard let file = try CaseStore(db: db).take(id), try isVisible(file, to: actor, in: db) else {
                    throw CaseProblem.notFound
                }
                let moves = try kind(file.kind).moves(of: file)
                guard moves.contains(where: { $0.takesFiles && allows($0, actor, file) }) else {
                    throw CaseProblem.cannotMove
                }
                try body(Self.reply(to: file, by: actor), db)
            }
        }
    }

    /// What the files refer to until they are sent: nobody sees what another has not sent yet.
    private static func reply(to file: CaseFile, by actor: Actor) -> String {
        file.isOf(actor) ? reply(to: file.id) : officeReply(to: file.id)
    }

    private static func reply(to id: ID<CaseFile>) -> String { "\(id)/reply" }
    private static func officeReply(to id: ID<CaseFile>) -> String { "\(id)/office-reply" }
}

extension CaseFlow.Move {
    /// An answer may bring files along, and a request on paper its scan.
    package var takesFiles: Bool { needs.contains(.reply) || needs.contains(.request) }

    /// The field of a form in which they are chosen.
    static let filesField = "files"
}
