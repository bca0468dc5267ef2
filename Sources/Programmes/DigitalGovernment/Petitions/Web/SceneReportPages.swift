// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identity
import Kernel
import Web

/// The way in: what a scene report is for, what has come of those sent so far, and one's own.
struct SceneReportStartPage: Page {
    static let template = "petitions/start"
    let isResident: Bool
    let isVisitor: Bool
    let queue: [Link]
    let accepted: Figure
    let submitted: Figure
    let mine: [Table]

    init(accepted: Figure, submitted: Figure, mine: [SceneReport], actor: Actor?, words: SceneReportWords) {
        isVisitor = actor == nil
        isResident = actor?.kind == .resident
        queue =
            actor?.agency.map { actor?.can(Petitions.read, in: $0) ?? false } == true
            ? [Link(words.strings["petitions.queue.title"], "/desk/scene-reports")] : []
        self.accepted = accepted
        self.submitted = submitted
        self.mine = mine.isEmpty ? [] : [words.table("petitions.start.mine", mine)]
    }

    static var mocks: [Self] {
        let words = SceneReportWords.mock
        let figure = Figure(
            label: "Đã tiếp nhận", value: "1.234", href: "/indicators/petitions.accepted", source: "Sổ cái")
        return [
            .init(accepted: figure, submitted: figure, mine: [], actor: nil, words: words),
            .init(
                accepted: figure, submitted: figure, mine: SceneReport.mocks, actor: Actor(id: "m", kind: .resident),
                words: words),
            .init(
                accepted: figure, submitted: figure, mine: [],
                actor: Actor(
                    id: "l", kind: .official, grants: [Grant(Petitions.read, in: .everywhere)],
                    agency: Place(rawValue: "a")), words: words),
        ]
    }
}

/// The form. What was typed comes back with what was wrong.
struct SceneReportFormPage: Page {
    static let template = "petitions/new"
    /// Stands for "for myself" among those one may send for.
    private static let oneself = "self"

    let errors: ErrorSummary
    /// Empty for those who may send for nobody but themselves.
    let person: [Choice]
    let agency: Choice
    let location: Field
    let text: TextArea
    let button: Button

    init(
        form: Form, agencies: [(id: String, name: String)], mandates: [Consent], mistakes: Mistakes, strings: Strings
    ) {
        errors = mistakes.summary
        person = Self.person(form, mandates, mistakes, strings)
        let chosen = agencies.count == 1 ? agencies[0].id : form.text("agency")
        agency = Choice(
            "agency", legend: strings["petitions.new.agency"],
            options: agencies.map { Choice.Option($0.id, $0.name, isChosen: $0.id == chosen) },
            problem: mistakes["agency"])
        location = Field(
            "location", label: strings["petitions.new.location"], value: form.text("location"),
            hint: strings["petitions.new.location_hint"], problem: mistakes["location"])
        text = TextArea(
            "text", label: strings["petitions.new.text"], value: form.text("text"),
            hint: strings["petitions.new.text_hint"], problem: mistakes["text"],
            limit: TextLimit(SceneReport.textLimit, typed: form.text("text"), strings: strings))
        button = Button(strings["petitions.new.send"])
    }

    private static func person(
        _ form: Form, _ mandates: [Consent], _ mistakes: Mistakes, _ strings: Strings
    ) -> [Choice] {
        // Whoever was refused must see the question again, though nobody is left to choose.
        guard !mandates.isEmpty || !mistakes["person"].isEmpty else { return [] }
        let others = mandates.reduce(into: [(id: String, name: String)]()) { people, consent in
            if !people.contains(where: { $0.id == consent.grantor.rawValue }) {
                people.append((consent.grantor.rawValue, consent.grantorName))
            }
        }
        let chosen = others.contains { $0.id == form.text("person") } ? form.text("person") : oneself
        return [
            Choice(
                "person", legend: strings["petitions.new.person"],
                options: ([(oneself, strings["petitions.new.myself"])] + others).map {
                    Choice.Option($0.0, $0.1, isChosen: $0.0 == chosen)
                }, problem: mistakes["person"])
        ]
    }

    /// Whom the report is sent for; nil for oneself.
    static func person(chosenIn form: Form) -> ID<Account>? {
        let chosen = form.text("person")
        return chosen.isEmpty || chosen == oneself ? nil : ID(chosen)
    }

