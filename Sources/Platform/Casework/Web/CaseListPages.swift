// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// A person's own cases, the newest first.
struct MyCasesPage: Page {
    static let template = "casework/mine"
    let open: TaskList, hasOpen: Bool
    let closed: TaskList, hasClosed: Bool
    let isEmpty: Bool

    init(_ files: [CaseFile], face: any CaseFace, words: CaseWords) {
        func items(_ files: [CaseFile]) -> TaskList {
            TaskList(
                files.map { file in
                    TaskList.Item(
                        face.title(of: file, in: words.strings.language), "/\(face.path)/\(file.id)",
                        hint: words.hint(of: file), status: words.status(of: file))
                })
        }
        let (closed, open) = (files.filter { $0.phase == .closed }, files.filter { $0.phase != .closed })
        (self.open, hasOpen) = (items(open), !open.isEmpty)
        (self.closed, hasClosed) = (items(closed), !closed.isEmpty)
        isEmpty = files.isEmpty
    }

    static var mocks: [Self] {
        [.init([], face: MockFace(), words: .mock), .init(CaseFile.mocks, face: MockFace(), words: .mock)]
    }
}

extension CaseWords {
    /// Code, applicant's name where one sent it for another, and what was promised.
    func hint(of file: CaseFile) -> String {
        [code(of: file), promise(of: file)].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

/// One pile of an agency's desk, the most urgent first.
struct CasePilePage: Page {
    static let template = "casework/pile"
    let agency: String
    let tabs: Tabs
    let owners: Tabs
    let figures: [Figure]
    let search: SearchBox
    let notices: [Notice]
    let isEmpty: Bool
    let empty: String
    let cases: [Table]
    let pagination: [Pagination]

    struct Query {
        let phase: CaseFlow.Phase
        let isMine: Bool
        let next: CasePile.Mark?

        func link(_ path: String) -> String {
            "/desk/\(path)?phase=\(phase.rawValue)" + (isMine ? "&mine=1" : "") + (next.map { "&after=\($0)" } ?? "")
        }
    }

    init(
        _ files: [CaseFile], counts: CaseCounts, query: Query, agency: String, officials: [String: String],
        isFirst: Bool, search typed: String = "", face: any CaseFace, words: CaseWords
    ) {
        let strings = words.strings
        self.agency = agency
        tabs = Tabs(
            strings["cases.pile.phases"],
            [CaseFlow.Phase.incoming, .running, .standing, .outgoing].map { phase in
                let name = "\(strings["cases.phase.\(phase.rawValue)"]) (\(words.formats.number(counts[phase])))"
                let link = Query(phase: phase, isMine: query.isMine, next: nil).link(face.path)
                return .init(name, link, isHere: phase == query.phase)
            })
        owners = Tabs(
            strings["cases.pile.owners"],
            [false, true].map { isMine in
                .init(
                    strings[isMine ? "cases.pile.mine" : "cases.pile.all"],
                    Query(phase: query.phase, isMine: isMine, next: nil).link(face.path), isHere: isMine == query.isMine
                )
            })
        figures = [
            ("cases.pile.late", counts.late, Status.Kind.late), ("cases.pile.soon", counts.dueSoon, .risk),
        ].map { key, count, kind in
            Figure(
                label: strings[key], value: words.formats.number(count),
                href: Query(phase: .running, isMine: false, next: nil).link(face.path),
                source: strings["cases.pile.source"], status: count > 0 ? Status(kind, strings[key]) : nil)
        }
        search = SearchBox(
            action: "/desk/\(face.path)", name: "code", id: "code", label: strings["cases.pile.find"], value: typed,
            button: strings["cases.pile.find_button"])
        notices = typed.isEmpty ? [] : [Notice(strings["cases.pile.not_found"])]
        isEmpty = files.isEmpty
        empty = strings["cases.pile.none"]
        cases = files.isEmpty ? [] : [Self.table(files, officials, query.phase, face, words)]
        let first = isFirst ? nil : Query(phase: query.phase, isMine: query.isMine, next: nil)
        let turns = Pagination(
            label: "", previous: first.map { Link(strings["cases.pile.first"], $0.link(face.path)) },
            next: query.next.map { _ in Link(strings["cases.pile.next"], query.link(face.path)) })
        pagination = isFirst && query.next == nil ? [] : [turns]
    }

    private static func table(
        _ files: [CaseFile], _ officials: [String: String], _ phase: CaseFlow.Phase, _ face: any CaseFace,
        _ words: CaseWords
    ) -> Table {
        let strings = words.strings
        return Table(
            caption: strings["cases.phase.\(phase.rawValue)"], isCaptionHidden: true,
            columns: ["title", "code", "applicant", "deadline", "state", "officer"].map {
                .text(strings["cases.column.\($0)"])
            },
            rows: files.map { file in
                [
                    .link(face.title(of: file, in: strings.language), "/\(face.path)/\(file.id)"),
                    .text(words.code(of: file)), .text(file.applicant.name), .status(words.status(of: file)),
                    .text(words.state(of: file)),
                    .text(file.officer.map { officials[$0] ?? strings["cases.former_officer"] } ?? "–"),
                ]
            })
    }

    static var mocks: [Self] {
        var counts = CaseCounts()
        (counts.late, counts.dueSoon, counts[.running]) = (1, 2, 1234)
        let files = CaseFile.mocks
        return [
            .init(
                files, counts: counts, query: Query(phase: .running, isMine: false, next: CasePile.Mark(files[0])),
                agency: .hostile, officials: ["lan": .hostile], isFirst: false, search: .hostile, face: MockFace(),
                words: .mock),
            .init(
                [], counts: CaseCounts(), query: Query(phase: .incoming, isMine: true, next: nil), agency: "UBND",
                officials: [:], isFirst: true, face: MockFace(), words: .mock),
        ]
    }
}
