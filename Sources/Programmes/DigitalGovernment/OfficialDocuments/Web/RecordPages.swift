// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

extension Strings {
    func retention(_ id: String, _ retentions: Retentions) -> String { retentions[id]?.name(in: language) ?? id }

    /// Where a file stands, in shape and word.
    func status(_ state: RecordFile.State) -> Status {
        let kind: Status.Kind =
            switch state {
            case .open: .neutral
            case .closed: .onTime
            case .past: .risk
            case .destroyed: .neutral
            }
        return Status(kind, self["documents.records.state.\(state.rawValue)"])
    }
}

extension Strings {
    /// Where a file stands on its way to the archive, with the day.
    func words(_ archiving: RecordFile.Archiving, _ formats: Formats) -> String {
        let (word, day) =
            switch archiving {
            case .done(let day): ("done", day)
            case .later(let day): ("later", day)
            case .soon(let day): ("soon", day)
            case .overdue(let day): ("overdue", day)
            }
        return fill("documents.records.archiving.\(word)", ["day": formats.date(day)])
    }

    func status(_ archiving: RecordFile.Archiving, _ formats: Formats) -> Status {
        let kind: Status.Kind =
            switch archiving {
            case .done: .onTime
            case .later: .neutral
            case .soon: .risk
            case .overdue: .late
            }
        return Status(kind, words(archiving, formats))
    }
}

/// The files of a year.
struct RecordListPage: Page {
    static let template = "officialdocuments/record-list"
    static let columns = ["notation", "title", "retention", "keeper", "papers", "keep_until", "archiving", "state"]

    let back: Link
    let notice: Notice
    let years: Tabs
    let new: [Link]
    let files: [Table]
    let isEmpty: Bool
    let links: [Link]

    init(
        _ files: [RecordFile], due: Int, year: Int, today: Day, retentions: Retentions, names: [String: String],
        mayKeep: Bool, strings: Strings, formats: Formats
    ) {
        let path = "/desk/files"
        notice =
            due == 0
            ? .none
            : Notice(
                strings.plural("documents.records.due", due),
                link: Link(strings["documents.records.due_see"], "\(path)/due"))
        back = Link(strings["documents.pile.title"], "/desk/\(OfficialDocuments.path)")
        years = Tabs(
            strings["documents.book.years"],
            (max(IssueBookPage.firstYear, today.year - 3)...today.year + 1).reversed().map {
                .init("\($0)", "\(path)?year=\($0)", isHere: $0 == year)
            })
        new = mayKeep ? [Link(strings["documents.records.new"], "\(path)/new?year=\(year)")] : []
        isEmpty = files.isEmpty
        let rows = files.map { file -> [Table.Cell] in
            [
                .link(file.notation, "\(path)/\(file.id)"), .text(file.title),
                .text(strings.retention(file.retention, retentions)), .text(names[file.keeper] ?? ""),
                .text(formats.number(file.count)),
                .text(file.closing?.keepUntil.map { formats.date($0) } ?? ""),
                file.archiving(on: today, retentions.handover).map { .status(strings.status($0, formats)) }
                    ?? .text(""),
                .status(strings.status(file.state(on: today))),
            ]
        }
        self.files =
            rows.isEmpty
            ? []
            : [
                Table(
                    caption: strings["documents.records.title"], isCaptionHidden: true,
                    columns: Self.columns.map {
                        let label = strings["documents.records.column.\($0)"]
                        return $0 == "papers" ? .number(label) : .text(label)
                    }, rows: rows)
            ]
        links = [
            Link(strings["documents.records.past"], "\(path)/past"),
            Link(strings["documents.records.print"], "\(path)/pdf?year=\(year)"),
            Link(strings["documents.book.csv"], "\(path)/csv?year=\(year)"),
        ]
    }

