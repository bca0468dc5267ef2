// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// One pile of an agency's desk, the most urgent first; or what a search has found there.
struct CasePilePage: Page {
    static let template = "casework/pile"
    let title: String, agency: String
    let tabs: Tabs
    let owners: Tabs
    let figures: [Figure]
    let search: SearchBox
    let notices: [Notice]
    let links: [Link], hasLinks: Bool
    let questions: [Table]
    let empty: [String]
    let results: [Results]
    let pagination: [Pagination]

    /// The cases, with what can be done to those that are ticked.
    struct Results: Sendable {
        let path: String, phase: String, mine: String
        let cases: Table
        let hasBulk: Bool
        let buttons: [Button]
        let assignment: [Assignment]
    }

    struct Assignment: Sendable {
        let officer: Select
        let button: Button
    }

    struct Query {
        var phase: CaseFlow.Phase
        var isMine: Bool
        var after: CasePile.Mark?

        func link(_ path: String) -> String {
            "/desk/\(path)?phase=\(phase.rawValue)" + (isMine ? "&mine=1" : "") + (after.map { "&after=\($0)" } ?? "")
        }
    }

    /// What the page needs to know beside the cases.
    struct Surroundings {
        var agency = ""
        var counts = CaseCounts()
        /// The officials of the cases, by account.
        var officials: [String: String] = [:]
        /// What the reader may do to many at once.
        var moves: [CaseFlow.Move] = []
        /// To whom the reader may give cases.
        var colleagues: [(id: String, name: String)] = []
        var notices: [Notice] = []
        /// What other agencies want to know from this one.
        var questions: [(asked: CaseConsultation, file: CaseFile)] = []
        /// What else the reader may look at here.
        var links: [Link] = []
    }

    /// What the buttons beside the moves of the flow are called in a form.
    static let take = "take", assign = "assign"

    init(
        _ files: [CaseFile], query: Query, typed: String = "", hasMore: Bool, surroundings: Surroundings,
        face: any CaseFace, words: CaseWords
    ) {
        let strings = words.strings
        let isSearch = !typed.isEmpty
        (title, agency) = (strings["cases.pile.title"], surroundings.agency)
        tabs = Self.tabs(isSearch ? nil : query, surroundings.counts, face, words)
        owners = Tabs(
            strings["cases.pile.owners"],
            [false, true].map { isMine in
                .init(
                    strings[isMine ? "cases.pile.mine" : "cases.pile.all"],
                    Query(phase: query.phase, isMine: isMine).link(face.path),
                    isHere: isMine == query.isMine && !isSearch)
            })
        figures = [
            ("cases.pile.late", surroundings.counts.late, Status.Kind.late),
            ("cases.pile.soon", surroundings.counts.dueSoon, .risk),
        ].map { key, count, kind in
            Figure(
                label: strings[key], value: Self.number(count, words),
                href: Query(phase: .running, isMine: false).link(face.path), source: strings["cases.pile.source"],
                status: count > 0 ? Status(kind, strings[key]) : nil)
        }
        search = SearchBox(
            action: "/desk/\(face.path)", name: "q", id: "q", label: strings["cases.pile.find"], value: typed,
            button: strings["cases.pile.find_button"])
        (notices, links, hasLinks) = (surroundings.notices, surroundings.links, !surroundings.links.isEmpty)
        questions = surroundings.questions.isEmpty ? [] : [Self.questions(surroundings.questions, face, words)]
        empty = files.isEmpty && !isSearch ? [strings["cases.pile.none"]] : []
        results = files.isEmpty ? [] : [Self.results(files, query, typed, surroundings, face, words)]
        let isFirst = query.after == nil
        let first = Link(strings["cases.pile.first"], Query(phase: query.phase, isMine: query.isMine).link(face.path))
        let next = Query(phase: query.phase, isMine: query.isMine, after: files.last.map(CasePile.Mark.init))
        pagination =
            isFirst && !hasMore
            ? []
            : [
                Pagination(
                    label: "", previous: isFirst ? nil : first,
                    next: hasMore ? Link(strings["cases.pile.next"], next.link(face.path)) : nil)
            ]
    }

    /// "1.234", or "hơn 1.000" of what was not counted to its end.
    private static func number(_ count: Int, _ words: CaseWords) -> String {
        guard count > CaseCounts.limit else { return words.formats.number(count) }
        return words.strings.fill("cases.pile.more_than", ["count": words.formats.number(CaseCounts.limit)])
    }

