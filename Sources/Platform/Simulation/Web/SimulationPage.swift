// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// What was replayed, from which seed, and what of it nobody knows.
struct SimulationPage: Page {
    struct Remark: Sendable { let text: String }

    static let template = "simulation/show"
    let breadcrumbs: Breadcrumbs
    let title: String, lead: String
    let facts: [SummaryList]
    let remarks: [Remark]
    let isSimulated: Bool
    let event: String

    init(_ mark: SimulationMark?, strings: Strings, formats: Formats) {
        breadcrumbs = Breadcrumbs([Link(strings["web.home_crumb"], "/")])
        isSimulated = mark != nil
        event = "/ledger/events/\(SimulationMark.event)"
        guard let mark else {
            (title, lead) = (strings["simulation.none"], strings["simulation.none_lead"])
            (facts, remarks) = ([], [])
            return
        }
        (title, lead) = (strings["simulation.title"], strings["simulation.year.\(mark.name).lead"])
        facts = [
            SummaryList([
                .init(
                    strings["simulation.dossiers"],
                    strings.fill(
                        "simulation.of",
                        ["count": formats.number(mark.dossiers), "whole": formats.number(mark.whole)])),
                .init(strings["simulation.seed"], "\(mark.seed)"),
                .init(strings["simulation.made"], formats.date(mark.made)),
            ])
        ]
        remarks = Self.remarks.map { Remark(text: strings["simulation.year.\(mark.name).\($0)"]) }
    }

    /// What has to be known of each replay.
    private static let remarks = ["online", "bodies", "communes", "procedures", "chances", "people", "papers"]

    static let mocks: [SimulationPage] = [
        mock(name: "bentre2020", dossiers: 785), mock(name: .hostile, dossiers: 0),
        SimulationPage(nil, strings: .mock, formats: Formats(.vi)),
    ]

    private static func mock(name: String, dossiers: Int) -> SimulationPage {
        let mark = SimulationMark(name: name, seed: 2020, dossiers: dossiers, whole: 78_496, made: .beginning)
        return SimulationPage(mark, strings: .mock, formats: Formats(.vi))
    }
}
