// SPDX-License-Identifier: Apache-2.0

import Casework
package import Hummingbird
import Kernel
import Rendering
package import Web

/// `/desk/dossiers/log-book` and `/dossiers/{id}/control-slip`: papers that a desk prints for itself.
package struct DeskPaperRoutes: WebModule {
    let papers: DeskPapers

    package init(papers: DeskPapers) { self.papers = papers }

    package var navigation: [NavigationItem] {
        [
            NavigationItem(
                "services.desk_paper.log_book.title", "/desk/\(Dossiers.path)/log-book", for: [.official],
                needs: Dossiers.read)
        ]
    }

    package var pages: [any Page.Type] { [DeskPaperPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/\(Dossiers.path)/log-book")
            .get(use: logBooks)
            .post(use: printLogBook)
        router.group("\(Dossiers.path)/:id/control-slip")
            .get(use: controlSlips)
            .post(use: printControlSlip)
    }

    @Sendable func logBooks(request: Request, context: WebContext) async throws -> Response {
        try await logBookPage(context)
    }

    @Sendable func printLogBook(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        do {
            let book = try await papers.logBook(
                from: context.form.day("from"), to: context.form.day("to"), by: actor)
            return .seeOther("/documents/\(book.id)")
        } catch let problem as PublicServicesProblem where problem.kind == .invalid {
            return try await logBookPage(context, problem: problem)
        }
    }

    @Sendable func controlSlips(request: Request, context: WebContext) async throws -> Response {
        let id: ID<CaseFile> = try context.id("id")
        let slips = try await papers.controlSlips(of: id, for: try context.requireActor())
        return context.page(
            DeskPaperPage(controlSlipOf: id, printed: slips, strings: context.strings, formats: context.formats))
    }

    @Sendable func printControlSlip(request: Request, context: WebContext) async throws -> Response {
        let slip = try await papers.controlSlip(of: try context.id("id"), by: try context.requireActor())
        return .seeOther("/documents/\(slip.id)")
    }

    private func logBookPage(_ context: WebContext, problem: PublicServicesProblem? = nil) async throws -> Response {
        let page = DeskPaperPage(
            logBookOn: Day(papers.now()), printed: try await papers.logBooks(for: try context.requireActor()),
            form: context.form, mistakes: Mistakes(problem.map { [$0] } ?? [], strings: context.strings),
            strings: context.strings, formats: context.formats)
        return context.page(page, status: problem == nil ? .ok : .unprocessableContent)
    }
}

extension Form {
    /// The day of a date field; nil for none, or none there is.
    fileprivate func day(_ name: String) -> Day? {
        let numbers = ["year", "month", "day"].compactMap { Int(text("\(name)-\($0)")) }
        return numbers.count == 3 ? Day(year: numbers[0], month: numbers[1], day: numbers[2]) : nil
    }
}