    static var mocks: [Self] {
        let strings = SceneReportWords.mock.strings
        let hostile = Form(["location": ["\"\u{301} onmouseover=x <b>"], "text": ["{{x}}"], "agency": ["a"]])
        return [
            .init(
                form: Form(), agencies: [("a", "UBND xã Yên Mô")], mandates: [], mistakes: Mistakes(strings: strings),
                strings: strings),
            .init(
                form: hostile, agencies: [("a", "UBND xã Yên Mô"), ("b", "UBND xã Yên Từ")],
                mandates: [.example(from: .hostile, to: "Hoa", at: .distantPast)],
                mistakes: Mistakes(
                    [SceneReportProblem.blankLocation, .blankText, .noSuchAgency, .noConsent], strings: strings),
                strings: strings),
        ]
    }
}

/// One report, for who sent it and for who decides it.
struct SceneReportPage: Page {
    static let template = "petitions/show"
    let back: Link
    let title: String
    let facts: SummaryList
    let steps: Timeline
    let decision: [DecisionForm]
    let notice: Notice

    struct DecisionForm: Sendable {
        let errors: ErrorSummary
        let acceptance: String, refusal: String
        let accept: Button, decline: Button
        let reason: TextArea
    }

    /// The names of those who had to do with a report that one person sent for another.
    struct People { let reporter: String, sender: String }

    init(
        _ report: SceneReport, agency: String, people: People? = nil, mayDecide: Bool, form: Form = Form(),
        mistakes: Mistakes,
        isNew: Bool = false, actor: Actor, words: SceneReportWords
    ) {
        let strings = words.strings
        let isMine = report.isOf(actor)
        back =
            isMine
            ? Link(strings["petitions.start.title"], "/scene-reports")
            : Link(strings["petitions.queue.title"], "/desk/scene-reports")
        title = report.location
        let sentFor: [SummaryList.Row] =
            people.map { people in
                [
                    .init(strings["petitions.show.reporter"], people.reporter),
                    .init(strings["petitions.show.sender"], people.sender),
                ]
            } ?? []
        facts = SummaryList(
            [
                .init(strings["petitions.show.status"], "", status: words.status(of: report)),
                .init(strings["petitions.show.agency"], agency),
            ] + sentFor + [.init(strings["petitions.show.text"], report.text)])
        steps = words.timeline(of: report)
        notice =
            isNew ? Notice(strings["petitions.show.sent"], strings["petitions.show.sent_next"], isSuccess: true) : .none
        decision =
            mayDecide && report.status == .submitted
            ? [
                DecisionForm(
                    errors: mistakes.summary, acceptance: "/scene-reports/\(report.id)/acceptance",
                    refusal: "/scene-reports/\(report.id)/refusal", accept: Button(strings["petitions.show.accept"]),
                    decline: Button(strings["petitions.show.decline"], style: .warning),
                    reason: TextArea(
                        "reason", label: strings["petitions.show.reason"], value: form.text("reason"),
                        hint: strings["petitions.show.reason_hint"], problem: mistakes["reason"], rows: 3))
            ] : []
    }

    static var mocks: [Self] {
        let words = SceneReportWords.mock
        let lan = Actor(id: "lan", kind: .official)
        return SceneReport.mocks.flatMap { report in
            [
                SceneReportPage(
                    report, agency: "UBND xã Yên Mô", people: People(reporter: .hostile, sender: "Phạm Thị Hoa"),
                    mayDecide: true, mistakes: Mistakes(strings: words.strings),
                    isNew: true, actor: Actor(id: "minh", kind: .resident), words: words),
                SceneReportPage(
                    report, agency: "UBND xã Yên Mô", mayDecide: true,
                    mistakes: Mistakes([SceneReportProblem.blankReason], strings: words.strings), actor: lan,
                    words: words),
            ]
        }
    }
}

/// What waits at one agency's desk.
struct SceneReportQueuePage: Page {
    static let template = "petitions/queue"
    let agency: String
    let isEmpty: Bool
    let reports: [Table]

    init(_ reports: [SceneReport], agency: String, words: SceneReportWords) {
        self.agency = agency
        isEmpty = reports.isEmpty
        self.reports = reports.isEmpty ? [] : [words.table("petitions.queue.waiting", reports)]
    }

    static var mocks: [Self] {
        [
            .init([], agency: "UBND xã Yên Mô", words: .mock),
            .init(SceneReport.mocks, agency: "UBND xã Yên Mô", words: .mock),
        ]
    }
}
