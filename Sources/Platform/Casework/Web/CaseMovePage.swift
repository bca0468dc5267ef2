// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Kernel
import Web

/// One move that needs words: a reason, a reply, the result, a new deadline.
struct CaseMovePage: Page {
    static let template = "casework/move"
    let back: Link
    let errors: ErrorSummary
    let notices: [Notice]
    let title: String, lead: String
    let path: String, version: String
    let text: [TextArea]
    let due: [DateField]
    let agency: [Select]
    let files: [FileUpload], upload: [Button], hasFiles: Bool
    let button: Button

    /// A move of the flow; `arrived` are the files that wait to go with it.
    init(
        _ move: CaseFlow.Move, of file: CaseFile, arrived: [FileUpload.Arrived] = [], news: [Notice], form: Form,
        mistakes: Mistakes, face: any CaseFace, words: CaseWords
    ) {
        let strings = words.strings
        let label = move.needs.first { $0 != .newDue && $0 != .confirmation }
        self.init(
            file, "moves/\(move.name)", title: strings["cases.move.\(move.name)"],
            lead: strings["cases.move_lead.\(move.name)"], news: news, mistakes: mistakes, face: face, words: words,
            style: move.needs.contains(.confirmation) ? .warning : .primary,
            text: label.map { label in
                TextArea(
                    "text", label: strings["cases.need.\(label.rawValue)"], value: form.text("text"),
                    problem: mistakes["text"],
                    limit: TextLimit(CaseFile.textLimit, typed: form.text("text"), strings: strings))
            },
            due: move.needs.contains(.newDue)
                ? [Self.due(strings["cases.need.new_due"], form, mistakes)] : [],
            files: move.takesFiles
                ? [FileUpload(reply: arrived, mistakes: mistakes, words: words)] : [])
    }

    /// The transfer to another agency.
    init(
        transferOf file: CaseFile, to agencies: [(id: String, name: String)], news: [Notice], form: Form,
        mistakes: Mistakes, face: any CaseFace, words: CaseWords
    ) {
        let strings = words.strings
        self.init(
            file, "transfer", title: strings["cases.hand_over"], lead: strings["cases.hand_over_lead"], news: news,
            mistakes: mistakes, face: face, words: words,
            text: TextArea(
                "text", label: strings["cases.need.reason"], value: form.text("text"), problem: mistakes["text"]),
            agency: [Self.agency(strings["cases.hand_over_to"], agencies, form, mistakes)])
    }

    /// The question to another agency.
    init(
        consultationOn file: CaseFile, of agencies: [(id: String, name: String)], news: [Notice], form: Form,
        mistakes: Mistakes, face: any CaseFace, words: CaseWords
    ) {
        let strings = words.strings
        self.init(
            file, "consultation", title: strings["cases.consult"], lead: strings["cases.consult_lead"], news: news,
            mistakes: mistakes, face: face, words: words,
            text: TextArea(
                "text", label: strings["cases.consult_question"], value: form.text("text"), problem: mistakes["text"]),
            due: [Self.due(strings["cases.consult_due"], form, mistakes)],
            agency: [Self.agency(strings["cases.consult_agency"], agencies, form, mistakes)])
    }

    /// The question to the level above.
    init(
        escalationOf file: CaseFile, news: [Notice], form: Form, mistakes: Mistakes, face: any CaseFace,
        words: CaseWords
    ) {
        let strings = words.strings
        self.init(
            file, "escalation", title: strings["cases.escalate"], lead: strings["cases.escalate_lead"], news: news,
            mistakes: mistakes, face: face, words: words,
            text: TextArea(
                "text", label: strings["cases.escalate_reason"], value: form.text("text"), problem: mistakes["text"]),
            due: [Self.due(strings["cases.consult_due"], form, mistakes)])
    }

    private static func agency(
        _ label: String, _ agencies: [(id: String, name: String)], _ form: Form, _ mistakes: Mistakes
    ) -> Select {
        Select(
            "agency", label: label,
            options: agencies.map { .init($0.id, $0.name, isChosen: $0.id == form.text("agency")) },
            problem: mistakes["agency"])
    }

    private static func due(_ legend: String, _ form: Form, _ mistakes: Mistakes) -> DateField {
        DateField(
            "due", legend: legend, day: form.text("due-day"), month: form.text("due-month"),
            year: form.text("due-year"), problem: mistakes["due"])
    }

    private init(
        _ file: CaseFile, _ action: String, title: String, lead: String, news: [Notice], mistakes: Mistakes,
        face: any CaseFace, words: CaseWords, style: Button.Style = .primary, text: TextArea?, due: [DateField] = [],
        agency: [Select] = [], files: [FileUpload] = []
    ) {
        back = Link(face.title(of: file, in: words.strings.language), "/\(face.path)/\(file.id)")
        errors = mistakes.summary
        notices = news
        (self.title, self.lead) = (title, lead)
        path = "/\(face.path)/\(file.id)/\(action)"
        version = "\(file.version)"
        (self.text, self.due, self.agency) = (text.map { [$0] } ?? [], due, agency)
        (self.files, hasFiles) = (files, !files.isEmpty)
        upload =
            files.isEmpty
            ? []
            : [Button(words.strings["cases.reply.upload"], style: .secondary, name: ReplyForm.upload, value: "1")]
        button = Button(title, style: style)
    }

    static var mocks: [Self] {
        let form = Form(["text": [.hostile], "due-day": ["31"], "agency": ["b"]])
        let mistakes = Mistakes([CaseProblem.blankReason, .dueNotLater, .noSuchAgency], strings: .mock)
        let move = CaseFlow.Move(
            name: "extend", event: "extended", from: ["in_progress"], to: "in_progress", by: .official,
            permission: "x", needs: [.reason, .newDue], tracks: nil, channels: nil)
        let withdrawal = CaseFlow.Move(
            name: "withdraw", event: "withdrawn", from: ["received"], to: "withdrawn", by: .applicant, permission: nil,
            needs: [.confirmation], tracks: nil, channels: nil)
        let reply = CaseFlow.Move(
            name: "supplement", event: "supplemented", from: ["received"], to: "in_progress", by: .applicant,
            permission: nil, needs: [.reply], tracks: nil, channels: nil)
        let notice = [Notice(.hostile, .hostile)]
        return [
            .init(
                reply, of: CaseFile.mocks[1],
                arrived: [.init(.hostile, note: "1 KB", removal: Button(.hostile, name: "remove"))], news: [],
                form: form,
                mistakes: Mistakes([UploadProblem.badName(field: "files")], strings: .mock), face: MockFace(),
                words: .mock),
            .init(
                withdrawal, of: CaseFile.mocks[1], news: [], form: Form(), mistakes: Mistakes(strings: .mock),
                face: MockFace(), words: .mock),
            .init(
                move, of: CaseFile.mocks[0], news: notice, form: form, mistakes: mistakes, face: MockFace(),
                words: .mock),
            .init(
                transferOf: CaseFile.mocks[1], to: [("b", .hostile)], news: notice, form: form, mistakes: mistakes,
                face: MockFace(), words: .mock),
            .init(
                consultationOn: CaseFile.mocks[1], of: [("b", .hostile)], news: notice, form: form,
                mistakes: mistakes, face: MockFace(), words: .mock),
            .init(
                escalationOf: CaseFile.mocks[1], news: notice, form: form, mistakes: mistakes, face: MockFace(),
                words: .mock),
            .init(
                transferOf: CaseFile.mocks[1], to: [], news: [], form: Form(), mistakes: Mistakes(strings: .mock),
                face: MockFace(), words: .mock),
        ]
    }
}
