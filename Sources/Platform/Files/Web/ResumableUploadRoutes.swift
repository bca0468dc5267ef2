// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/uploads`: what the script of pages with files talks to. A page works without it: then files go with the form.
package struct ResumableUploadRoutes: WebModule {
    private let files: FileService

    package init(files: FileService) { self.files = files }

    package var pages: [any Page.Type] { [] }

    package var uploads: [String] { ["/uploads/{id}"] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("uploads").post(use: begin).get(":id", use: show).post(":id", use: add)
    }

    @Sendable func begin(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        guard let size = Int(context.form.text("size")) else { throw FormProblem.malformed }
        let upload = try await files.expect(context.form.text("name"), size: size, by: actor)
        return .json(Progress(upload), status: .created)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        .json(Progress(try await files.upload(try context.id("id"), of: try context.requireActor())))
    }

    /// The piece that begins at `start`, a field before it.
    @Sendable func add(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        guard let body = context.upload, let start = Int(context.form.text("start")),
            let piece = try await body.nextFile()
        else { throw FormProblem.malformed }
        return .json(Progress(try await files.add(piece, at: start, to: try context.id("id"), by: actor)))
    }

    private struct Progress: Encodable {
        let id: String, received: Int, size: Int, piece: Int

        init(_ upload: ResumableUpload) {
            (id, received, size) = (upload.id.rawValue, upload.received, upload.size)
            piece = ResumableUpload.pieceSize
        }
    }
}
