// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/arrival-book`: what came to an agency (sổ đăng ký văn bản đến), as a page and for a spreadsheet.
package struct ArrivalRoutes: WebModule {
    static let pageSize = 50
    static let fileLimit = 100_000

    let service: ArrivalService

    package init(service: ArrivalService) { self.service = service }

    package var pages: [any Page.Type] { [ArrivalBookPage.self, ArrivalPage.self] }
    package var uploads: [String] { ["/desk/arrival-book/new"] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/arrival-book")
            .get(use: show)
            .get("csv", use: file)
            .get("new", use: form)
            .post("new", use: enter)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let (actor, year) = (try context.requireActor(), try year(of: request))
        let arrivals = try await service.arrivals(
            in: year, before: Int(try request.typed("before")), limit: Self.pageSize + 1, for: actor)
        let mayEnter = actor.agency.map { actor.can(OfficialDocuments.register, in: $0) } ?? false
        return context.page(
            ArrivalBookPage(
                Array(arrivals.prefix(Self.pageSize)), year: year, thisYear: Day(service.now()).year,
                hasMore: arrivals.count > Self.pageSize, entered: Int(try request.typed("entered")), mayEnter: mayEnter,
                types: service.types, strings: context.strings, formats: context.formats))
    }

    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        let year = try year(of: request)
        let arrivals = try await service.arrivals(in: year, limit: Self.fileLimit, for: try context.requireActor())
        let strings = context.strings
        var file = CSVFile(columns: ArrivalBookPage.columns.map { strings["documents.arrival.\($0)"] })
        for arrival in arrivals {
            file.add([
                .number("\(arrival.number)"), .text("\(arrival.arrivedOn)"), .text(arrival.sender),
                .text(arrival.notation), .text("\(arrival.day)"),
                .text(service.types[arrival.type]?.name(in: context.language) ?? arrival.type), .text(arrival.subject),
            ])
        }
        return file.response(named: "\(strings["documents.arrival.file"])-\(year)")
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try page(context, [], problems: [])
    }

    @Sendable func enter(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        try service.check(actor)
        var context = context
        let refused = try await receive(&context, by: actor)
        let typed = context.form
        var form = ArrivalForm()
        (form.sender, form.notation, form.type) = (typed.text("sender"), typed.text("notation"), typed.text("type"))
        (form.subject, form.day, form.arrivedOn) = (typed.text("subject"), typed.day("day"), typed.day("arrived"))
        form.isAnother = !typed.text("another").isEmpty
        form.secrecy = typed.text("secrecy")
        let removed = typed.text(ArrivalPage.remove)
        if !removed.isEmpty { try await service.removeScans(removed, by: actor) }
        let isSecret = Secrecy(typed: form.secrecy) != .unclassified
        guard refused.isEmpty && removed.isEmpty || isSecret else {
            return try page(context, try await service.scans(for: actor), problems: refused)
        }
        do {
            let arrival = try await service.enter(form, by: actor)
            return .seeOther("/desk/arrival-book?year=\(arrival.year)&entered=\(arrival.number)")
        } catch let refused as ArrivalRefused {
            // Of a State secret nothing is shown again, as nothing of it is kept.
            if refused.problems.contains(.classified) { context.form = Form(["secrecy": [form.secrecy]]) }
            return try page(context, try await service.scans(for: actor), problems: refused.problems)
        }
    }

    /// Puts the scans aside that come with the form; those of a form that was left before go, and of a State secret nothing is
    /// read.
    private func receive(_ context: inout WebContext, by actor: Actor) async throws -> [any Problem] {
        var problems: [any Problem] = []
        let before = context.upload?.form ?? context.form
        let isSecret = Secrecy(typed: before.text("secrecy")) != .unclassified
        if isSecret || before.text(ArrivalPage.keptField).isEmpty { try await service.removeScans(by: actor) }
        guard let upload = context.upload else { return [] }
        while let file = try await upload.nextFile() {
            guard file.field == ArrivalService.scanField, !isSecret else { continue }
            do {
                try await service.take(file, named: file.name, by: actor)
            } catch let problem as UploadProblem {
                problems.append(problem)
            } catch let problem as EnclosureProblem {
                problems.append(problem)
            }
        }
        context.form = upload.form
        return problems
    }

    private func page(_ context: WebContext, _ scans: [Attachment], problems: [any Problem]) throws -> Response {
        try service.check(try context.requireActor())
        let page = ArrivalPage(
            context.form, scans: scans.map { ($0.name, $0.file.hash, context.formats.bytes($0.file.size)) },
            types: service.types.all, problems: problems, today: Day(service.now()), strings: context.strings,
            formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func year(of request: Request) throws -> Int {
        let this = Day(service.now()).year
        return min(max(Int(try request.typed("year")) ?? this, IssueBookPage.firstYear), this)
    }
}

/// What came to an agency in a year, the newest first.
struct ArrivalBookPage: Page {
    static let template = "officialdocuments/arrival-book"
    static let columns = ["number", "arrived", "sender", "notation", "day", "type", "subject"]

    let back: Link
    let notice: Notice
    let new: [Link]
    let years: Tabs
    let arrivals: [Table]
    let isEmpty: Bool
    let pagination: Pagination
    let file: Link

    init(
        _ arrivals: [Arrival], year: Int, thisYear: Int, hasMore: Bool, entered: Int?, mayEnter: Bool,
        types: DocumentTypes, strings: Strings, formats: Formats
    ) {
        let path = "/desk/arrival-book"
        back = Link(strings["documents.pile.title"], "/desk/\(OfficialDocuments.path)")
        notice =
            entered.map {
                Notice(strings.fill("documents.arrival.entered", ["number": formats.number($0)]), isSuccess: true)
            } ?? .none
        new = mayEnter ? [Link(strings["documents.arrival.new"], "\(path)/new")] : []
        years = Tabs(
            strings["documents.book.years"],
            (max(IssueBookPage.firstYear, thisYear - 3)...max(IssueBookPage.firstYear, thisYear)).reversed().map {
                .init("\($0)", "\(path)?year=\($0)", isHere: $0 == year)
            })
        isEmpty = arrivals.isEmpty
        self.arrivals =
            arrivals.isEmpty
            ? []
            : [
                Table(
                    caption: strings["documents.arrival.title"], isCaptionHidden: true,
                    columns: Self.columns.map { .text(strings["documents.arrival.\($0)"]) },
                    rows: arrivals.map { arrival in
                        [
                            .link(formats.number(arrival.number), "/ledger/events/\(arrival.event)"),
                            .text(formats.date(arrival.arrivedOn)), .text(arrival.sender), .text(arrival.notation),
                            .text(formats.date(arrival.day)),
                            .text(types[arrival.type]?.name(in: strings.language) ?? arrival.type),
                            arrival.file.map { .link(arrival.subject, "/\(IncomingDocuments.path)/\($0)") }
                                ?? .text(arrival.subject),
                        ]
                    })
            ]
        pagination = Pagination(
            label: "",
            next: hasMore
                ? arrivals.last.map {
                    Link(strings["documents.book.older"], "\(path)?year=\(year)&before=\($0.number)")
                } : nil)
        file = Link(strings["documents.book.csv"], "\(path)/csv?year=\(year)")
    }

    static var mocks: [Self] {
        let arrival = Arrival(
            id: ID("a"), agency: Place(rawValue: "a"), year: 2026, number: 7, arrivedOn: Day(number: 20_642),
            sender: .hostile, notation: .hostile, day: Day(number: 20_640), type: .hostile, subject: .hostile,
            enteredBy: "a", enteredAt: .distantPast, event: "01")
        guard let types = try? DocumentTypes(content: ["OfficialDocuments/types.json": "[]"]) else { return [] }
        return [[], [arrival]].map {
            Self(
                $0, year: 2026, thisYear: 2026, hasMore: !$0.isEmpty, entered: $0.first?.number, mayEnter: $0.isEmpty,
                types: types, strings: .mock, formats: Formats(.vi))
        }
    }
}

struct ArrivalPage: Page {
    static let template = "officialdocuments/arrival"
    let back: Link
    let errors: ErrorSummary
    let sender: Field, notation: Field
    let day: DateField, arrived: DateField
    let type: Select
    let subject: TextArea
    let secrecy: Choice
    let scans: FileUpload
    /// Says that scans were put aside for this form; those of one that was left go with the next.
    let kept: String
    let another: [Choice]
    let button: Button

    /// A button that takes a scan away, and a field.
    static let remove = "remove", keptField = "kept"

    init(
        _ form: Form, scans held: [(name: String, hash: String, size: String)] = [], types: [DocumentType],
        problems: [any Problem], today: Day, strings: Strings, formats: Formats
    ) {
        let mistakes = Mistakes(problems, strings: strings)
        func label(_ name: String) -> String { strings["documents.arrival.\(name)"] }
        func date(_ name: String, or day: Day?) -> DateField {
            let isTyped = ["day", "month", "year"].contains { !form.text("\(name)-\($0)").isEmpty }
            let preset = isTyped ? nil : day
            return DateField(
                name, legend: label(name), day: preset.map { "\($0.day)" } ?? form.text("\(name)-day"),
                month: preset.map { "\($0.month)" } ?? form.text("\(name)-month"),
                year: preset.map { "\($0.year)" } ?? form.text("\(name)-year"), problem: mistakes[name])
        }
        back = Link(strings["documents.arrival.title"], "/desk/arrival-book")
        errors = mistakes.summary
        sender = Field("sender", label: label("sender"), value: form.text("sender"), problem: mistakes["sender"])
        notation = Field(
            "notation", label: label("notation"), value: form.text("notation"), hint: label("notation_hint"),
            problem: mistakes["notation"], width: .half)
        (day, arrived) = (date("day", or: nil), date("arrived", or: today))
        type = Select(
            "type", label: label("type"),
            options: [.init("", strings["documents.form.choose"], isChosen: form.text("type").isEmpty)]
                + types.map { .init($0.id, $0.name(in: strings.language), isChosen: $0.id == form.text("type")) },
            problem: mistakes["type"])
        subject = TextArea(
            "subject", label: label("subject"), value: form.text("subject"), problem: mistakes["subject"], rows: 2,
            limit: TextLimit(DraftingService.subjectLimit, typed: form.text("subject"), strings: strings))
        secrecy = Choice(
            secrecy: form.text("secrecy"), hint: label("secrecy_hint"), problem: mistakes["secrecy"], strings: strings)
        kept = held.isEmpty ? "" : "1"
        scans = FileUpload(
            ArrivalService.scanField, label: label("scans"),
            arrived: held.map {
                .init(
                    $0.name, note: $0.size,
                    removal: Button(label("scan_remove"), style: .secondary, name: Self.remove, value: $0.hash))
            },
            hint: strings.fill(
                "documents.arrival.scans_hint",
                [
                    "limit": formats.number(ArrivalService.scanLimit),
                    "megabytes": formats.number(ArrivalService.scanLimits.bytes >> 20),
                ]), problem: mistakes[ArrivalService.scanField], takesSeveral: true, isOptional: true)
        let isTwice = problems.contains { if case ArrivalProblem.twice = $0 { true } else { false } }
        another =
            isTwice
            ? [
                Choice(
                    "another", legend: label("another"), options: [.init("1", label("another_yes"))],
                    problem: mistakes["another"])
            ] : []
        button = Button(label("enter"))
    }

    static var mocks: [Self] {
        let names = ["sender", "notation", "subject", "day-day", "arrived-day", "type"]
        let hostile = Form(Dictionary(uniqueKeysWithValues: names.map { ($0, [String.hostile]) }))
        let types = [DocumentType(id: "x", vi: .hostile, en: .hostile, abbreviation: "", code: nil)]
        let today = Day(number: 20_642)
        return [
            Self(Form(), types: types, problems: [], today: today, strings: .mock, formats: Formats(.vi)),
            Self(
                hostile, scans: [(.hostile, "3f2a", "1 kB")], types: types,
                problems: [
                    ArrivalProblem.longSender, ArrivalProblem.longNotation, ArrivalProblem.noDay,
                    ArrivalProblem.arrivalAhead, ArrivalProblem.noType, ArrivalProblem.secret(.hostile),
                    ArrivalProblem.classified,
                    ArrivalProblem.twice(7, year: 2026), UploadProblem.badName(field: ArrivalService.scanField),
                ], today: today, strings: .mock, formats: Formats(.vi)),
        ]
    }
}