    static var mocks: [Self] {
        [[], RecordFile.mocks].map {
            Self(
                $0, due: $0.count, year: 2026, today: Day(number: 20_642), retentions: .mock, names: ["a": .hostile],
                mayKeep: !$0.isEmpty, strings: .mock, formats: Formats(.vi))
        }
    }
}

struct RecordFormPage: Page {
    static let template = "officialdocuments/record-form"
    let back: Link
    let errors: ErrorSummary
    let notation: Field, year: Field
    let title: TextArea, note: TextArea
    let retention: Select, keeper: Select
    let button: Button

    init(
        _ form: Form, keepers: [(id: String, name: String)], retentions: Retentions, thisYear: Int,
        problems: [RecordProblem], strings: Strings
    ) {
        let mistakes = Mistakes(problems, strings: strings)
        func label(_ name: String) -> String { strings["documents.records.form.\(name)"] }
        let choose = Choice.Option("", strings["documents.form.choose"])
        back = Link(strings["documents.records.title"], "/desk/files")
        errors = mistakes.summary
        notation = Field(
            "notation", label: label("notation"), value: form.text("notation"), hint: label("notation_hint"),
            problem: mistakes["notation"], width: .half)
        year = Field(
            "year", label: label("year"), value: form.text("year").isEmpty ? "\(thisYear)" : form.text("year"),
            problem: mistakes["year"], width: .tiny, isNumeric: true)
        func area(_ name: String, isOptional: Bool = false) -> TextArea {
            TextArea(
                name, label: label(name), value: form.text(name), problem: mistakes[name], rows: 2,
                limit: TextLimit(RecordService.textLimit, typed: form.text(name), strings: strings),
                isOptional: isOptional)
        }
        (title, note) = (area("title"), area("note", isOptional: true))
        retention = Select(
            "retention", label: label("retention"),
            options: [choose]
                + retentions.all.map {
                    .init($0.id, $0.name(in: strings.language), isChosen: $0.id == form.text("retention"))
                },
            hint: strings.fill(
                retentions.isVerified
                    ? "documents.records.form.retention_basis" : "documents.records.form.retention_unverified",
                ["basis": retentions.basis]), problem: mistakes["retention"])
        keeper = Select(
            "keeper", label: label("keeper"),
            options: [choose] + keepers.map { .init($0.id, $0.name, isChosen: $0.id == form.text("keeper")) },
            problem: mistakes["keeper"])
        button = Button(label("open"))
    }

    static var mocks: [Self] {
        let names = ["notation", "title", "year", "note"]
        let hostile = Form(Dictionary(uniqueKeysWithValues: names.map { ($0, [String.hostile]) }))
        return [
            Self(Form(), keepers: [], retentions: .mock, thisYear: 2026, problems: [], strings: .mock),
            Self(
                hostile, keepers: [(.hostile, .hostile)], retentions: .mock, thisYear: 2026,
                problems: [
                    .notationTaken(.hostile), .longTitle, .badYear, .noRetention, .noKeeper, .longNote,
                ], strings: .mock),
        ]
    }
}

/// One file: what it is, what lies in it, and what can be done with it.
struct RecordPage: Page {
    static let template = "officialdocuments/record"

    struct Rights {
        let keeps: Bool, destroys: Bool
    }

    let back: Link
    let errors: ErrorSummary
    let eyebrow: String, title: String
    let facts: SummaryList
    let papers: [Table]
    let isEmpty: Bool
    let canChange: Bool, canArrange: Bool
    let order: String, putting: String, closing: String
    let kind: Choice
    let number: Field, year: Field
    let put: Button, raise: Button, take: Button, close: Button
    let canHandOver: Bool, handing: String, handOverLead: String, handOver: Button
    let links: [Link]

