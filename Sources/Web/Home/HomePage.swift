// SPDX-License-Identifier: Apache-2.0

/// The first page: a box to ask in, what is under way, and the ways in.
struct HomePage: Page {
    static let template = "home"
    let search: [SearchBox]
    let open: TaskList
    let hasOpen: Bool, hasNothingOpen: Bool
    let entries: [HomePart.Entry]
    let hasEntries: Bool
    let figures: [Figure]
    let hasFigures: Bool

    init(_ parts: [HomePart], isSignedIn: Bool) {
        search = Array(parts.flatMap(\.search).prefix(1))
        let items = parts.flatMap(\.open)
        open = TaskList(items)
        (hasOpen, hasNothingOpen) = (!items.isEmpty, items.isEmpty && isSignedIn)
        entries = parts.flatMap(\.entries)
        hasEntries = !entries.isEmpty
        figures = parts.flatMap(\.figures)
        hasFigures = !figures.isEmpty
    }

    static let mocks: [HomePage] = [
        HomePage(
            [
                HomePart(
                    search: [
                        SearchBox(action: "/units", label: "Tìm đơn vị", button: "Tìm", hint: "yen hoa", isLarge: true)
                    ],
                    open: [
                        .init("Đèn đường hỏng", "/petitions/1", hint: "xã Yên Mô", status: Status(.risk, "Còn 3 giờ"))
                    ],
                    entries: [.init("Phản ánh", "/petitions", text: "Có trả lời trong 5 ngày.")],
                    figures: [Figure(label: "Trả lời", value: "1.234", unit: "phản ánh", href: "/x", source: "Sổ cái")])
            ], isSignedIn: true),
        HomePage([], isSignedIn: true),
        HomePage([], isSignedIn: false),
        HomePage(
            [
                HomePart(
                    search: [SearchBox(action: .hostile, label: .hostile, button: .hostile, hint: .hostile)],
                    open: [.init(.hostile, .hostile, hint: .hostile, status: Status(.late, .hostile))],
                    entries: [.init(.hostile, .hostile, text: .hostile)],
                    figures: [
                        Figure(
                            label: .hostile, value: .hostile, unit: .hostile, href: .hostile, source: .hostile,
                            status: Status(.neutral, .hostile))
                    ])
            ], isSignedIn: false),
    ]
}

/// `/about`: where numbers come from, what is kept about a visitor, and who can use the pages.
struct AboutPage: Page {
    static let template = "about"
    let breadcrumbs: Breadcrumbs

    static let mocks = [Link("Trang chủ", "/"), .hostile].map { AboutPage(breadcrumbs: Breadcrumbs([$0])) }
}
