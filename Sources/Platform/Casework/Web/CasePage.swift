// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Kernel
import Web

/// One case, for whose it is: where it is, by when, and what they have to do.
/// For officials the same page in two columns: what came in, and what to do about it.
struct CasePage: Page {
    static let template = "casework/show"
    let back: Link
    let panel: [Panel]
    let notices: [Notice]
    let title: String, lead: String
    let facts: SummaryList
    let sections: [CaseContent.Section]
    let actions: [Action]
    let doors: [Link]
    let hasActions: Bool
    let assignment: [Assignment]
    let steps: Timeline
    let time: [Table]
    let messages: [Message]
    let hasMessages: Bool
    let thread: [Thread]
    let consultations: [Consultation]
    let hasConsultations: Bool
    let rating: [Rating]
    let thanks: [String]

    /// What another agency was asked, with the form to answer for those who can.
    struct Consultation: Sendable {
        let agency: String, asked: String, question: String
        let isEscalation: Bool, isPassedOn: Bool
        let answer: [Message]
        let form: [Thread]
    }

    /// The one question at the end.
    struct Rating: Sendable {
        let path: String
        let score: Choice
        let text: TextArea
        let button: Button
    }

    /// A move that needs no words.
    struct Action: Sendable {
        let path: String, version: String
        let button: Button
    }

    struct Assignment: Sendable {
        let path: String, version: String
        let officer: Select
        let button: Button
    }

    struct Message: Sendable {
        let author: String, time: String, text: String
        let isInternal: Bool, isFromOffice: Bool
    }

    /// The form to write in, with what was wrong about the last try.
    struct Thread: Sendable {
        let path: String
        let text: TextArea
        let note: [Choice]
        let button: Button
        /// Another thing to do with what was written.
        var other: [Button] = []
    }

    /// The button that passes a question on to the next level.
    static let passOn = "pass_on"

    /// What can be wrong beside its field.
    static let fields: Set = ["message", "officer", "score", "answer"]

    /// What the page needs to know beside the case.
    struct Surroundings {
        var holder = ""
        var desk = ""
        var officials: [(id: String, name: String)] = []
        /// Officials and agencies by their ids, for the history.
        var names: [String: String] = [:]
        var content = CaseContent()
        var isNew = false
        /// The steps somebody else took since the reader last looked.
        var news: [CaseStep] = []
    }

    init(
        _ view: CaseView, surroundings: Surroundings, form: Form = Form(), mistakes: Mistakes, face: any CaseFace,
        words: CaseWords
    ) {
        let (strings, file) = (words.strings, view.file)
        let base = "/\(face.path)/\(file.id)"
        back =
            view.isMine
            ? Link(strings["cases.mine.title"], "/\(face.path)")
            : Link(strings["cases.pile.title"], "/desk/\(face.path)?phase=\(file.phase.rawValue)")
        title = face.title(of: file, in: strings.language)
        lead = strings.fill(
            view.isMine ? "cases.lead.\(file.state)" : "cases.desk_lead",
            ["agency": surroundings.holder, "state": words.state(of: file)])
        panel =
            surroundings.isNew
            ? [
                Panel(
                    strings["cases.sent.title"], label: file.code == nil ? "" : strings["cases.fact.code"],
                    code: file.code?.description ?? "",
                    text: strings.fill("cases.sent.text", ["agency": surroundings.holder]))
            ] : []
        notices =
            CaseNews(words: words, names: surroundings.names).notices(surroundings.news) + surroundings.content.notices
        facts = Self.facts(view, surroundings, words, isForResidents: face.isForResidents)
        sections = surroundings.content.sections + Self.files(view, base, words)
        let (bare, worded) = (view.moves.filter(\.needs.isEmpty), view.moves.filter { !$0.needs.isEmpty })
        actions = bare.map { move in
            Action(
                path: "\(base)/moves/\(move.name)", version: "\(file.version)",
                button: Button(
                    strings["cases.move.\(move.name)"], style: move.by == .applicant ? .secondary : .primary))
        }
        doors =
            surroundings.content.doors
            + worded.map { Link(strings["cases.move.\($0.name)"], "\(base)/moves/\($0.name)", isSecondary: true) }
            + (view.mayConsult ? [Link(strings["cases.consult"], "\(base)/consultation", isSecondary: true)] : [])
            + (view.mayEscalate ? [Link(strings["cases.escalate"], "\(base)/escalation", isSecondary: true)] : [])
            + (view.mayHandOver ? [Link(strings["cases.hand_over"], "\(base)/transfer", isSecondary: true)] : [])
        hasActions = !actions.isEmpty || !doors.isEmpty
        assignment = view.mayAssign ? [Self.assignment(file, base, surroundings, mistakes, strings)] : []
        steps = CaseNews(words: words, names: surroundings.names).timeline(view)
        time = view.isMine || view.time.isEmpty ? [] : [Self.time(view, surroundings, words)]
        messages = view.messages.map { message in
            Message(
                author: message.isFromOffice
                    ? surroundings.names[message.author] ?? strings["cases.former_officer"] : file.applicant.name,
                time: words.formats.time(message.at), text: message.text,
                isInternal: message.isInternal && face.isForResidents,
                isFromOffice: message.isFromOffice)
        }
        hasMessages = !messages.isEmpty
        thread = [Self.thread(view, base, form, mistakes, strings, isForResidents: face.isForResidents)]
        consultations = view.consultations.map {
            Self.consultation($0, view, base, surroundings, form, mistakes, words)
        }
        hasConsultations = !consultations.isEmpty
        let isOver = view.isMine && file.phase == .closed
        rating = isOver && view.rating == nil ? [Self.rating(base, form, mistakes, strings)] : []
        thanks = isOver ? view.rating.map { [strings["cases.rating.score.\($0.score)"]] } ?? [] : []
    }

