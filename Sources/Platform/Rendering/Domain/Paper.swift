// SPDX-License-Identifier: Apache-2.0

import Web

/// What one kind of paper says, as ready-to-print text: the values that the template between letterhead and foot reads
/// under `page.paper`. One template makes the printable page and the PDF; its layout is `paper`.
///
///     {{<paper}}{{$main}}<p>{{page.paper.opening}}</p>{{/main}}{{/paper}}
package protocol Paper: Sendable {
    /// Names the kind in the ledger and in addresses, for example `appointment-slip`.
    static var kind: String { get }
    /// Names the template: `rendering/appointment-slip`.
    static var template: String { get }
    /// Printed as the heading, and shown to whoever verifies the document: never name a person here.
    var title: String { get }
    /// Full, empty and hostile, as for pages.
    static var mocks: [Self] { get }
}

extension Paper {
    package static var template: String { "rendering/\(kind)" }
}

/// A paper between its letterhead and its foot, ready to be printed.
package struct Sheet<Content: Paper>: Page {
    package static var template: String { Content.template }

    let title: String
    let paper: Content
    let letterhead: Letterhead
    let foot: PaperFoot

    init(_ paper: Content, letterhead: Letterhead, foot: PaperFoot) {
        title = paper.title
        self.paper = paper
        self.letterhead = letterhead
        self.foot = foot
    }

    package static var mocks: [Self] {
        let surroundings = Array(zip(Letterhead.mocks, PaperFoot.mocks))
        return Content.mocks.enumerated().map { index, paper in
            let (letterhead, foot) = surroundings[index % surroundings.count]
            return Sheet(paper, letterhead: letterhead, foot: foot)
        }
    }
}
