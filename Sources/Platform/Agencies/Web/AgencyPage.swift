// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/agencies/:id`: one agency, its names and identifiers through time, and what passed to and from it.
struct AgencyPage: Page {
    static let template = "agencies/agency"

    /// What passed between this agency and another on one day.
    struct Passage: Sendable {
        let agency: Link
        let functions: [String]
        let note: String
    }
    /// Everything that passed on one day in one direction.
    struct Chapter: Sendable { let title: String, passages: [Passage] }

    let breadcrumbs: Breadcrumbs
    let eyebrow: String, heading: String
    let facts: SummaryList
    let chapters: [Chapter]
    let names: [Table]
    let belowTitle: String, below: [Link], hasBelow: Bool
    let unit: [Link]

    init(_ story: AgencyStory, words: AgencyWords) {
        let (agency, s) = (story.agency, words.strings)
        breadcrumbs = Breadcrumbs(
            [Link(s["web.home_crumb"], "/"), Link(s["agencies.title"], "/agencies")] + story.above.map(words.link))
        eyebrow = words.kind(agency.kind)
        heading = Self.heading(story, words)
        facts = Self.facts(story, words)
        chapters = Self.chapters(story, words)
        names = story.versions.count > 1 ? [Self.names(story.versions, words)] : []
        below = story.below.map(words.link)
        (belowTitle, hasBelow) = (s["agencies.show.below"], !below.isEmpty)
        unit = story.unit.map { [Link($0.name, "/units/\($0.code)")] } ?? []
    }

    /// The answer to "where did it go", for an agency that has ended.
    private static func heading(_ story: AgencyStory, _ words: AgencyWords) -> String {
        let name = words.name(story.agency)
        guard words.isFormer(story.agency), let day = story.agency.validTo.map({ words.formats.date($0 + 1) }) else {
            return name
        }
        let heirs = story.heirs
        guard let heir = heirs.first else {
            return words.strings.fill("agencies.show.ended", ["name": name, "day": day])
        }
        if heirs.count > 1 {
            let slots = ["name": name, "day": day, "count": words.formats.number(heirs.count)]
            return words.strings.fill("agencies.show.divided", slots)
        }
        let key = words.name(heir) == name ? "agencies.show.before" : "agencies.show.joined"
        return words.strings.fill(key, ["name": name, "day": day, "heir": words.name(heir)])
    }

    private static func facts(_ story: AgencyStory, _ words: AgencyWords) -> SummaryList {
        let (agency, s) = (story.agency, words.strings)
        var rows = [
            SummaryList.Row(s["agencies.fact.organ_id"], agency.organID.description),
            SummaryList.Row(s["agencies.fact.valid"], words.validity(agency)),
            SummaryList.Row(s["agencies.fact.basis"], words.basis(agency.basis)),
        ]
        if let former = story.formerOrganID {
            rows.insert(.init(s["agencies.fact.former_organ_id"], former.description), at: 1)
        }
        return SummaryList(rows)
    }

    private static func names(_ versions: [Agency], _ words: AgencyWords) -> Table {
        let s = words.strings
        return Table(
            caption: s["agencies.show.names"],
            columns: [.text(s["agencies.column.name"]), .text(s["agencies.column.valid"])],
            rows: versions.map { [.link(words.name($0), "/agencies/\($0.id)"), .text(words.validity($0))] },
            stacks: false)
    }

    private static func chapters(_ story: AgencyStory, _ words: AgencyWords) -> [Chapter] {
        let given = story.passages(of: story.given) { $0.new }
        let taken = story.passages(of: story.taken) { $0.old }
        return given.map { Self.chapter("agencies.show.given", $0, words) }
            + taken.map { Self.chapter("agencies.show.taken", $0, words) }
    }

    private static func chapter(_ key: String, _ day: AgencyStory.OneDay, _ words: AgencyWords) -> Chapter {
        Chapter(
            title: words.strings.fill(key, ["day": words.formats.date(day.day)]),
            passages: day.passages.map { agency, rows in
                let functions = rows.map { $0.function(in: words.strings.language) }.filter { !$0.isEmpty }
                return Passage(
                    agency: words.link(agency),
                    functions: functions.isEmpty ? [words.strings["agencies.show.everything"]] : functions,
                    note: rows.first.map { words.basis($0.basis) } ?? "")
            })
    }
}

extension AgencyPage {
    static var mocks: [AgencyPage] {
        let day = Day("2025-03-01") ?? .beginning
        func story(_ name: String) -> AgencyStory {
            let old = Agency.mock(name, to: day - 1)
            let (science, culture) = (
                Agency.mock(name, id: "g06-2025", from: day),
                Agency.mock("Bộ Văn hóa, Thể thao và Du lịch", id: "g16-2025", from: day)
            )
            let successions = [(science, "Bưu chính"), (culture, "Báo chí"), (culture, "")].map { agency, function in
                AgencySuccession(
                    old: old.id, new: agency.id, function: function, englishFunction: function, day: day,
                    basis: "from memory")
            }
            return AgencyStory(
                agency: old, versions: [old, science], above: [science], below: [culture], successions: successions,
                others: [science, culture], unit: AgencyStory.Unit(name: "Tỉnh Ninh Bình", code: "37"))
        }
        return [story("Bộ Thông tin và Truyền thông"), story(.hostile)].map { AgencyPage($0, words: .mock) }
    }
}
