// SPDX-License-Identifier: Apache-2.0

import Files
import Kernel
import Web

/// The form of an answer with files, as it was sent in: whatever button was pressed, what arrived is kept.
struct ReplyForm {
    /// The context with all fields of the form, also those that stood behind the files.
    private(set) var context: WebContext
    private(set) var problem: UploadProblem?

    /// One stays on the page: to send more files, to take one away, or because one was not taken.
    var stays: Bool {
        problem != nil || !context.form.text(Self.upload).isEmpty || !context.form.text(Self.remove).isEmpty
    }

    static let upload = "upload", remove = "remove"

    init(_ context: WebContext) { self.context = context }

    /// Reads the files that come with the form, and does what the buttons beside them say.
    mutating func receive(_ service: CaseService, of id: ID<CaseFile>, by actor: Actor) async throws {
        if let upload = context.upload {
            try await service.checkReply(to: id, by: actor)
            let field = CaseFlow.Move.filesField
            while let file = try await upload.nextFile() {
                guard file.field == field else { continue }
                try await keep(service, id, actor) { try await $0.take(file, named: file.name, in: field) }
            }
            context.form = upload.form
            for upload in context.form.all(FileUpload.uploads(field)).prefix(CaseService.replyFileLimit) {
                try await keep(service, id, actor) { try await $0.take(ID(upload), in: field, by: actor) }
            }
        }
        let removed = context.form.text(Self.remove)
        if !removed.isEmpty { try await service.detach(removed, fromReplyOf: id, by: actor) }
    }

    private mutating func keep(
        _ service: CaseService, _ id: ID<CaseFile>, _ actor: Actor,
        _ take: @Sendable (FileService) async throws -> ReceivedFile
    ) async throws {
        do {
            try await service.attach(try await take(service.files), toReplyOf: id, by: actor)
        } catch let refused as UploadProblem { problem = problem ?? refused }
    }
}

extension FileUpload {
    /// Where the files of an answer are chosen, beside those that are there already.
    init(reply arrived: [Arrived], mistakes: Mistakes, words: CaseWords) {
        self.init(
            CaseFlow.Move.filesField, label: words.strings["cases.reply.files"], arrived: arrived,
            hint: words.strings.fill(
                "cases.reply.hint", ["limit": words.formats.number(CaseService.replyFileLimit)]),
            problem: mistakes[CaseFlow.Move.filesField], takesSeveral: true, isOptional: true, isResumable: true)
    }
}

extension FileUpload.Arrived {
    init(_ file: Attachment, words: CaseWords) {
        self.init(
            file.name, note: words.formats.bytes(file.file.size),
            removal: Button(
                words.strings["cases.reply.remove"], style: .secondary, name: ReplyForm.remove, value: file.file.hash))
    }
}
