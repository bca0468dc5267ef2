// SPDX-License-Identifier: Apache-2.0

import Web

/// A document that cannot be had yet, or never will: what happens next.
struct DocumentPage: Page {
    static let template = "rendering/document"
    let title: String
    let notice: Notice
    let again: [Link]

    init(_ document: IssuedDocument, strings: Strings) {
        title = document.title
        let hasFailed = document.state == .failed
        let state = hasFailed ? "failed" : "waiting"
        notice = Notice(strings["rendering.document.\(state)"], strings["rendering.document.\(state)_text"])
        again = hasFailed ? [] : [Link(strings["rendering.document.again"], "/documents/\(document.id)")]
    }

    static var mocks: [Self] { IssuedDocument.mocks.map { DocumentPage($0, strings: .mock) } }
}