    init(
        _ file: RecordFile, _ papers: [FiledPaper], typed form: Form, today: Day, retentions: Retentions,
        types: DocumentTypes, keeper: String, rights: Rights, problems: [RecordProblem], strings: Strings,
        formats: Formats
    ) {
        func label(_ name: String) -> String { strings["documents.records.\(name)"] }
        let (path, mistakes) = ("/desk/files/\(file.id)", Mistakes(problems, strings: strings))
        back = Link(label("title"), "/desk/files?year=\(file.year)")
        errors = mistakes.summary
        eyebrow = "\(file.year) · \(file.notation)"
        title = file.title
        canChange = file.closing == nil && rights.keeps
        canArrange = canChange && !papers.isEmpty
        facts = Self.facts(file, keeper, retentions, today, strings, formats)
        isEmpty = papers.isEmpty
        self.papers =
            papers.isEmpty ? [] : [Self.table(papers, isTicked: canArrange, types: types, strings, formats)]
        (order, putting, closing) = ("\(path)/order", "\(path)/papers", "\(path)/closure")
        let chosen = FiledPaper.Kind(rawValue: form.text("kind")) ?? .issued
        kind = Choice(
            "kind", legend: label("put_kind"),
            options: FiledPaper.Kind.allCases.map {
                .init(
                    $0.rawValue, label("kind.\($0.rawValue)"), hint: label("kind_hint.\($0.rawValue)"),
                    isChosen: $0 == chosen)
            })
        number = Field(
            "number", label: label("put_number"), value: form.text("number"), problem: mistakes["number"], width: .half)
        year = Field(
            "year", label: label("put_year"), value: form.text("year").isEmpty ? "\(file.year)" : form.text("year"),
            width: .tiny, isNumeric: true)
        put = Button(label("put"))
        raise = Button(label("raise"), style: .secondary, name: "act", value: "raise")
        take = Button(label("take"), style: .warning, name: "act", value: "take")
        close = Button(label("close"), style: .secondary)
        canHandOver = file.closing != nil && file.handover == nil && file.destruction == nil && rights.keeps
        handing = "\(path)/handover"
        handOver = Button(label("hand_over"), style: .secondary)
        handOverLead = strings.fill(
            retentions.handover.isVerified
                ? "documents.records.hand_over_lead" : "documents.records.hand_over_unverified",
            ["basis": retentions.handover.basis])
        links =
            [Link(label("archive"), "\(path)/archive"), Link(label("event"), "/ledger/events/\(file.event)")]
            + (rights.destroys && file.state(on: today) == .past
                ? [Link(label("destruction"), "\(path)/destruction")] : [])
    }

    private static func facts(
        _ file: RecordFile, _ keeper: String, _ retentions: Retentions, _ today: Day, _ strings: Strings,
        _ formats: Formats
    ) -> SummaryList {
        func label(_ name: String) -> String { strings["documents.records.column.\(name)"] }
        var rows: [SummaryList.Row] = [
            .init(label("state"), "", status: strings.status(file.state(on: today))),
            .init(label("retention"), strings.retention(file.retention, retentions)),
            .init(label("keeper"), keeper), .init(label("opened"), formats.time(file.openedAt)),
        ]
        if let closing = file.closing {
            rows += [
                .init(label("closed"), formats.date(closing.day)),
                .init(
                    label("keep_until"),
                    closing.keepUntil.map { formats.date($0) } ?? strings["documents.records.for_ever"]),
            ]
        }
        if let archiving = file.archiving(on: today, retentions.handover) {
            rows.append(
                .init(
                    label("archiving"), "",
                    change: file.handover.map {
                        Link(strings["documents.records.event"], "/ledger/events/\($0.event)")
                    },
                    status: strings.status(archiving, formats)))
        }
        if let decision = file.destruction {
            rows.append(
                .init(
                    label("destruction"), "\(formats.time(decision.at)): \(decision.reason)",
                    change: Link(strings["documents.records.event"], "/ledger/events/\(decision.event)")))
        }
        if !file.note.isEmpty { rows.append(.init(label("note"), file.note)) }
        return SummaryList(rows)
    }

