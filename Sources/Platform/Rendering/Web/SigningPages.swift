// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Signatures
import Web

/// What waits for somebody's signature, and what they sign with.
struct SigningDeskPage: Page {
    static let template = "rendering/signing"
    let errors: ErrorSummary
    let waiting: [Table], isEmpty: Bool
    let key: Notice
    let passphrase: Field
    let file: FileUpload
    let keep: Button
    let make: [Button]

    init(_ desk: SigningService.Desk, mistakes: Mistakes, strings: Strings, formats: Formats) {
        errors = mistakes.summary
        isEmpty = desk.waiting.isEmpty
        waiting = desk.waiting.isEmpty ? [] : [Self.table(desk.waiting, strings, formats)]
        let state = desk.hasKey ? "has_key" : "no_key"
        key = Notice(
            strings["rendering.signing.\(state)"], strings["rendering.signing.\(state)_text"], isSuccess: desk.hasKey)
        passphrase = Field(
            "passphrase", label: strings["rendering.signing.passphrase"],
            hint: strings["rendering.signing.passphrase_hint"], problem: mistakes["passphrase"], kind: .password,
            width: .half, autocomplete: "off")
        file = FileUpload(
            "key", label: strings["rendering.signing.file"], accept: [".p12", ".pfx"],
            hint: strings["rendering.signing.file_hint"], problem: mistakes["key"])
        keep = Button(strings["rendering.signing.keep"])
        make =
            desk.canMakeKey
            ? [Button(strings["rendering.signing.make"], style: .secondary, name: "make", value: "1")] : []
    }

    private static func table(
        _ waiting: [(document: IssuedDocument, since: Date)], _ strings: Strings, _ formats: Formats
    ) -> Table {
        Table(
            caption: strings["rendering.signing.waiting"],
            columns: [
                .text(strings["rendering.verify.what"]), .text(strings["rendering.verify.agency"]),
                .text(strings["rendering.signing.since"]),
            ],
            rows: waiting.map { document, since in
                [
                    .link(document.title, "/desk/signatures/\(document.id)"), .text(document.agency),
                    .text(formats.time(since)),
                ]
            })
    }

    static var mocks: [Self] {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        let full = SigningService.Desk(
            waiting: IssuedDocument.mocks.map { ($0, noon) }, hasKey: true, canMakeKey: false)
        let wrong = Mistakes([SignatureProblem.wrongPassphrase, .notPKCS12], strings: .mock)
        return [
            .init(full, mistakes: wrong, strings: .mock, formats: Formats(.vi)),
            .init(
                .init(waiting: [], hasKey: false, canMakeKey: true), mistakes: Mistakes(strings: .mock),
                strings: .mock, formats: Formats(.vi)),
        ]
    }
}

/// One paper to be signed.
struct SignPage: Page {
    static let template = "rendering/sign"
    let back: Link
    let title: String, path: String
    let errors: ErrorSummary
    let facts: SummaryList
    let draft: Link
    let passphrase: Field
    let button: Button

    init(_ document: IssuedDocument, since: Date, mistakes: Mistakes, strings: Strings, formats: Formats) {
        back = Link(strings["rendering.signing.title"], "/desk/signatures")
        title = document.title
        path = "/desk/signatures/\(document.id)"
        errors = mistakes.summary
        facts = SummaryList([
            .init(strings["rendering.verify.agency"], document.agency),
            .init(strings["rendering.verify.shown_code"], document.code.grouped),
            .init(strings["rendering.signing.since"], formats.time(since)),
        ])
        draft = Link(strings["rendering.signing.draft"], "\(path)/draft")
        passphrase = Field(
            "passphrase", label: strings["rendering.signing.passphrase"], problem: mistakes["passphrase"],
            kind: .password, width: .half, autocomplete: "off")
        button = Button(strings["rendering.signing.sign"])
    }

    static var mocks: [Self] {
        IssuedDocument.mocks.map {
            SignPage(
                $0, since: $0.requestedAt, mistakes: Mistakes([SignatureProblem.wrongPassphrase], strings: .mock),
                strings: .mock, formats: Formats(.vi))
        }
    }
}
