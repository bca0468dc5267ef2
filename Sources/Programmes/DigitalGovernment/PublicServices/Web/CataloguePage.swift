// SPDX-License-Identifier: Apache-2.0

import Web

/// Every procedure by what it is about, or those that a search found.
struct CataloguePage: Page {
    static let template = "publicservices/catalogue"

    struct Entry: Sendable {
        let href: String, name: String, code: String, result: String
        let status: Status
    }

    struct Group: Sendable {
        let id: String, title: String
        let entries: [Entry]
    }

    let search: SearchBox
    let hasQuery: Bool, hasNothing: Bool
    let summary: String
    let found: [Entry]
    let groups: [Group]

    init(_ catalogue: Catalogue, strings: Strings) {
        search = Self.search("", strings)
        (hasQuery, hasNothing, summary, found) = (false, false, "", [])
        groups = Procedure.Field.allCases.compactMap { field in
            let entries = catalogue.procedures(in: field, strings.language).map { Entry($0, strings: strings) }
            return entries.isEmpty
                ? nil : Group(id: field.rawValue, title: strings["services.field.\(field.rawValue)"], entries: entries)
        }
    }

    init(found: [Procedure], query: String, strings: Strings) {
        search = Self.search(query, strings)
        (hasQuery, hasNothing) = (true, found.isEmpty)
        summary = strings.plural("services.found", found.count)
        self.found = found.map { Entry($0, strings: strings) }
        groups = []
    }

    static func search(_ query: String, _ strings: Strings) -> SearchBox {
        SearchBox(
            action: "/services", label: strings["services.search.label"], value: query,
            button: strings["services.search.button"], hint: strings["services.search.hint"], isLarge: true)
    }

    static var mocks: [Self] {
        [
            .init(Catalogue(Procedure.mocks), strings: .mock),
            .init(found: Procedure.mocks, query: .hostile, strings: .mock),
            .init(found: [], query: "khai sinh", strings: .mock),
        ]
    }
}

extension CataloguePage.Entry {
    init(_ procedure: Procedure, strings: Strings) {
        href = "/services/\(procedure.code)"
        name = procedure.name[strings.language]
        code = procedure.code
        result = procedure.result[strings.language]
        status = Status(procedure.service.level, strings: strings)
    }
}

extension Status {
    /// How much of it happens on the screen.
    init(_ level: Procedure.ServiceLevel, strings: Strings) {
        let word = strings["services.level.\(level.rawValue)"]
        switch level {
        case .full: self.init(.onTime, word)
        case .partial, .informational: self.init(.neutral, word)
        }
    }
}
