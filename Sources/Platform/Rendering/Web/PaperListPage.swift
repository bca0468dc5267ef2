// SPDX-License-Identifier: Apache-2.0

import Web

/// Every kind of paper with made-up values, to be looked at and printed.
struct PaperListPage: Page {
    static let template = "rendering/papers"
    /// The order of a paper's mocks.
    static let values = ["full", "empty", "hostile"]

    let papers: [Table]

    init(_ strings: Strings) { self.init(PaperShelf.samples.map { ($0.kind, $0.title) }, strings) }

    private init(_ samples: [(kind: String, title: String)], _ strings: Strings) {
        papers = [
            Table(
                caption: strings["rendering.papers.title"], isCaptionHidden: true,
                columns: [.text(strings["rendering.papers.kind"])]
                    + Self.values.map { .text(strings["rendering.papers.\($0)"]) },
                rows: samples.map { sample in
                    [.text(sample.title)]
                        + Self.values.map {
                            .link(strings["rendering.papers.\($0)"], "/design/papers/\(sample.kind)?values=\($0)")
                        }
                })
        ]
    }

    static var mocks: [Self] { [PaperListPage(.mock), PaperListPage([(.hostile, .hostile)], .mock)] }
}
