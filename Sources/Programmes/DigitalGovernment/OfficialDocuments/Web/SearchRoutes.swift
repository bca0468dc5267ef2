// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/documents/search`: among what an agency wrote and what came to it.
package struct DocumentSearchRoutes: WebModule {
    static let pageSize = 20

    let service: DocumentSearchService

    package init(service: DocumentSearchService) { self.service = service }

    package var pages: [any Page.Type] { [DocumentSearchPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("desk/documents/search", use: search)
    }

    @Sendable func search(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        var question = DocumentQuestion()
        question.text = String(try request.typed("q").prefix(DraftingService.lineLimit))
        question.way = FoundDocument.Way(rawValue: try request.typed("way"))
        let type = try request.typed("type")
        question.type = service.types[type] == nil ? nil : type
        question.year = Int(try request.typed("year"))
        let before = try request.typed("before")
        question.before = before.isEmpty ? nil : before
        let found = try await service.find(question, limit: Self.pageSize + 1, for: actor)
        let shown = Array(found.prefix(Self.pageSize))
        return context.page(
            DocumentSearchPage(
                question, shown, bodies: try await service.bodies(of: shown, for: actor),
                hasMore: found.count > Self.pageSize, types: service.types, thisYear: Day(service.now()).year,
                strings: context.strings, formats: context.formats))
    }
}

struct DocumentSearchPage: Page {
    static let template = "officialdocuments/search"

    struct Result: Sendable {
        let href: String
        let title: [MarkedText.Piece], excerpt: [MarkedText.Piece]
        let facts: String
        let hasExcerpt: Bool
    }

    let back: Link
    let text: Field
    let way: Choice
    let type: Select, year: Select
    let button: Button
    let results: [Result]
    let isEmpty: Bool, isFiltered: Bool
    let pages: [Pagination]

    init(
        _ question: DocumentQuestion, _ found: [FoundDocument], bodies: [String: String], hasMore: Bool,
        types: DocumentTypes, thisYear: Int, strings: Strings, formats: Formats
    ) {
        func label(_ name: String) -> String { strings["documents.search.\(name)"] }
        back = Link(strings["documents.pile.title"], "/desk/\(OfficialDocuments.path)")
        text = Field(
            "q", label: label("text"), value: question.text, hint: label("text_hint"), kind: .search)
        way = Choice(
            "way", legend: label("way"),
            options: [.init("", label("both"), isChosen: question.way == nil)]
                + FoundDocument.Way.allCases.map {
                    .init($0.rawValue, label("way_\($0.rawValue)"), isChosen: $0 == question.way)
                }, isInline: true)
        type = Select(
            "type", label: strings["documents.book.type"],
            options: [.init("", strings["documents.book.all_types"], isChosen: question.type == nil)]
                + types.all.map { .init($0.id, $0.name(in: strings.language), isChosen: $0.id == question.type) })
        year = Select(
            "year", label: strings["documents.book.years"],
            options: [.init("", strings["documents.book.all_types"], isChosen: question.year == nil)]
                + (IssueBookPage.firstYear...max(IssueBookPage.firstYear, thisYear)).reversed().map {
                    .init("\($0)", "\($0)", isChosen: $0 == question.year)
                })
        button = Button(label("find"))
        let words = DocumentWords(typed: question.text)
        results = found.map { Self.result($0, bodies[$0.id], words, types, strings, formats) }
        isEmpty = found.isEmpty
        isFiltered = question.way != nil || question.type != nil || question.year != nil
        let last = hasMore ? found.last : nil
        pages =
            last.map { Pagination(label: "", next: Link(label("older"), Self.address(question, before: $0.id))) }
            .map { [$0] } ?? []
    }

    private static func result(
        _ found: FoundDocument, _ body: String?, _ words: DocumentWords, _ types: DocumentTypes, _ strings: Strings,
        _ formats: Formats
    ) -> Result {
        let excerpt = body.map { MarkedText.excerpt(of: $0, words) }
        let facts = [
            found.number.isEmpty ? strings["documents.search.draft"] : found.number,
            types[found.type]?.name(in: strings.language) ?? found.type, formats.date(found.day), found.party,
            strings["documents.search.way_\(found.way.rawValue)"],
        ]
        return Result(
            href: "/\(found.way == .out ? OfficialDocuments.path : IncomingDocuments.path)/\(found.id)",
            title: MarkedText(found.subject, words).pieces, excerpt: excerpt?.pieces ?? [],
            facts: facts.filter { !$0.isEmpty }.joined(separator: " · "),
            hasExcerpt: excerpt?.hasHit ?? false)
    }

    private static func address(_ question: DocumentQuestion, before: String) -> String {
        let fields = [
            ("q", question.text), ("way", question.way?.rawValue ?? ""), ("type", question.type ?? ""),
            ("year", question.year.map { "\($0)" } ?? ""), ("before", before),
        ]
        let query = fields.filter { !$1.isEmpty }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        return "/desk/documents/search?" + query.joined(separator: "&")
    }

    static var mocks: [Self] {
        guard let types = try? DocumentTypes(content: ["OfficialDocuments/types.json": "[]"]) else { return [] }
        var question = DocumentQuestion()
        (question.text, question.type, question.year) = (.hostile, .hostile, 2026)
        let found = FoundDocument.Way.allCases.map { way in
            FoundDocument(
                id: "a", way: way, agency: Place(rawValue: "a"), year: 2026, type: .hostile, day: Day(number: 20_642),
                number: .hostile, subject: .hostile, party: .hostile, event: "01")
        }
        return [[], found].map {
            Self(
                $0.isEmpty ? DocumentQuestion() : question, $0, bodies: ["a": .hostile], hasMore: !$0.isEmpty,
                types: types, thisYear: 2026, strings: .mock, formats: Formats(.vi))
        }
    }
}