    private static func table(
        _ papers: [FiledPaper], isTicked: Bool, types: DocumentTypes, _ strings: Strings, _ formats: Formats
    ) -> Table {
        Table(
            caption: strings["documents.records.papers"], isCaptionHidden: true,
            columns: ["number", "ordinal", "day", "issuer", "subject", "type"].map {
                .text(strings["documents.records.column.\($0)"])
            },
            rows: papers.map { paper in
                [
                    .link(
                        paper.text, paper.href,
                        tick: isTicked
                            ? .init(
                                "paper", paper.key,
                                label: strings.fill("documents.records.tick", ["paper": paper.text])) : nil),
                    .text(formats.number(paper.ordinal)), .text(formats.date(paper.day)), .text(paper.issuer),
                    .text(paper.title), .text(types[paper.type]?.name(in: strings.language) ?? ""),
                ]
            })
    }

    static var mocks: [Self] {
        guard let types = try? DocumentTypes(content: ["OfficialDocuments/types.json": "[]"]) else { return [] }
        let papers = FiledPaper.Kind.allCases.enumerated().map { index, kind in
            FiledPaper(
                kind: kind, subject: "a", ordinal: index + 1, text: .hostile, title: .hostile, type: .hostile,
                issuer: .hostile, day: Day(number: 20_640), source: "01", addedBy: "a", addedAt: .distantPast,
                event: "02")
        }
        return RecordFile.mocks.flatMap { file in
            [[], papers].map { papers in
                Self(
                    file, papers, typed: Form(["number": [.hostile]]), today: Day(number: 20_642), retentions: .mock,
                    types: types, keeper: .hostile, rights: .init(keeps: true, destroys: true),
                    problems: papers.isEmpty ? [.empty] : [.noSuchPaper(.hostile)], strings: .mock,
                    formats: Formats(.vi))
            }
        }
    }
}

extension FiledPaper {
    /// Where it opens.
    var href: String {
        switch kind {
        case .issued: "/\(OfficialDocuments.path)/\(subject)"
        case .arrival: "/\(IncomingDocuments.path)/\(subject)"
        case .caseFile: "/ledger/events/\(event)"
        }
    }
}

/// What is past its retention.
struct RecordPastPage: Page {
    static let template = "officialdocuments/record-past"
    let back: Link
    let files: [Table]
    let isEmpty: Bool