    private static func facts(
        _ view: CaseView, _ around: Surroundings, _ words: CaseWords, isForResidents: Bool
    ) -> SummaryList {
        let (strings, file) = (words.strings, view.file)
        var rows: [SummaryList.Row] = [
            .init(strings["cases.fact.code"], words.code(of: file)),
            .init(
                strings["cases.fact.state"], file.phase == .running ? words.state(of: file) : "",
                status: words.status(of: file)),
        ]
        if let due = file.clock?.due { rows.append(.init(strings["cases.fact.due"], words.moment(due))) }
        rows += [
            .init(strings["cases.fact.applicant"], file.applicant.name),
            .init(strings["cases.fact.holder"], around.holder),
        ]
        if file.desk != file.holder, isForResidents { rows.append(.init(strings["cases.fact.desk"], around.desk)) }
        rows.append(.init(strings["cases.fact.opened"], words.formats.time(file.openedAt)))
        if !view.isMine {
            if isForResidents {
                rows.append(.init(strings["cases.fact.channel"], strings["cases.channel.\(file.channel.rawValue)"]))
            }
            let officer = file.officer.map { around.names[$0] ?? strings["cases.former_officer"] }
            rows.append(.init(strings["cases.fact.officer"], officer ?? strings["cases.nobody"]))
        }
        return SummaryList(rows)
    }

    private static func files(_ view: CaseView, _ base: String, _ words: CaseWords) -> [CaseContent.Section] {
        guard !view.attachments.isEmpty else { return [] }
        return [
            CaseContent.Section(
                words.strings["cases.show.files"], lists: [],
                links: view.attachments.map { Link($0.name, "\(base)/files/\($0.file.hash)") })
        ]
    }

    private static func assignment(
        _ file: CaseFile, _ base: String, _ around: Surroundings, _ mistakes: Mistakes, _ strings: Strings
    ) -> Assignment {
        let nobody = Choice.Option("", strings["cases.nobody"], isChosen: file.officer == nil)
        return Assignment(
            path: "\(base)/assignment", version: "\(file.version)",
            officer: Select(
                "officer", label: strings["cases.assign.label"],
                options: [nobody] + around.officials.map { .init($0.id, $0.name, isChosen: $0.id == file.officer) },
                problem: mistakes["officer"]), button: Button(strings["cases.assign.button"], style: .secondary))
    }

    private static func time(_ view: CaseView, _ around: Surroundings, _ words: CaseWords) -> Table {
        Table(
            caption: words.strings["cases.time.title"],
            columns: [.text(words.strings["cases.time.agency"]), .number(words.strings["cases.time.spent"])],
            rows: view.time.map {
                [.text(around.names[$0.holder.rawValue] ?? $0.holder.rawValue), .text(words.duration($0.minutes))]
            })
    }

    private static func thread(
        _ view: CaseView, _ base: String, _ form: Form, _ mistakes: Mistakes, _ strings: Strings,
        isForResidents: Bool
    ) -> Thread {
        let isNote = form.text("note") == "1"
        return Thread(
            path: "\(base)/messages",
            text: TextArea(
                "message",
                label: strings[
                    view.isMine
                        ? "cases.thread.to_office"
                        : isForResidents ? "cases.thread.to_applicant" : "cases.thread.opinion"],
                value: form.text("message"), problem: mistakes["message"], rows: 3),
            note: view.isMine || !isForResidents
                ? []
                : [
                    Choice(
                        "note", legend: strings["cases.thread.who"],
                        options: [
                            .init("0", strings["cases.thread.shown"], isChosen: !isNote),
                            .init("1", strings["cases.thread.internal"], isChosen: isNote),
                        ], isInline: true)
                ], button: Button(strings["cases.thread.send"], style: .secondary))
    }

