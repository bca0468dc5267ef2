// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// Pages as they look full, empty and under attack.
enum LedgerMocks {
    private static let words = Strings(
        language: .vi, table: Dictionary(uniqueKeysWithValues: keys.map { ($0, "Chữ") }))
    private static let moment = Date(timeIntervalSince1970: 1_783_476_000)

    static let overview = [
        LedgerPage(
            newest: head, witnesses: [WitnessNote(name: "usb", size: 3, at: moment)], latest: [sealed("lan")],
            strings: words),
        LedgerPage(newest: nil, witnesses: [], latest: [], strings: words),
        LedgerPage(
            newest: head, witnesses: [WitnessNote(name: .hostile, size: 3, at: moment)], latest: [sealed(.hostile)],
            strings: words),
    ]

    static let events = [
        event("lan", content: ["name": "Nguyễn Thị Lan"], actor: official),
        event("lan", content: nil, actor: official),
        event("lan", content: nil, actor: nil, isSealed: false),
        event(.hostile, content: [.hostile: .hostile], actor: nil),
    ]

    static let access = [
        AccessPage(
            Array(repeating: reading("clerk"), count: AccessPage.length + 1),
            readers: ["clerk": "Trần Thị Lan, Công chức bộ phận một cửa"], agencies: ["kim-son": "UBND xã Kim Sơn"],
            strings: words),
        AccessPage([], readers: [:], agencies: [:], strings: words),
        AccessPage([reading(.hostile)], readers: [.hostile: .hostile], agencies: ["kim-son": .hostile], strings: words),
    ]

    private static let official = Actor(
        id: "official", kind: .official,
        grants: [Grant(.readLedgerPersonal, in: .everywhere), Grant(.eraseLedgerPersonal, in: .everywhere)])

    private static let head = SignedHead(
        head: Head(size: 3, root: .emptyTree, previous: .zero, at: moment, keyID: "k", signature: []),
        key: NodeKey(id: "k", publicKey: [], validFrom: moment, validUntil: nil, revokedAt: nil))

    private static func sealed(_ text: String) -> SealedEvent {
        SealedEvent(
            position: 3, id: ID("e"), kind: text, subject: text, place: "kim-son", actor: text, at: moment,
            facts: [text: text])
    }

    private static func event(_ text: String, content: [String: String]?, actor: Actor?, isSealed: Bool = true)
        -> EventPage
    {
        let seal = RecordedEvent.Seal(
            position: 3, leafBytes: [], proof: InclusionProof(leafIndex: 2, treeSize: 3, path: [.zero]), head: head)
        let event = RecordedEvent(
            id: ID("e"), kind: text, subject: text, place: "kim-son", actor: text, at: moment, facts: [text: text],
            factsText: "", commitment: .zero, isErased: false, seal: isSealed ? seal : nil)
        return EventPage(
            event, content: content, actor: actor, place: text, missing: "reading_reason", strings: words)
    }

    private static func reading(_ text: String) -> AccessRecord {
        AccessRecord(event: ID("e"), reader: text, agency: "kim-son", at: moment, what: text, about: text, why: text)
    }

    /// The words these pages put together in Swift.
    private static let keys = [
        "ledger.access.agency",
        "ledger.access.at",
        "ledger.access.caption",
        "ledger.access.no_agency",
        "ledger.access.no_reader",
        "ledger.access.older",
        "ledger.access.reader",
        "ledger.access.what",
        "ledger.access.why",
        "ledger.event.actor",
        "ledger.event.at",
        "ledger.event.broken",
        "ledger.event.kind",
        "ledger.event.place",
        "ledger.event.position",
        "ledger.event.sealed",
        "ledger.event.subject",
        "ledger.event.waiting",
        "ledger.event.waiting_text",
        "ledger.event.what",
        "ledger.head.at",
        "ledger.head.invalid",
        "ledger.head.key",
        "ledger.head.root",
        "ledger.head.size",
        "ledger.head.valid",
        "ledger.overview.at",
        "ledger.overview.count",
        "ledger.overview.latest",
        "ledger.personal.erase_hint",
        "ledger.personal.erase_reason",
        "ledger.personal.erased",
        "ledger.personal.hidden",
        "ledger.personal.read_hint",
        "ledger.personal.read_reason",
        "ledger.proof.explanation",
        "ledger.proof.left",
        "ledger.proof.right",
        "ledger.title",
        "ledger.witness.none",
        "ledger.witness.none_text",
        "ledger.witness.some",
        "ledger.witness.some_text",
        "problem.ledger.reason_missing",
    ]
}
