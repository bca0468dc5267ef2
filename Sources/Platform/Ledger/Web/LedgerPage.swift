// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/ledger`: the newest head, who keeps a copy of it, and what happened last.
struct LedgerPage: Page {
    static let template = "ledger/overview"
    let isEmpty: Bool
    let count: Figure
    let head: SummaryList
    let witness: Notice
    let latest: Table
    let hasLatest: Bool

    init(newest: SignedHead?, witnesses: [WitnessNote], latest: [SealedEvent], strings: Strings) {
        let formats = Formats(strings.language)
        isEmpty = newest == nil
        count = Figure(
            label: strings["ledger.overview.count"], value: formats.number(Int(newest?.head.size ?? 0)),
            source: newest.map { strings.fill("ledger.overview.at", ["time": formats.time($0.head.at)]) } ?? "")
        head = SummaryList(newest.map { Self.rows($0, strings) } ?? [])
        witness = Self.witness(newest, witnesses, strings)
        hasLatest = !latest.isEmpty
        self.latest = Table(
            caption: strings["ledger.overview.latest"],
            columns: [
                .text(strings["ledger.event.what"]), .text(strings["ledger.event.at"]),
                .number(strings["ledger.event.position"]),
            ],
            rows: latest.map { event in
                [
                    .link(strings.event(event.kind), "/ledger/events/\(event.id)"), .text(formats.time(event.at)),
                    .text(formats.number(Int(event.position))),
                ]
            })
    }

    private static func rows(_ signed: SignedHead, _ strings: Strings) -> [SummaryList.Row] {
        let isValid = signed.isValid
        return [
            .init(strings["ledger.head.root"], signed.head.root.hex),
            .init(
                strings["ledger.head.key"], signed.key.id,
                status: Status(
                    isValid ? .onTime : .late, strings[isValid ? "ledger.head.valid" : "ledger.head.invalid"])
            ),
        ]
    }

    private static func witness(_ newest: SignedHead?, _ notes: [WitnessNote], _ strings: Strings) -> Notice {
        let formats = Formats(strings.language)
        guard let note = notes.first else {
            return Notice(strings["ledger.witness.none"], strings["ledger.witness.none_text"])
        }
        let slots = ["name": note.name, "size": formats.number(Int(note.size)), "time": formats.time(note.at)]
        return Notice(strings["ledger.witness.some"], strings.fill("ledger.witness.some_text", slots), isSuccess: true)
    }

    static let mocks = LedgerMocks.overview
}

extension Strings {
    /// What an event of `kind` says happened: named under `ledger.kind.<kind>`.
    func event(_ kind: String) -> String { optional("ledger.kind.\(kind)") ?? kind }

    func optional(_ key: String) -> String? {
        let text = self[key]
        return text == "⟦\(key)⟧" ? nil : text
    }
}