    private static func tabs(
        _ query: Query?, _ counts: CaseCounts, _ face: any CaseFace, _ words: CaseWords
    ) -> Tabs {
        Tabs(
            words.strings["cases.pile.phases"],
            face.phases.map { phase in
                let name = "\(words.strings["cases.phase.\(phase.rawValue)"]) (\(number(counts[phase], words)))"
                let link = Query(phase: phase, isMine: query?.isMine ?? false).link(face.path)
                return .init(name, link, isHere: phase == query?.phase)
            })
    }

    private static func questions(
        _ questions: [(asked: CaseConsultation, file: CaseFile)], _ face: any CaseFace, _ words: CaseWords
    ) -> Table {
        let strings = words.strings
        return Table(
            caption: strings["cases.questions.title"],
            columns: ["title", "question", "answer_by"].map { .text(strings["cases.column.\($0)"]) },
            rows: questions.map { asked, file in
                [
                    .link(
                        face.title(of: file, in: strings.language), "/\(face.path)/\(file.id)#consultations"),
                    .text(asked.question), .status(Deadline(asked.due, now: words.now).status(strings)),
                ]
            })
    }

    private static func results(
        _ files: [CaseFile], _ query: Query, _ typed: String, _ around: Surroundings, _ face: any CaseFace,
        _ words: CaseWords
    ) -> Results {
        let strings = words.strings
        // What was found lies in several piles, and each has moves of its own.
        let hasBulk = typed.isEmpty && !around.moves.isEmpty
        return Results(
            path: "/desk/\(face.path)", phase: query.phase.rawValue, mine: query.isMine ? "1" : "",
            cases: table(
                files, around.officials, typed.isEmpty ? strings["cases.phase.\(query.phase.rawValue)"] : typed,
                hasTicks: hasBulk, face, words),
            hasBulk: hasBulk,
            buttons: around.moves.map {
                Button(strings["cases.move.\($0.name)"], style: .secondary, name: "do", value: $0.name)
            } + [Button(strings["cases.bulk.take"], style: .secondary, name: "do", value: take)],
            assignment: around.colleagues.isEmpty
                ? []
                : [
                    Assignment(
                        officer: Select(
                            "officer", label: strings["cases.assign.label"],
                            options: around.colleagues.map { .init($0.id, $0.name) }),
                        button: Button(strings["cases.assign.button"], style: .secondary, name: "do", value: assign))
                ])
    }

    private static func table(
        _ files: [CaseFile], _ officials: [String: String], _ caption: String, hasTicks: Bool, _ face: any CaseFace,
        _ words: CaseWords
    ) -> Table {
        let strings = words.strings
        return Table(
            caption: caption, isCaptionHidden: true,
            columns: ["title", "code", "applicant", "deadline", "state", "officer"].map {
                .text(strings["cases.column.\($0)"])
            },
            rows: files.map { file in
                let title = face.title(of: file, in: strings.language)
                let tick = Table.Tick(
                    "case", "\(CaseFile.Seen(file))",
                    label: strings.fill("cases.bulk.choose", ["title": title, "name": file.applicant.name]))
                return [
                    .link(title, "/\(face.path)/\(file.id)", tick: hasTicks ? tick : nil),
                    .text(words.code(of: file)), .text(file.applicant.name),
                    // Without a deadline its column would say the step a second time.
                    file.clock == nil && [.incoming, .running].contains(file.phase)
                        ? .text("–") : .status(words.status(of: file)),
                    .text(words.state(of: file)),
                    .text(file.officer.map { officials[$0] ?? strings["cases.former_officer"] } ?? "–"),
                ]
            })
    }

    static var mocks: [Self] {
        let files = CaseFile.mocks
        var around = Surroundings()
        around.agency = .hostile
        (around.counts.late, around.counts.dueSoon, around.counts[.running]) = (1, 2, 1001)
        (around.officials, around.colleagues) = (["lan": .hostile], [(.hostile, .hostile)])
        (around.moves, around.notices) = (CaseView.mocks[0].moves, [Notice(.hostile)])
        around.links = [Link(.hostile, "/desk")]
        around.questions = CaseView.mocks.flatMap { view in view.consultations.map { ($0, view.file) } }
        let second = Query(phase: .running, isMine: false, after: CasePile.Mark(files[0]))
        return [
            .init(files, query: second, hasMore: true, surroundings: around, face: MockFace(), words: .mock),
            .init(
                files, query: second, typed: .hostile, hasMore: false, surroundings: around, face: MockFace(),
                words: .mock),
            .init(
                [], query: Query(phase: .incoming, isMine: true), hasMore: false, surroundings: Surroundings(),
                face: MockFace(), words: .mock),
        ]
    }
}