    /// Whose case it is sees that an agency was asked and has answered, not what officials write to each other.
    private static func consultation(
        _ consultation: CaseConsultation, _ view: CaseView, _ base: String, _ around: Surroundings, _ form: Form,
        _ mistakes: Mistakes, _ words: CaseWords
    ) -> Consultation {
        let strings = words.strings
        let agency = around.names[consultation.agency.rawValue] ?? consultation.agency.rawValue
        let asked = strings.fill(
            "cases.consult_asked",
            ["time": words.formats.time(consultation.askedAt), "due": words.moment(consultation.due)])
        let answer = consultation.answer.map { answer in
            Message(
                author: view.isMine ? agency : around.names[answer.by] ?? strings["cases.former_officer"],
                time: words.formats.time(answer.at),
                text: view.isMine ? strings["cases.consult_answered"] : answer.text, isInternal: false,
                isFromOffice: true)
        }
        let isWanted = view.unanswered.contains(consultation.id)
        return Consultation(
            agency: agency, asked: asked, question: view.isMine ? "" : consultation.question,
            isEscalation: consultation.isEscalation, isPassedOn: consultation.answer?.passedOn != nil,
            answer: answer.map { [$0] } ?? [],
            form: isWanted
                ? [
                    Thread(
                        path: "\(base)/consultations/\(consultation.id)",
                        text: TextArea(
                            "answer", label: strings["cases.consult_answer"], value: form.text("answer"),
                            problem: mistakes["answer"], rows: 3), note: [],
                        button: Button(strings["cases.consult_send"]),
                        other: consultation.isEscalation
                            ? [Button(strings["cases.pass_on"], style: .secondary, name: "do", value: passOn)] : [])
                ] : [])
    }

    private static func rating(_ base: String, _ form: Form, _ mistakes: Mistakes, _ strings: Strings) -> Rating {
        Rating(
            path: "\(base)/rating",
            score: Choice(
                "score", legend: strings["cases.rating.question"],
                options: CaseRating.scores.reversed().map {
                    .init("\($0)", strings["cases.rating.score.\($0)"], isChosen: form.text("score") == "\($0)")
                }, problem: mistakes["score"]),
            text: TextArea(
                "rating-text", label: strings["cases.rating.text"], value: form.text("rating-text"),
                hint: strings["cases.rating.hint"], rows: 3, isOptional: true),
            button: Button(strings["cases.rating.send"], style: .secondary))
    }

    static var mocks: [Self] {
        let blank = Mistakes([CaseProblem.blankMessage], strings: .mock)
        var around = Surroundings()
        (around.holder, around.desk, around.names) = (.hostile, "Một cửa", ["lan": .hostile, "a": "UBND xã"])
        around.officials = [("lan", .hostile)]
        around.content = CaseContent(
            notices: [Notice(.hostile, .hostile, link: .hostile)],
            sections: [
                .init(
                    .hostile, lists: [SummaryList([.init(.hostile, .hostile)], title: .hostile)],
                    trends: [Sparkline([0.5, nil, 0.75], label: .hostile)], links: [.hostile])
            ])
        around.isNew = true
        around.news = CaseView.mocks[0].steps
        return CaseView.mocks.map { view in
            CasePage(
                view, surroundings: around, form: Form(["message": [.hostile]]), mistakes: blank, face: MockFace(),
                words: .mock)
        } + [
            CasePage(
                CaseView.mocks[1], surroundings: Surroundings(), mistakes: Mistakes(strings: .mock), face: MockFace(),
                words: .mock)
        ]
    }
}

/// Tells what happened in a case.
struct CaseNews {
    let words: CaseWords
    let names: [String: String]

    func timeline(_ view: CaseView) -> Timeline {
        var steps = view.steps.map { step in
            Timeline.Step(
                title(of: step), time: words.formats.time(step.at), text: step.text,
                href: "/ledger/events/\(step.ledgerEvent)")
        }
        if view.file.phase != .closed {
            steps.append(
                .init(
                    words.strings["cases.now.\(view.file.phase.rawValue)"], time: "",
                    text: words.promise(of: view.file), state: .now))
        }
        return Timeline(steps)
    }

    /// What somebody else did meanwhile; empty when nobody did.
    func notices(_ steps: [CaseStep]) -> [Notice] {
        guard !steps.isEmpty else { return [] }
        let told = steps.map { "\(title(of: $0)) (\(words.formats.time($0.at)))" }.joined(separator: "; ")
        return [Notice(words.strings["cases.news.title"], words.strings.fill("cases.news.text", ["steps": told]))]
    }

    private func title(of step: CaseStep) -> String {
        let agency = names[step.holder.rawValue] ?? ""
        let officer = step.officer.flatMap { names[$0] } ?? words.strings["cases.nobody"]
        return words.strings.fill("cases.step.\(step.event)", ["agency": agency, "officer": officer])
    }
}
