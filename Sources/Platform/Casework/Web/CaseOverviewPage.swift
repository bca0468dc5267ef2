// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// For whoever leads a desk: who has how much, what is late and why, and what people said at the end.
struct CaseOverviewPage: Page {
    static let template = "casework/overview"
    let back: Link
    let agency: String
    let shares: [Table]
    let late: [Table]
    let ratings: [Rating]
    let isEmpty: Bool, isInTime: Bool, hasRatings: Bool

    struct Rating: Sendable { let score: String, time: String, text: String }

    init(
        _ overview: CaseOverview, ratings: [CaseRating], agency: String, names: [String: String], face: any CaseFace,
        words: CaseWords
    ) {
        let strings = words.strings
        func name(_ officer: String?) -> String {
            officer.map { names[$0] ?? strings["cases.former_officer"] } ?? strings["cases.nobody"]
        }
        back = Link(strings["cases.pile.title"], "/desk/\(face.path)")
        self.agency = agency
        isEmpty = overview.shares.isEmpty
        shares = isEmpty ? [] : [Self.shares(overview.shares, name, words)]
        isInTime = overview.late.isEmpty
        late = isInTime ? [] : [Self.late(overview.late, names, name, face, words)]
        self.ratings = ratings.map {
            Rating(
                score: strings["cases.rating.score.\($0.score)"], time: words.formats.date($0.at), text: $0.text)
        }
        hasRatings = !ratings.isEmpty
    }

    private static func shares(
        _ shares: [CaseOverview.Share], _ name: (String?) -> String, _ words: CaseWords
    ) -> Table {
        let strings = words.strings
        let phases: [CaseFlow.Phase] = [.incoming, .running, .standing, .outgoing]
        return Table(
            caption: strings["cases.overview.shares"],
            columns: [.text(strings["cases.column.officer"]), .number(strings["cases.pile.late"])]
                + phases.map { .number(strings["cases.phase.\($0.rawValue)"]) },
            rows: shares.map { share in
                [.text(name(share.officer)), .text(words.formats.number(share.counts.late))]
                    + phases.map { .text(words.formats.number(share.counts[$0])) }
            })
    }

    private static func late(
        _ late: [CaseOverview.Late], _ names: [String: String], _ name: (String?) -> String, _ face: any CaseFace,
        _ words: CaseWords
    ) -> Table {
        let strings = words.strings
        func reason(_ reason: CaseOverview.Reason) -> String {
            switch reason {
            case .nobodyHasIt: strings["cases.reason.nobody"]
            case .notBegun: strings["cases.reason.not_begun"]
            case .held(let time):
                strings.fill(
                    "cases.reason.held",
                    [
                        "agency": names[time.holder.rawValue] ?? time.holder.rawValue,
                        "time": words.duration(time.minutes),
                    ])
            }
        }
        return Table(
            caption: strings["cases.overview.late"],
            columns: ["title", "code", "officer", "late_by", "reason"].map { .text(strings["cases.column.\($0)"]) },
            rows: late.map { late in
                [
                    .link(face.title(of: late.file, in: strings.language), "/\(face.path)/\(late.file.id)"),
                    .text(words.code(of: late.file)), .text(name(late.file.officer)),
                    .status(Status(.late, words.duration(late.minutes))), .text(reason(late.reason)),
                ]
            })
    }

    static var mocks: [Self] {
        let file = CaseFile.mocks[0]
        var busy = CaseOverview.Share(officer: "lan")
        (busy.counts.late, busy.counts[.running]) = (2, 1234)
        let reasons: [CaseOverview.Reason] = [
            .nobodyHasIt, .notBegun, .held(CaseTime(holder: file.holder, minutes: 1000)),
        ]
        return [
            .init(
                CaseOverview(
                    shares: [busy, .init(officer: nil)],
                    late: reasons.map { .init(file: CaseFile.mocks[2], minutes: 600, reason: $0) }),
                ratings: [CaseRating(at: file.openedAt, score: 1, text: .hostile)], agency: .hostile,
                names: ["lan": .hostile, file.holder.rawValue: .hostile], face: MockFace(), words: .mock),
            .init(
                CaseOverview(shares: [], late: []), ratings: [], agency: "UBND", names: [:], face: MockFace(),
                words: .mock),
        ]
    }
}
