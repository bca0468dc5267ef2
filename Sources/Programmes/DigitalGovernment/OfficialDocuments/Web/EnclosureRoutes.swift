// SPDX-License-Identifier: Apache-2.0

import Casework
import Files
package import Hummingbird
import Kernel
package import Web

/// `/official-documents/{id}/enclosures`: what goes with a document.
package struct EnclosureRoutes: WebModule {
    let service: EnclosureService

    package init(service: EnclosureService) { self.service = service }

    package var pages: [any Page.Type] { [EnclosurePage.self] }
    package var uploads: [String] { ["/\(OfficialDocuments.path)/{id}/enclosures"] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("\(OfficialDocuments.path)/:id/enclosures")
            .get(use: show)
            .post(use: change)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(context, [])
    }

    @Sendable func change(request: Request, context: WebContext) async throws -> Response {
        let (actor, id): (Actor, ID<CaseFile>) = (try context.requireActor(), try context.id("id"))
        var (context, problems) = (context, [any Problem]())
        // Whoever may not change it is told so before anything of theirs is kept.
        _ = try await service.enclosures(of: id, for: actor)
        if let upload = context.upload {
            while let file = try await upload.nextFile() {
                guard file.field == EnclosureService.field else { continue }
                do {
                    try await service.add(file, named: file.name, to: id, by: actor)
                } catch let problem as UploadProblem {
                    problems.append(problem)
                } catch let problem as EnclosureProblem {
                    problems.append(problem)
                }
            }
            context.form = upload.form
        }
        for sent in context.form.all(FileUpload.uploads(EnclosureService.field)).prefix(EnclosureService.limit) {
            do {
                try await service.add(ID(sent), to: id, by: actor)
            } catch let problem as UploadProblem {
                problems.append(problem)
            } catch let problem as EnclosureProblem {
                problems.append(problem)
            }
        }
        let removed = context.form.text("remove")
        if !removed.isEmpty { try await service.remove(removed, from: id, by: actor) }
        guard problems.isEmpty else { return try await page(context, problems) }
        return .seeOther("/\(OfficialDocuments.path)/\(id)/enclosures")
    }

    private func page(_ context: WebContext, _ problems: [any Problem]) async throws -> Response {
        let (file, enclosures) = try await service.enclosures(
            of: try context.id("id"), for: try context.requireActor())
        let page = EnclosurePage(
            file.id.rawValue, subject: file.matter,
            enclosures.map { ($0.name, $0.file.hash, context.formats.bytes($0.file.size)) }, problems: problems,
            strings: context.strings, formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

struct EnclosurePage: Page {
    static let template = "officialdocuments/enclosures"
    let back: Link
    let errors: ErrorSummary
    let subject: String
    let path: String
    let files: FileUpload
    let button: Button

    init(
        _ id: String, subject: String, _ enclosures: [(name: String, hash: String, size: String)],
        problems: [any Problem], strings: Strings, formats: Formats
    ) {
        let (mistakes, base) = (Mistakes(problems, strings: strings), "/\(OfficialDocuments.path)/\(id)")
        back = Link(strings["documents.back"], base)
        (errors, self.subject, path) = (mistakes.summary, subject, "\(base)/enclosures")
        files = FileUpload(
            EnclosureService.field, label: strings["documents.enclosures.choose"], accept: [],
            arrived: enclosures.map {
                .init(
                    $0.name, note: $0.size, href: "\(base)/files/\($0.hash)",
                    removal: Button(
                        strings["documents.enclosures.remove"], style: .secondary, name: "remove", value: $0.hash))
            },
            hint: strings.fill("documents.enclosures.hint", ["limit": formats.number(EnclosureService.limit)]),
            problem: mistakes[EnclosureService.field], takesSeveral: true, isResumable: true)
        button = Button(strings["documents.enclosures.add"])
    }

    static var mocks: [Self] {
        [
            Self(
                "a", subject: .hostile, [(.hostile, "3f2a", "1 kB")], problems: [UploadProblem.badName(field: "files")],
                strings: .mock, formats: Formats(.vi)),
            Self("a", subject: .hostile, [], problems: [], strings: .mock, formats: Formats(.vi)),
        ]
    }
}
