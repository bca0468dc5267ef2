// SPDX-License-Identifier: Apache-2.0

import Database
package import Files
package import Kernel

/// The files of an answer that its writer has not sent yet: they arrive one after the other, and belong to the case once the
/// answer is given.
extension CaseService {
    /// So many files go with one answer.
    package static let replyFileLimit = 10

    /// What a person whose case it is has put to their answer so far.
    package func replyFiles(of id: ID<CaseFile>, for actor: Actor) async throws -> [Attachment] {
        try await reading(id, by: actor) { [files] file, db in
            file.isOf(actor) ? try files.attachments(of: Self.reply(to: file.id), in: db) : []
        }
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

    /// Gives the files of the answer to the case if it is this move that answers, and lets go of them if it is another one.
    /// Returns the names of those that were given.
    func settleReply(of file: CaseFile, by move: CaseFlow.Move, in db: any Connection) throws -> [String] {
        let subject = Self.reply(to: file.id)
        let attachments = try files.attachments(of: subject, in: db)
        for attachment in attachments {
            if move.takesFiles {
                try files.attach(attachment.file, named: attachment.name, to: file.id.rawValue, in: db)
            }
            try files.release(attachment.file.hash, from: subject, in: db)
        }
        return move.takesFiles ? attachments.map(\.name) : []
    }

    private func replying(
        _ id: ID<CaseFile>, by actor: Actor, _ body: @escaping @Sendable (String, any Connection) throws -> Void
    ) async throws {
        try await telling(id, actor) {
            try await database.write { db in
                guard let file = try CaseStore(db: db).take(id), try isVisible(file, to: actor, in: db) else {
                    throw CaseProblem.notFound
                }
                let isAsked = try kind(file.kind).moves(of: file).contains(where: \.takesFiles)
                guard file.isOf(actor), isAsked else { throw CaseProblem.cannotMove }
                try body(Self.reply(to: id), db)
            }
        }
    }

    /// What the files refer to until they are sent.
    private static func reply(to id: ID<CaseFile>) -> String { "\(id)/reply" }
}

extension CaseFlow.Move {
    /// An answer may bring files along.
    package var takesFiles: Bool { needs.contains(.reply) }

    /// The field of a form in which they are chosen.
    static let filesField = "files"
}
