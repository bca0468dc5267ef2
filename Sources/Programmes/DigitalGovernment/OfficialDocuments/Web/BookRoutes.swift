// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/issue-book`: what an agency issued (sổ đăng ký văn bản đi), as a page and for a spreadsheet.
package struct BookRoutes: WebModule {
    static let pageSize = 50
    /// So many lines go into one file.
    static let fileLimit = 100_000

    let service: BookService
    /// What an account is called.
    let name: @Sendable (String) async throws -> String

    package init(service: BookService, name: @escaping @Sendable (String) async throws -> String) {
        (self.service, self.name) = (service, name)
    }

    package var pages: [any Page.Type] { [IssueBookPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/issue-book")
            .get(use: show)
            .get("csv", use: file)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let year = try year(of: request)
        let mark = BookEntry.Mark(try request.typed("before"))
        let entries = try await service.issued(
            in: year, type: try type(of: request), before: mark, limit: Self.pageSize + 1,
            for: try context.requireActor())
        let shown = Array(entries.prefix(Self.pageSize))
        return context.page(
            IssueBookPage(
                shown, year: year, thisYear: Day(service.now()).year, type: try type(of: request),
                types: service.types, next: entries.count > Self.pageSize ? shown.last.map { .init($0) } : nil,
                names: try await names(of: shown), strings: context.strings, formats: context.formats))
    }

    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        let year = try year(of: request)
        let entries = try await service.issued(
            in: year, type: try type(of: request), limit: Self.fileLimit, for: try context.requireActor())
        let (strings, names) = (context.strings, try await names(of: entries))
        var file = CSVFile(columns: IssueBookPage.columns.map { strings["documents.book.\($0)"] })
        for entry in entries {
            file.add([
                .text(entry.text), .text("\(entry.day)"),
                .text(service.types[entry.type]?.name(in: context.language) ?? entry.type), .text(entry.subject),
                .text(names[entry.signer] ?? ""), .number("\(entry.recipients.count + entry.copies)"),
            ])
        }
        return file.response(named: "\(strings["documents.book.file"])-\(year)")
    }

    private func year(of request: Request) throws -> Int {
        let this = Day(service.now()).year
        return min(max(Int(try request.typed("year")) ?? this, IssueBookPage.firstYear), this)
    }

    private func type(of request: Request) throws -> String? {
        let typed = try request.typed("type")
        return service.types[typed] == nil ? nil : typed
    }

    private func names(of entries: [BookEntry]) async throws -> [String: String] {
        var names: [String: String] = [:]
        for signer in Set(entries.map(\.signer)) { names[signer] = try await name(signer) }
        return names
    }
}

/// What an agency issued in a year, the newest first.
struct IssueBookPage: Page {
    static let template = "officialdocuments/issue-book"
    /// The decree in force begins here; what is older is in books of paper.
    static let firstYear = 2020
    static let columns = ["number", "day", "type", "subject", "signer", "recipients"]

    let back: Link
    let years: Tabs
    let type: Select
    let year: String
    let entries: [Table]
    let isEmpty: Bool
    let pagination: Pagination
    let file: Link

    init(
        _ entries: [BookEntry], year: Int, thisYear: Int, type chosen: String?, types: DocumentTypes,
        next: BookEntry.Mark?, names: [String: String], strings: Strings, formats: Formats
    ) {
        back = Link(strings["documents.pile.title"], "/desk/\(OfficialDocuments.path)")
        let path = "/desk/issue-book"
        let condition = chosen.map { "&type=\($0)" } ?? ""
        years = Tabs(
            strings["documents.book.years"],
            (max(Self.firstYear, thisYear - 3)...max(Self.firstYear, thisYear)).reversed().map {
                .init("\($0)", "\(path)?year=\($0)\(condition)", isHere: $0 == year)
            })
        self.year = "\(year)"
        type = Select(
            "type", label: strings["documents.book.type"],
            options: [.init("", strings["documents.book.all_types"], isChosen: chosen == nil)]
                + types.all.map { .init($0.id, $0.name(in: strings.language), isChosen: $0.id == chosen) })
        isEmpty = entries.isEmpty
        self.entries =
            entries.isEmpty
            ? []
            : [
                Table(
                    caption: strings["documents.book.title"], isCaptionHidden: true,
                    columns: Self.columns.map {
                        let label = strings["documents.book.\($0)"]
                        return $0 == "recipients" ? .number(label) : .text(label)
                    },
                    rows: entries.map { entry in
                        [
                            .link(entry.text, "/\(OfficialDocuments.path)/\(entry.file)"),
                            .text(formats.date(entry.day)),
                            .text(types[entry.type]?.name(in: strings.language) ?? entry.type), .text(entry.subject),
                            .text(names[entry.signer] ?? ""),
                            .text(formats.number(entry.recipients.count + entry.copies)),
                        ]
                    })
            ]
        pagination = Pagination(
            label: "",
            next: next.map {
                Link(
                    strings["documents.book.older"], "\(path)?year=\(year)\(condition)&before=\($0.text)")
            })
        file = Link(strings["documents.book.csv"], "\(path)/csv?year=\(year)\(condition)")
    }

    static var mocks: [Self] {
        let entry = BookEntry(
            file: ID("a"), agency: Place(rawValue: "a"), type: "x", year: 2026, number: 7, notation: .hostile,
            day: Day(number: 20_642), subject: .hostile, signer: "a", recipients: ["b"], copies: 1,
            urgency: .express, event: "01")
        guard let types = try? DocumentTypes(content: ["OfficialDocuments/types.json": "[]"]) else { return [] }
        return [[], [entry]].map {
            Self(
                $0, year: 2026, thisYear: 2026, type: nil, types: types, next: $0.first.map { .init($0) },
                names: ["a": .hostile], strings: .mock, formats: Formats(.vi))
        }
    }
}
