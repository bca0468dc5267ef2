// SPDX-License-Identifier: Apache-2.0

package import Files
package import Hummingbird
package import Kernel
package import Web

/// `/verify` for whoever holds a paper, `/documents/{id}` for those whose it is.
package struct DocumentRoutes: WebModule {
    /// Whether somebody may have a document. The module that asked for it knows the case; who may not learns nothing.
    package typealias Access = @Sendable (IssuedDocument, Actor) async throws -> Bool

    let documents: DocumentService
    let files: FileService
    let access: Access

    package init(documents: DocumentService, files: FileService, access: @escaping Access) {
        self.documents = documents
        self.files = files
        self.access = access
    }

    package var footer: [NavigationItem] { [NavigationItem("rendering.verify.title", "/verify")] }

    package var pages: [any Page.Type] { [VerifyPage.self, DocumentPage.self, PaperListPage.self] + PaperShelf.pages }

    package var uploads: [String] { ["/verify"] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("verify")
            .get(use: ask)
            .post(use: verifyFile)
            .get(":code", use: verify)
        router.get("documents/:id", use: document)
        router.group("design/papers")
            .get { _, context in context.page(PaperListPage(context.strings)) }
            .get(":kind", use: sample)
    }

    /// A form that asks, so that the answer has an address of its own: the one in the QR code.
    @Sendable func ask(request: Request, context: WebContext) async throws -> Response {
        let typed = try request.typed("code")
        let words = words(context)
        if let hash = Self.hash(typed) {
            let document = try await documents.verify(file: hash)
            return context.page(
                VerifyPage(document, typed: typed, words: words), status: document == nil ? .notFound : .ok)
        }
        if let code = VerifyCode(typed: typed) { return .seeOther("/verify/\(code.text)") }
        if typed.isEmpty { return context.page(VerifyPage(words: words)) }
        return context.page(
            VerifyPage(asking: typed, problem: words["no_code"], words: words), status: .unprocessableContent)
    }

    @Sendable func verify(request: Request, context: WebContext) async throws -> Response {
        let typed = try context.parameters.require("code")
        var found: IssuedDocument?
        if let code = VerifyCode(typed: typed) { found = try await documents.verify(code) }
        return context.page(
            VerifyPage(found, typed: VerifyCode(typed: typed)?.grouped ?? typed, words: words(context)),
            status: found == nil ? .notFound : .ok)
    }

    /// A stranger's file: hashed as it comes, never kept, never opened.
    @Sendable func verifyFile(request: Request, context: WebContext) async throws -> Response {
        let words = words(context)
        do {
            var file = PDFFingerprint()
            if let part = try await context.upload?.nextFile() {
                for try await piece in part {
                    file.add(piece)
                    guard file.count <= Self.fileLimit else { throw RenderingProblem.pdfTooLarge(Self.fileLimit) }
                    guard file.isPDF || file.count < 5 else { throw RenderingProblem.notPDF }
                }
            }
            guard file.count > 0 else { throw RenderingProblem.noPDF }
            guard file.isPDF else { throw RenderingProblem.notPDF }
            let found = try await documents.verify(file)
            return context.page(VerifyPage(sent: found, words: words), status: found == nil ? .notFound : .ok)
        } catch let problem as RenderingProblem where problem.field == "file" {
            return context.page(
                VerifyPage(refused: problem, words: words),
                status: problem.kind == .tooLarge ? .contentTooLarge : .unprocessableContent)
        }
    }

    /// More than any paper of ours.
    private static let fileLimit = 30 << 20

    @Sendable func document(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let document = try await documents.find(try context.id("id"))
        guard try await access(document, actor) else { throw RenderingProblem.notFound }
        if let hash = document.file { return try await pdf(hash, of: document) }
        if document.state == .printable, let html = try await documents.page(of: document) {
            return Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
                body: .init(byteBuffer: .init(string: html)))
        }
        return context.page(DocumentPage(document, strings: context.strings))
    }

    @Sendable func sample(request: Request, context: WebContext) async throws -> Response {
        let kind = try context.parameters.require("kind")
        guard let sample = PaperShelf.samples.first(where: { $0.kind == kind }) else { throw RenderingProblem.notFound }
        let sheet = sample.sheets[PaperListPage.values.firstIndex(of: try request.typed("values")) ?? 0]
        return context.page(sheet)
    }

    private func pdf(_ hash: String, of document: IssuedDocument) async throws -> Response {
        let contents = try await files.contents(hash)
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/pdf", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(document.fileName)\"",
            ], body: .init(asyncSequence: contents.map { ByteBuffer(bytes: $0) }))
    }

    private func words(_ context: WebContext) -> VerifyWords {
        VerifyWords(strings: context.strings, formats: context.formats)
    }

    /// SHA-256 as `sha256sum` prints it.
    private static func hash(_ typed: String) -> String? {
        let text = typed.lowercased()
        return text.utf8.count == 64 && text.allSatisfy(\.isHexDigit) ? text : nil
    }
}
