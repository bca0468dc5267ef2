// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// Both directions of acting for another.
struct ConsentsPage: Page {
    static let template = "identity/consents"
    let give: Link
    let given: [Table]
    let hasGiven: Bool
    let held: [Table]
    let hasHeld: Bool
    let back: Link

    init(given: [Consent], held: [Consent], at time: Date, words: ConsentWords) {
        let strings = words.strings
        give = Link(strings["identity.consents.give"], "/me/consents/new")
        let columns = ["person", "matter", "until"].map { strings["identity.consents.\($0)"] }
        self.given = Table.list(
            given.map { consent in
                let state = consent.state(at: time)
                let name = consent.granteeName
                return [
                    state == .holds ? .link(name, "/me/consents/\(consent.id)") : .text(name),
                    .text(words.matter(of: consent)), .text(words.formats.date(consent.lastDay)),
                    .status(words.status(of: state)),
                ]
            }, strings["identity.consents.given"], columns + [strings["identity.consents.state"]])
        hasGiven = !given.isEmpty
        self.held = Table.list(
            held.map { consent in
                [
                    .text(consent.grantorName), .text(words.matter(of: consent)),
                    .text(words.formats.date(consent.lastDay)),
                ]
            }, strings["identity.consents.held"], columns)
        hasHeld = !held.isEmpty
        back = .toMe(strings)
    }

    static var mocks: [ConsentsPage] {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        func consent(_ name: String, withdrawnAt: Date? = nil) -> Consent {
            .example(from: name, to: name, at: noon, withdrawnAt: withdrawnAt)
        }
        let words = ConsentWords([.every], .mock, Formats(.vi))
        return [
            .init(
                given: [consent("Phạm Thị Hoa"), consent("Lan", withdrawnAt: noon)], held: [consent("Minh")],
                at: noon, words: words),
            .init(given: [], held: [], at: noon, words: words),
            .init(given: [consent(.hostile)], held: [consent(.hostile)], at: noon, words: words),
        ]
    }
}

/// The words that the pages about consents share.
struct ConsentWords {
    private let matters: [Matter]
    let strings: Strings
    let formats: Formats

    init(_ matters: [Matter], _ strings: Strings, _ formats: Formats) {
        (self.matters, self.strings, self.formats) = (matters, strings, formats)
    }

    init(_ matters: [Matter], _ context: WebContext) { self.init(matters, context.strings, context.formats) }

    func matter(of consent: Consent) -> String {
        matters.first { $0.id == consent.matter }.map { strings[$0.nameKey] } ?? consent.matter
    }

    func status(of state: Consent.State) -> Status {
        let word = strings["identity.consents.state_\(state.rawValue)"]
        return Status(state == .holds ? .onTime : .neutral, word)
    }

    func matterChoice(_ form: Form, _ mistakes: Mistakes) -> Choice {
        let chosen = form.all("matter").last ?? matters.first?.id
        return Choice(
            "matter", legend: strings["identity.consents.new.matter"],
            options: matters.map { .init($0.id, strings[$0.nameKey], isChosen: $0.id == chosen) },
            problem: mistakes["matter"])
    }

    /// Nobody has to reckon with dates: what is chosen says when it ends.
    func untilChoice(from today: Day, _ form: Form, _ mistakes: Mistakes) -> Choice {
        let lengths = [("week", 7), ("month", 30), ("half_year", 182), ("year", 365)]
        let chosen = form.all("until").last ?? (today + 30).description
        return Choice(
            "until", legend: strings["identity.consents.new.until"],
            options: lengths.map { name, days in
                let last = today + days
                return .init(
                    last.description, strings["identity.consents.new.\(name)"],
                    hint: strings.fill("identity.consents.new.last_day", ["date": formats.date(last)]),
                    isChosen: last.description == chosen)
            }, problem: mistakes["until"])
    }
}
