// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Signatures
import Web

/// Whether a paper is genuine: a large yes or no, and what it is. Nothing about the person it was issued to.
struct VerifyPage: Page {
    static let template = "rendering/verify"

    /// One answer. `sign` and the words say the same as the colour.
    struct Answer: Sendable {
        let title: String, text: String, sign: String
        let isGood: Bool, isBad: Bool
        let facts: [SummaryList]
    }

    let title: String
    let answer: [Answer]
    let isAsking: Bool
    let code: Field
    let button: Button
    let file: FileUpload
    let send: Button
    let errors: ErrorSummary
    let again: Link

    /// Nothing has been asked yet, or what was sent is no PDF that can be looked at.
    init(asking typed: String = "", problem: String = "", refused: RenderingProblem? = nil, words: VerifyWords) {
        let mistakes = Mistakes(refused.map { [$0] } ?? [], strings: words.strings)
        errors = mistakes.summary
        title = words["title"]
        answer = []
        isAsking = true
        code = words.field(typed, problem: problem)
        button = Button(words["check"])
        (file, send) = words.upload(problem: mistakes["file"])
        again = Link(words["again"], "/verify", isSecondary: true)
    }

    /// `typed` is the code that was asked about.
    init(_ document: IssuedDocument?, typed: String, words: VerifyWords) {
        self.init(words.answer(document, typed: typed), words)
    }

    /// A file that was sent: `found` is the document it is, or was.
    init(sent found: (document: IssuedDocument, isUnchanged: Bool)?, words: VerifyWords) {
        self.init(words.answer(sent: found), words)
    }

    private init(_ answer: Answer, _ words: VerifyWords) {
        title = answer.title
        self.answer = [answer]
        isAsking = false
        code = words.field("")
        button = Button(words["check"])
        (file, send) = words.upload(problem: "")
        errors = Mistakes(strings: words.strings).summary
        again = Link(words["again"], "/verify", isSecondary: true)
    }

    static var mocks: [Self] {
        let words = VerifyWords(strings: .mock, formats: Formats(.vi))
        return [
            VerifyPage(words: words), VerifyPage(asking: .hostile, problem: "rendering.verify.no_code", words: words),
            VerifyPage(nil, typed: .hostile, words: words), VerifyPage(sent: nil, words: words),
            VerifyPage(refused: .notPDF, words: words),
        ] + IssuedDocument.mocks.map { VerifyPage(sent: ($0, false), words: words) }
            + IssuedDocument.mocks.map { VerifyPage($0, typed: $0.code.grouped, words: words) }
    }
}

/// The sentences of the verification page.
struct VerifyWords {
    let strings: Strings
    let formats: Formats

    subscript(key: String) -> String { strings["rendering.verify.\(key)"] }

    func field(_ typed: String, problem: String = "") -> Field {
        Field(
            "code", label: self["code"], value: typed, hint: self["code_hint"], problem: problem, width: .half,
            autocomplete: "off")
    }

    func upload(problem: String) -> (FileUpload, Button) {
        let file = FileUpload(
            "file", label: self["file"], accept: ["application/pdf"], hint: self["file_hint"], problem: problem)
        return (file, Button(self["check_file"], style: .secondary))
    }

    func answer(sent found: (document: IssuedDocument, isUnchanged: Bool)?) -> VerifyPage.Answer {
        guard let (document, isUnchanged) = found else {
            return .init(title: self["file_no"], text: self["file_no_text"], sign: "✗", isBad: true, [])
        }
        guard isUnchanged || document.revocation != nil else {
            return .init(
                title: self["changed"], text: self["changed_text"], sign: "✗", isBad: true, facts(of: document))
        }
        return answer(document, typed: "")
    }

    func answer(_ document: IssuedDocument?, typed: String) -> VerifyPage.Answer {
        guard let document else {
            return .init(title: self["no"], text: self["no_text"], sign: "✗", isBad: true, asked(typed))
        }
        if document.revocation != nil {
            return .init(
                title: self["revoked"], text: self["revoked_text"], sign: "✗", isBad: true, facts(of: document))
        }
        switch document.state {
        case .ready:
            return .init(title: self["yes"], text: self["yes_text"], sign: "✓", isGood: true, facts(of: document))
        case .printable:
            return .init(title: self["yes"], text: self["printable_text"], sign: "✓", isGood: true, facts(of: document))
        case .waiting: return .init(title: self["waiting"], text: self["waiting_text"], sign: "●", facts(of: document))
        case .failed: return .init(title: self["no"], text: self["no_text"], sign: "✗", isBad: true, asked(typed))
        }
    }

    private func asked(_ typed: String) -> [SummaryList.Row] { [.init(self["asked"], typed)] }

    private func facts(of document: IssuedDocument) -> [SummaryList.Row] {
        let rows = [
            ("what", document.title), ("number", document.number), ("agency", document.agency),
            ("issued", document.issuedAt.map(formats.time) ?? ""),
            ("revoked_at", document.revocation.map { formats.time($0.at) } ?? ""),
            ("hash", document.file.map { "\($0.prefix(16))…" } ?? ""), ("shown_code", document.code.grouped),
        ]
        return rows.filter { !$0.1.isEmpty }.map { .init(self[$0.0], $0.1) }
    }
}

extension VerifyPage.Answer {
    fileprivate init(
        title: String, text: String, sign: String, isGood: Bool = false, isBad: Bool = false, _ rows: [SummaryList.Row]
    ) {
        (self.title, self.text, self.sign, self.isGood, self.isBad) = (title, text, sign, isGood, isBad)
        facts = rows.isEmpty ? [] : [SummaryList(rows)]
    }
}

extension IssuedDocument {
    /// One in each state, the last with what an attacker would type.
    package static let mocks: [IssuedDocument] = {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        func document(_ state: State, _ title: String, _ agency: String, number: String = "") -> IssuedDocument {
            IssuedDocument(
                id: ID("01d1"), subject: "01a1", kind: "result", title: title, number: number,
                place: Place(rawValue: "a"), agency: agency, code: .mock, signatories: [.agency(Place(rawValue: "a"))],
                requestedAt: noon, state: state, file: state == .ready ? String(repeating: "3f2a", count: 16) : nil,
                issuedAt: noon, problem: "")
        }
        let agency = "Ủy ban nhân dân xã Yên Mô"
        var revoked = document(.ready, .hostile, .hostile, number: .hostile)
        revoked.revocation = Revocation(at: noon, reason: "Ghi sai ngày sinh")
        return State.allCases.map { document($0, "Trích lục khai sinh (bản sao)", agency, number: "15/TLKS-BS") } + [
            revoked
        ]
    }()
}
