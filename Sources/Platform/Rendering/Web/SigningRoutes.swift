// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
import Signatures
package import Web

/// `/desk/signatures`: what waits for the signature of whoever is signed in, and the key they sign with.
package struct SigningRoutes: WebModule {
    let signing: SigningService

    package init(signing: SigningService) { self.signing = signing }

    package var navigation: [NavigationItem] {
        [NavigationItem("rendering.signing.title", "/desk/signatures", for: [.official], needs: Rendering.sign)]
    }

    package var pages: [any Page.Type] { [SigningDeskPage.self, SignPage.self] }

    package var uploads: [String] { ["/desk/signatures/key"] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/signatures")
            .get(use: desk)
            .post("key", use: keep)
            .get(":id", use: show)
            .post(":id", use: sign)
            .get(":id/draft", use: draft)
    }

    @Sendable func desk(request: Request, context: WebContext) async throws -> Response {
        try await deskPage(context)
    }

    /// A file brought, or a key for trying that is made here.
    @Sendable func keep(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        do {
            var file: [UInt8] = []
            while let part = try await context.upload?.nextFile() {
                for try await piece in part {
                    file += piece
                    guard file.count <= OfficialKeys.fileLimit else { throw SignatureProblem.notPKCS12 }
                }
            }
            let form = context.upload?.form ?? context.form
            if form.text("make") == "1" {
                try await signing.makeKey(passphrase: form.secret("passphrase"), by: actor)
            } else {
                try await signing.keep(file, passphrase: form.secret("passphrase"), by: actor)
            }
            return .seeOther("/desk/signatures")
        } catch let problem as any Problem where Self.isMistake(problem) {
            return try await deskPage(context, problem: problem)
        }
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await signPage(context)
    }

    @Sendable func sign(request: Request, context: WebContext) async throws -> Response {
        let (actor, id) = (try context.requireActor(), try context.id("id", of: IssuedDocument.self))
        do {
            try await signing.sign(id, passphrase: context.form.secret("passphrase"), by: actor)
            return .seeOther("/desk/signatures")
        } catch let problem as any Problem where Self.isMistake(problem) {
            return try await signPage(context, problem: problem)
        }
    }

    @Sendable func draft(request: Request, context: WebContext) async throws -> Response {
        let pdf = try await signing.draft(try context.id("id"), for: try context.requireActor())
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/pdf", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"draft.pdf\"",
            ], body: .init(byteBuffer: .init(bytes: pdf)))
    }

    /// What the page says beside the field.
    private static func isMistake(_ problem: any Problem) -> Bool {
        problem.kind == .invalid && (problem is RenderingProblem || problem is SignatureProblem)
    }

    private func deskPage(_ context: WebContext, problem: (any Problem)? = nil) async throws -> Response {
        let page = SigningDeskPage(
            try await signing.desk(of: try context.requireActor()),
            mistakes: Mistakes(problem.map { [$0] } ?? [], strings: context.strings), strings: context.strings,
            formats: context.formats)
        return context.page(page, status: problem == nil ? .ok : .unprocessableContent)
    }

    private func signPage(_ context: WebContext, problem: (any Problem)? = nil) async throws -> Response {
        let (document, pending) = try await signing.waiting(
            try context.id("id"), for: try context.requireActor())
        let page = SignPage(
            document, since: pending.since, mistakes: Mistakes(problem.map { [$0] } ?? [], strings: context.strings),
            strings: context.strings, formats: context.formats)
        return context.page(page, status: problem == nil ? .ok : .unprocessableContent)
    }
}
