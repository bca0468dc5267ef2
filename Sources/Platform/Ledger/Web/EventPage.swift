// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/ledger/events/:id`: what happened, when, and how anybody can check that nobody changed it since.
struct EventPage: Page {
    static let template = "ledger/event"

    struct Step: Sendable { let hash: String, side: String, result: String }

    let what: String
    let when: String
    let crumbs: Breadcrumbs
    let status: Status
    let errors: ErrorSummary
    let about: SummaryList
    let hasFacts: Bool
    let facts: SummaryList
    let personal: Personal
    let isSealed: Bool
    let position: String
    let explanation: String
    let leafHash: String
    let steps: [Step]
    let hasSteps: Bool
    let head: SummaryList
    let checkHref: String
    let proofHref: String
    let command: String

    /// What the reader may see of the personal content, and do with it.
    struct Personal: Sendable {
        let isShown: Bool, hasSentence: Bool, sentence: String
        let content: SummaryList
        let mayAsk: Bool, mayErase: Bool
        let readAction: String, eraseAction: String
        let readReason: Field, eraseReason: Field
    }

    init(
        _ event: RecordedEvent, content: [String: String]?, actor: Actor?, place: String, missing: String = "",
        strings: Strings
    ) {
        let formats = Formats(strings.language)
        what = strings.event(event.kind)
        when = formats.time(event.at)
        crumbs = Breadcrumbs([Link(strings["ledger.title"], "/ledger")])
        status =
            event.seal.map { seal in
                seal.isValid
                    ? Status(.onTime, strings["ledger.event.sealed"]) : Status(.late, strings["ledger.event.broken"])
            } ?? Status(.neutral, strings["ledger.event.waiting"])
        let mistakes = Mistakes(missing.isEmpty ? [] : [ReasonMissing(field: missing)], strings: strings)
        errors = mistakes.summary
        about = SummaryList(Self.about(event, place, strings))
        hasFacts = !event.facts.isEmpty
        facts = SummaryList(
            event.facts.sorted { $0.key < $1.key }.map { key, value in
                .init(strings.optional("ledger.fact.\(event.kind).\(key)") ?? key, value)
            })
        personal = Personal(event, content, actor, mistakes, strings)
        isSealed = event.seal != nil
        position = event.seal.map { formats.number(Int($0.position)) } ?? ""
        leafHash = event.seal.map { Hash.leaf($0.leafBytes).hex } ?? ""
        explanation = event.seal.map { Self.explanation($0, strings) } ?? strings["ledger.event.waiting_text"]
        steps = event.seal.map { Self.steps($0, strings) } ?? []
        hasSteps = !steps.isEmpty
        head = SummaryList(event.seal.map { Self.head($0.head, strings) } ?? [])
        checkHref = "/ledger/events/\(event.id)/check"
        proofHref = "/ledger/events/\(event.id)/proof"
        command = event.seal.map { "bash ledger-\($0.position).sh" } ?? ""
    }

    private static func about(_ event: RecordedEvent, _ place: String, _ strings: Strings) -> [SummaryList.Row] {
        let formats = Formats(strings.language)
        var rows: [SummaryList.Row] = []
        if let seal = event.seal {
            rows.append(.init(strings["ledger.event.position"], formats.number(Int(seal.position))))
        }
        if !event.place.isEmpty { rows.append(.init(strings["ledger.event.place"], place)) }
        rows.append(.init(strings["ledger.event.subject"], event.subject))
        rows.append(
            .init(strings["ledger.event.actor"], strings.optional("ledger.actor.\(event.actor)") ?? event.actor))
        rows.append(.init(strings["ledger.event.kind"], event.kind))
        return rows
    }

    private static func explanation(_ seal: RecordedEvent.Seal, _ strings: Strings) -> String {
        let formats = Formats(strings.language)
        return strings.fill(
            "ledger.proof.explanation",
            [
                "position": formats.number(Int(seal.position)), "size": formats.number(Int(seal.head.head.size)),
                "count": formats.number(seal.proof.path.count), "time": formats.time(seal.head.head.at),
            ])
    }

    private static func steps(_ seal: RecordedEvent.Seal, _ strings: Strings) -> [Step] {
        var hash = Hash.leaf(seal.leafBytes)
        return seal.proof.steps.map { step in
            hash = step.isLeft ? .node(step.hash, hash) : .node(hash, step.hash)
            return Step(
                hash: step.hash.hex, side: strings[step.isLeft ? "ledger.proof.left" : "ledger.proof.right"],
                result: hash.hex)
        }
    }

    private static func head(_ signed: SignedHead, _ strings: Strings) -> [SummaryList.Row] {
        let formats = Formats(strings.language)
        return [
            .init(strings["ledger.head.size"], formats.number(Int(signed.head.size))),
            .init(strings["ledger.head.root"], signed.head.root.hex),
            .init(strings["ledger.head.at"], formats.time(signed.head.at)),
            .init(strings["ledger.head.key"], signed.key.id),
        ]
    }

    static let mocks = LedgerMocks.events
}

extension EventPage.Personal {
    init(
        _ event: RecordedEvent, _ content: [String: String]?, _ actor: Actor?, _ mistakes: Mistakes, _ strings: Strings
    ) {
        let place = Place(rawValue: event.place)
        let exists = event.commitment != nil && !event.isErased
        isShown = content != nil
        self.content = SummaryList(
            (content ?? [:]).sorted { $0.key < $1.key }.map { key, value in
                .init(strings.optional("ledger.fact.\(event.kind).\(key)") ?? key, strings.optional(value) ?? value)
            })
        sentence =
            event.commitment == nil || content != nil
            ? "" : strings[event.isErased ? "ledger.personal.erased" : "ledger.personal.hidden"]
        hasSentence = !sentence.isEmpty
        mayAsk = exists && content == nil && actor?.can(.readLedgerPersonal, in: place) == true
        mayErase = exists && actor?.can(.eraseLedgerPersonal, in: place) == true
        readAction = "/ledger/events/\(event.id)/reading"
        eraseAction = "/ledger/events/\(event.id)/erasure"
        readReason = Field(
            "reading_reason", label: strings["ledger.personal.read_reason"],
            hint: strings["ledger.personal.read_hint"], problem: mistakes["reading_reason"])
        eraseReason = Field(
            "erasure_reason", label: strings["ledger.personal.erase_reason"],
            hint: strings["ledger.personal.erase_hint"], problem: mistakes["erasure_reason"])
    }
}

/// `LedgerProblem.reasonMissing`, at the one of the two forms that was sent.
private struct ReasonMissing: Problem {
    let field: String?

    var code: String { LedgerProblem.reasonMissing.code }
    var kind: ProblemKind { .invalid }
}
