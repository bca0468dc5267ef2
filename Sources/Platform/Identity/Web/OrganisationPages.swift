// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// The organisations for which I may act.
struct OrganisationsPage: Page {
    static let template = "identity/organisations"
    let found: [Table]
    let isEmpty: Bool
    let back: Link

    init(_ representations: [Representation], strings: Strings, formats: Formats) {
        let rows: [[Table.Cell]] = representations.map { one in
            [
                .link(one.organisation.name, "/me/organisations/\(one.organisation.id)"),
                .text(one.organisation.taxCode.description),
                .text(one.mine.title), .text(formats.lastDay(of: one.mine, strings)),
            ]
        }
        found = Table.list(
            rows, strings["identity.organisations.title"],
            ["name", "tax_code", "title_held", "until"].map { strings["identity.organisations.\($0)"] })
        isEmpty = rows.isEmpty
        back = .toMe(strings)
    }

    static var mocks: [OrganisationsPage] {
        [[.example("Hợp tác xã Yên Mô")], [], [.example(.hostile)]].map {
            OrganisationsPage($0, strings: .mock, formats: Formats(.vi))
        }
    }
}

/// One of them; its representative sees who else may act.
struct OrganisationPage: Page {
    static let template = "identity/organisation"
    let name: String
    let back: Link
    let facts: SummaryList
    let isRepresentative: Bool
    let authorised: [Table]
    let hasAuthorised: Bool
    let authorise: Link

    init(
        _ one: Representation, enteredAt place: String, at time: Date, strings: Strings, formats: Formats
    ) {
        let organisation = one.organisation
        let path = "/me/organisations/\(organisation.id)"
        name = organisation.name
        back = Link(strings["identity.organisations.back"], "/me/organisations")
        facts = SummaryList([
            .init(strings["identity.organisations.tax_code"], organisation.taxCode.description),
            .init(strings["identity.organisations.title_held"], one.mine.title),
            .init(strings["identity.organisations.until"], formats.lastDay(of: one.mine, strings)),
            .init(
                strings["identity.organisations.source"],
                strings.fill(
                    "identity.organisations.source_text",
                    ["agency": place, "date": formats.date(organisation.enteredOn), "basis": organisation.basis])),
        ])
        isRepresentative = one.isRepresentative
        let others = one.authorisations.filter { $0.kind == .authorised }
        authorised = Table.list(
            others.map { authorisation in
                let holds = authorisation.holds(at: time)
                let person = authorisation.personName
                return [
                    holds ? .link(person, "\(path)/authorisations/\(authorisation.id)") : .text(person),
                    .text(authorisation.title), .text(formats.lastDay(of: authorisation, strings)),
                    .status(
                        holds
                            ? Status(.onTime, strings["identity.organisations.state_holds"])
                            : Status(.neutral, strings["identity.organisations.state_ended"])),
                ]
            }, strings["identity.organisations.authorised"],
            ["person", "title_held", "until", "state"].map { strings["identity.organisations.\($0)"] })
        hasAuthorised = !others.isEmpty
        authorise = Link(strings["identity.organisations.authorise_link"], "\(path)/authorisations/new")
    }

    static var mocks: [OrganisationPage] {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        let examples: [Representation] = [
            .example("Hợp tác xã Yên Mô"), .example("x", kind: .authorised), .example(.hostile),
        ]
        return examples.map {
            OrganisationPage($0, enteredAt: "Một cửa", at: noon, strings: .mock, formats: Formats(.vi))
        }
    }
}

/// What an agency entered last.
struct EnteredOrganisationsPage: Page {
    static let template = "identity/entered-organisations"
    let found: [Table]
    let isEmpty: Bool
    let enter: Link

    init(
        _ entered: [(organisation: Organisation, representative: String)], strings: Strings, formats: Formats
    ) {
        let rows: [[Table.Cell]] = entered.map { organisation, representative in
            [
                .text(organisation.name), .text(organisation.taxCode.description),
                .link(representative, "/desk/organisations/\(organisation.id)/representative"),
                .text(formats.date(organisation.enteredOn)),
            ]
        }
        found = Table.list(
            rows, strings["identity.entry.title"],
            [
                strings["identity.organisations.name"], strings["identity.organisations.tax_code"],
                strings["identity.entry.representative.column"], strings["identity.entry.date"],
            ])
        isEmpty = rows.isEmpty
        enter = Link(strings["identity.entry.new.title"], "/desk/organisations/new")
    }

    static var mocks: [EnteredOrganisationsPage] {
        func page(_ entered: [(Organisation, String)]) -> EnteredOrganisationsPage {
            EnteredOrganisationsPage(
                entered.map { (organisation: $0.0, representative: $0.1) }, strings: .mock, formats: Formats(.vi))
        }
        return [
            page([(Representation.example("Hợp tác xã").organisation, "Minh")]), page([]),
            page([(Representation.example(.hostile).organisation, .hostile)]),
        ]
    }
}

extension Table {
    /// The table, or nothing where there is nothing to show.
    static func list(_ rows: [[Cell]], _ caption: String, _ columns: [String]) -> [Table] {
        rows.isEmpty
            ? []
            : [Table(caption: caption, isCaptionHidden: true, columns: columns.map { .text($0) }, rows: rows)]
    }
}

extension Formats {
    fileprivate func lastDay(of authorisation: Authorisation, _ strings: Strings) -> String {
        authorisation.lastDay.map(date) ?? strings["identity.organisations.in_office"]
    }
}

extension Representation {
    /// For pages' mocks.
    fileprivate static func example(_ text: String, kind: Authorisation.Kind = .representative) -> Representation {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        guard let taxCode = try? TaxCode("0100109106") else { preconditionFailure("its check digit is right") }
        func person(_ kind: Authorisation.Kind, _ until: Date?) -> Authorisation {
            Authorisation(
                id: ID("z1"), organisation: ID("o1"), person: ID("r1"), personName: text, kind: kind, title: text,
                since: noon, until: until)
        }
        return Representation(
            organisation: Organisation(
                id: ID("o1"), taxCode: taxCode, name: text, basis: text, enteredBy: "a1", enteredAt: .everywhere,
                enteredOn: noon),
            mine: person(kind, nil),
            authorisations: [person(.representative, nil), person(.authorised, noon), person(.authorised, noon + 1)])
    }
}
