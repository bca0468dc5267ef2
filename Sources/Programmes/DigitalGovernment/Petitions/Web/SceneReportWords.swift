// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// Turns reports into the words and shapes that several pages share.
struct SceneReportWords {
    let strings: Strings
    let formats: Formats

    func table(_ caption: String, _ reports: [SceneReport]) -> Table {
        Table(
            caption: strings[caption],
            columns: [
                .text(strings["petitions.table.location"]), .text(strings["petitions.table.sent"]),
                .text(strings["petitions.table.status"]),
            ],
            rows: reports.map { report in
                [
                    .link(report.location, "/scene-reports/\(report.id)"), .text(formats.time(report.submittedAt)),
                    .status(status(of: report)),
                ]
            })
    }

    func timeline(of report: SceneReport) -> Timeline {
        let sent = Timeline.Step(strings["petitions.step.submitted"], time: formats.time(report.submittedAt))
        guard let decision = report.decision else {
            return Timeline([sent, .init(strings["petitions.step.waiting"], time: "", state: .now)])
        }
        let decided = Timeline.Step(
            strings["petitions.step.\(report.status.rawValue)"], time: formats.time(decision.at), text: decision.reason)
        return Timeline([sent, decided])
    }

    func status(of report: SceneReport) -> Status {
        let word = strings["petitions.status.\(report.status.rawValue)"]
        return switch report.status {
        case .submitted: Status(.neutral, word)
        case .accepted: Status(.onTime, word)
        case .declined: Status(.risk, word)
        }
    }

    static let mock = SceneReportWords(strings: .mock, formats: Formats(.vi))
}

extension SceneReport {
    /// One report of each status, the last with what an attacker would type.
    static let mocks: [SceneReport] = {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        func report(_ location: String, _ status: Status, _ decision: Decision?) -> SceneReport {
            SceneReport(
                id: ID("01a1"), agency: Place(rawValue: "a"), reporter: "minh", sentBy: nil, location: location,
                text: "Ổ gà sâu", submittedAt: noon, status: status, decision: decision)
        }
        return [
            report("Trước cổng chợ Bút", .submitted, nil),
            report("Cầu Lộc", .accepted, Decision(by: "lan", at: noon, reason: "")),
            report("\"\u{301} onmouseover=x", .declined, Decision(by: "lan", at: noon, reason: "<b>{{x}}")),
        ]
    }()
}