    init(_ files: [RecordFile], retentions: Retentions, strings: Strings, formats: Formats) {
        back = Link(strings["documents.records.title"], "/desk/files")
        isEmpty = files.isEmpty
        self.files =
            files.isEmpty
            ? []
            : [
                Table(
                    caption: strings["documents.records.past"], isCaptionHidden: true,
                    columns: ["notation", "title", "retention", "keep_until"].map {
                        .text(strings["documents.records.column.\($0)"])
                    },
                    rows: files.map { file in
                        [
                            .link("\(file.year) · \(file.notation)", "/desk/files/\(file.id)"), .text(file.title),
                            .text(strings.retention(file.retention, retentions)),
                            .text(file.closing?.keepUntil.map { formats.date($0) } ?? ""),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        [[], RecordFile.mocks].map { Self($0, retentions: .mock, strings: .mock, formats: Formats(.vi)) }
    }
}

/// What is to go to the archive soon, or should have gone.
struct RecordDuePage: Page {
    static let template = "officialdocuments/record-due"
    let back: Link
    let basis: String
    let files: [Table]
    let isEmpty: Bool

    init(
        _ files: [RecordFile], today: Day, retentions: Retentions, names: [String: String], strings: Strings,
        formats: Formats
    ) {
        back = Link(strings["documents.records.title"], "/desk/files")
        basis = strings.fill(
            retentions.handover.isVerified
                ? "documents.records.form.retention_basis" : "documents.records.hand_over_unverified",
            ["basis": retentions.handover.basis])
        isEmpty = files.isEmpty
        self.files =
            files.isEmpty
            ? []
            : [
                Table(
                    caption: strings["documents.records.due_title"], isCaptionHidden: true,
                    columns: ["notation", "title", "keeper", "closed", "archiving"].map {
                        .text(strings["documents.records.column.\($0)"])
                    },
                    rows: files.map { file in
                        [
                            .link("\(file.year) · \(file.notation)", "/desk/files/\(file.id)"), .text(file.title),
                            .text(names[file.keeper] ?? ""),
                            .text(file.closing.map { formats.date($0.day) } ?? ""),
                            file.archiving(on: today, retentions.handover).map {
                                .status(strings.status($0, formats))
                            } ?? .text(""),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        [[], RecordFile.mocks].map {
            Self(
                $0, today: Day(number: 20_642), retentions: .mock, names: ["a": .hostile], strings: .mock,
                formats: Formats(.vi))
        }
    }
}

/// Where the destruction of a file is decided.
struct RecordDestructionPage: Page {
    static let template = "officialdocuments/record-destruction"
    let back: Link
    let errors: ErrorSummary
    let title: String, eyebrow: String
    let facts: SummaryList
    let action: String
    let reason: TextArea
    let button: Button

    init(
        _ file: RecordFile, typed: String, problems: [RecordProblem], retentions: Retentions, strings: Strings,
        formats: Formats
    ) {
        let mistakes = Mistakes(problems, strings: strings)
        back = Link(file.title, "/desk/files/\(file.id)")
        errors = mistakes.summary
        (title, eyebrow) = (file.title, "\(file.year) · \(file.notation)")
        facts = SummaryList([
            .init(
                strings["documents.records.column.retention"], strings.retention(file.retention, retentions)),
            .init(
                strings["documents.records.column.keep_until"],
                file.closing?.keepUntil.map { formats.date($0) } ?? strings["documents.records.for_ever"]),
            .init(strings["documents.records.column.papers"], formats.number(file.count)),
        ])
        action = "/desk/files/\(file.id)/destruction"
        reason = TextArea(
            "reason", label: strings["documents.records.reason"], value: typed,
            hint: strings["documents.records.reason_hint"], problem: mistakes["reason"], rows: 4,
            limit: TextLimit(RecordService.textLimit, typed: typed, strings: strings))
        button = Button(strings["documents.records.destroy"], style: .warning)
    }

    static var mocks: [Self] {
        RecordFile.mocks.map {
            Self(
                $0, typed: .hostile, problems: [.blankReason], retentions: .mock, strings: .mock, formats: Formats(.vi))
        }
    }
}

extension RecordFile {
    static let mocks: [RecordFile] = {
        let open = RecordFile(
            id: ID("a"), agency: Place(rawValue: "a"), year: 2026, notation: .hostile, title: .hostile,
            retention: .hostile, keeper: "a", note: .hostile, openedBy: "a", openedAt: .distantPast, event: "01",
            count: 2, closing: nil, destruction: nil)
        var closed = open
        closed.closing = .init(by: "a", day: Day(number: 18_000), keepUntil: Day(number: 20_000), event: "02")
        var destroyed = closed
        destroyed.destruction = .init(by: "a", at: .distantPast, reason: .hostile, event: "03")
        var archived = closed
        archived.handover = .init(by: "a", at: .distantPast, event: "04")
        return [open, closed, destroyed, archived]
    }()
}

extension Retentions {
    static let mock = Retentions(
        basis: .hostile, isVerified: false, handover: .init(months: 12, basis: .hostile, isVerified: false),
        all: [.init(id: "x", years: 5, vi: .hostile, en: .hostile)])

    private init(basis: String, isVerified: Bool, handover: Handover, all: [Period]) {
        (self.basis, self.isVerified, self.handover, self.all) = (basis, isVerified, handover, all)
    }
}
