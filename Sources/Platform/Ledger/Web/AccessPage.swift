// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/me/access`: who read my data, for whom, when and why.
struct AccessPage: Page {
    static let template = "ledger/access"
    static let length = 50

    struct Older: Sendable { let href: String, label: String }

    let isEmpty: Bool
    let readings: Table
    let older: [Older]

    /// `readings` is one longer than a page when there is another page; `readers` and `agencies` are names by id.
    init(_ readings: [AccessRecord], readers: [String: String], agencies: [String: String], strings: Strings) {
        let formats = Formats(strings.language)
        let shown = readings.prefix(Self.length)
        isEmpty = shown.isEmpty
        self.readings = Table(
            caption: strings["ledger.access.caption"],
            columns: ["at", "reader", "agency", "what", "why"].map { .text(strings["ledger.access.\($0)"]) },
            rows: shown.map { reading in
                [
                    .link(formats.time(reading.at), "/ledger/events/\(reading.event)"),
                    .text(readers[reading.reader] ?? strings["ledger.access.no_reader"]),
                    .text(agencies[reading.agency] ?? strings["ledger.access.no_agency"]),
                    .text(Self.data(reading, strings)), .text(strings.optional(reading.why) ?? reading.why),
                ]
            })
        let last = readings.count > Self.length ? shown.last : nil
        older = last.map { [Older(href: "/me/access?before=\($0.event)", label: strings["ledger.access.older"])] } ?? []
    }

    private static func data(_ reading: AccessRecord, _ strings: Strings) -> String {
        let kind = strings.optional(reading.what) ?? reading.what
        return reading.about.isEmpty ? kind : "\(kind): \(reading.about)"
    }

    static let mocks = LedgerMocks.access
}
