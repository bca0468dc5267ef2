// SPDX-License-Identifier: Apache-2.0

import Foundation
import Web

/// How it goes with the neighbours, in one glance: what is wrong first, then this node, then each of the others.
struct NeighboursPage: Page {
    static let template = "exchange/neighbours"

    let lead: String
    let well: Notice
    let hasWarnings: Bool
    let warnings: TaskList
    let hasOwn: Bool
    let own: SummaryList
    let hasNeighbours: Bool
    let table: Table
    let refusals: Link

    init(_ status: ExchangeStatus, _ strings: Strings, at now: Date) {
        let formats = Formats(strings.language)
        let waiting = status.neighbours.reduce(status.own?.queue.waiting ?? 0) { $0 + $1.queue.waiting }
        lead = strings.fill(
            "exchange.neighbours.lead",
            ["nodes": formats.number(status.neighbours.count), "waiting": formats.number(waiting)])
        let found = status.warnings
        hasWarnings = !found.isEmpty
        hasOwn = status.own != nil
        well = found.isEmpty && hasOwn ? Notice(strings["exchange.neighbours.well"], isSuccess: true) : .none
        warnings = TaskList(
            found.map { node, warning in
                TaskList.Item(
                    "\(node): \(warning.text(strings, at: now))", "/operator/neighbours/\(node)",
                    status: warning.status(strings))
            })
        own = SummaryList(status.own.map { Self.own($0, strings, formats, now) } ?? [])
        hasNeighbours = !status.neighbours.isEmpty
        let columns: [Table.Column] = [
            .text(strings["exchange.column.node"]), .text(strings["exchange.column.state"]),
            .number(strings["exchange.column.waiting"]), .text(strings["exchange.column.oldest"]),
            .number(strings["exchange.column.dead"]), .text(strings["exchange.column.reached"]),
            .text(strings["exchange.column.came"]), .number(strings["exchange.column.certificate"]),
            .number(strings["exchange.column.directory"]),
        ]
        table = Table(
            caption: strings["exchange.neighbours.caption"], isCaptionHidden: true, columns: columns,
            rows: status.neighbours.map { Self.row($0, strings, formats, now) })
        refusals = Link(
            strings.fill("exchange.neighbours.refused", ["count": formats.number(status.refused)]),
            "/operator/refusals")
    }

    private static func own(
        _ own: ExchangeStatus.OwnNode, _ strings: Strings, _ formats: Formats, _ now: Date
    ) -> [SummaryList.Row] {
        [
            .init(
                strings["exchange.own.node"], own.node,
                change: Link(strings["exchange.own.open"], "/operator/neighbours/\(own.node)")),
            .init(strings["exchange.own.authority"], own.authority.isEmpty ? "–" : own.authority),
            .init(strings["exchange.own.vouched"], own.authorityUntil.text(strings, formats, now)),
            .init(strings["exchange.own.certificate"], own.certificateUntil.text(strings, formats, now)),
            .init(
                strings["exchange.own.directory"],
                own.directory.map { version in
                    strings.fill(
                        "exchange.own.version",
                        [
                            "version": formats.number(Int(version)),
                            "until": own.directoryUntil.map(formats.date) ?? "–",
                        ])
                } ?? "–"),
        ]
    }

    private static func row(
        _ neighbour: Neighbour, _ strings: Strings, _ formats: Formats, _ now: Date
    ) -> [Table.Cell] {
        let (href, queue, contact) = ("/operator/neighbours/\(neighbour.node)", neighbour.queue, neighbour.contact)
        let worst = neighbour.warnings.first(where: \.isGrave) ?? neighbour.warnings.first
        let silent = contact.reachedAt == nil && contact.failedAt == nil && contact.cameAt == nil
        return [
            .link(neighbour.name.isEmpty ? neighbour.node : "\(neighbour.name) (\(neighbour.node))", href),
            .status(
                worst?.status(strings)
                    ?? (silent
                        ? Status(.neutral, strings["exchange.state.unknown"])
                        : Status(.onTime, strings["exchange.state.well"]))),
            .link(formats.number(queue.waiting), href),
            .text(queue.oldest.map { strings.age(since: $0, at: now) } ?? "–"),
            queue.dead > 0
                ? .link(formats.number(queue.dead), "/operator/jobs") : .text(formats.number(queue.dead)),
            .text(contact.reachedAt.map { strings.ago($0, at: now) } ?? "–"),
            .text(contact.cameAt.map { strings.ago($0, at: now) } ?? "–"),
            .text(
                neighbour.certificateUntil.map { until in
                    strings.plural("exchange.age.days", max(0, Int(until.timeIntervalSince(now) / 86_400)))
                } ?? "–"),
            .text(contact.directory.map { formats.number(Int($0)) } ?? "–"),
        ]
    }

    static var mocks: [Self] {
        let moment = Date(timeIntervalSince1970: 1_783_476_000)
        return [
            .init(.example("ninh-binh", at: moment), .mock, at: moment),
            .init(.example(.hostile, at: moment), .mock, at: moment),
            .init(ExchangeStatus(own: nil, neighbours: [], refused: 0), .mock, at: moment),
        ]
    }
}

/// One node: what is known of it, and every message that waits for it.
struct NeighbourPage: Page {
    static let template = "exchange/neighbour"
    static let length = 200

    let back: Link
    let title: String
    let hasWarnings: Bool
    let warnings: [Status]
    let facts: SummaryList
    let lead: String
    let hasWaiting: Bool
    let table: Table
    let hasDead: Bool
    let jobs: Link

    init(_ neighbour: Neighbour, own: Int64?, _ waiting: [WaitingDelivery], _ strings: Strings, at now: Date) {
        let (formats, contact) = (Formats(strings.language), neighbour.contact)
        var rows: [SummaryList.Row] = [
            .init(strings["exchange.column.address"], neighbour.address.isEmpty ? "–" : neighbour.address),
            .init(strings["exchange.column.agencies"], formats.number(neighbour.agencies)),
            .init(
                strings["exchange.column.reached"],
                contact.reachedAt.map(formats.time) ?? strings["exchange.contact.never"]),
        ]
        if contact.isSilent, let failed = contact.failedAt {
            rows.append(.init(strings["exchange.contact.failed"], "\(formats.time(failed)) · \(contact.problem)"))
        }
        rows += [
            .init(
                strings["exchange.column.came"], contact.cameAt.map(formats.time) ?? strings["exchange.contact.never"]),
            .init(strings["exchange.own.certificate"], neighbour.certificateUntil.text(strings, formats, now)),
            .init(
                strings["exchange.column.versions"],
                strings.fill(
                    "exchange.contact.versions",
                    [
                        "there": contact.directory.map { formats.number(Int($0)) } ?? "–",
                        "here": own.map { formats.number(Int($0)) } ?? "–",
                    ])),
        ]
        self.init(
            neighbour.node, neighbour.name.isEmpty ? neighbour.node : neighbour.name, neighbour.warnings, rows,
            neighbour.queue, waiting, strings, now)
    }

    init(_ own: ExchangeStatus.OwnNode, _ waiting: [WaitingDelivery], _ strings: Strings, at now: Date) {
        let rows = [
            SummaryList.Row(
                strings["exchange.own.certificate"],
                own.certificateUntil.text(strings, Formats(strings.language), now))
        ]
        self.init(own.node, own.node, own.warnings, rows, own.queue, waiting, strings, now)
    }

    private init(
        _ node: String, _ title: String, _ warnings: [ExchangeWarning], _ rows: [SummaryList.Row],
        _ queue: ExchangeStatus.Queue, _ waiting: [WaitingDelivery], _ strings: Strings, _ now: Date
    ) {
        let formats = Formats(strings.language)
        back = Link(strings["exchange.neighbours.back"], "/operator/neighbours")
        self.title = title
        hasWarnings = !warnings.isEmpty
        self.warnings = warnings.map { Status($0.isGrave ? .late : .risk, $0.text(strings, at: now)) }
        facts = SummaryList([.init(strings["exchange.own.node"], node)] + rows)
        lead =
            queue.waiting > waiting.count
            ? strings.fill(
                "exchange.waiting.some",
                ["count": formats.number(queue.waiting), "shown": formats.number(waiting.count)])
            : strings.fill("exchange.waiting.count", ["count": formats.number(queue.waiting)])
        hasWaiting = !waiting.isEmpty
        let columns = ["message", "sender", "receiver", "since", "attempts", "next", "problem"]
        table = Table(
            caption: strings["exchange.waiting.title"], isCaptionHidden: true,
            columns: columns.map {
                $0 == "attempts" ? .number(strings["exchange.waiting.\($0)"]) : .text(strings["exchange.waiting.\($0)"])
            },
            rows: waiting.map { row in
                [
                    .link(row.message, "/ledger/events/\(row.event)"), .text(row.sender), .text(row.receiver),
                    .text("\(formats.time(row.since)) (\(strings.age(since: row.since, at: now)))"),
                    .text(formats.number(row.attempts)),
                    row.isDead
                        ? .status(Status(.late, strings["exchange.waiting.dead"]))
                        : .text(row.due.map(formats.time) ?? "–"),
                    .text(row.problem.isEmpty ? "–" : row.problem),
                ]
            })
        hasDead = queue.dead > 0
        jobs = Link(
            strings.fill("exchange.waiting.revive", ["count": formats.number(queue.dead)]), "/operator/jobs")
    }

    static var mocks: [Self] {
        let moment = Date(timeIntervalSince1970: 1_783_476_000)
        func pages(_ text: String) -> [Self] {
            let status = ExchangeStatus.example(text, at: moment)
            let waiting = [true, false].map { isDead in
                WaitingDelivery(
                    message: text, sender: text, receiver: text, since: moment - 7200, event: text, attempts: 12,
                    due: isDead ? nil : moment, isDead: isDead, problem: isDead ? text : "")
            }
            return status.neighbours.map { Self($0, own: 5, waiting, .mock, at: moment) }
                + [Self(status.neighbours[0], own: nil, [], .mock, at: moment)]
                + (status.own.map { [Self($0, [], .mock, at: moment)] } ?? [])
        }
        return pages("ninh-binh") + pages(.hostile)
    }
}

extension ExchangeStatus {
    /// For pages' mocks: one neighbour with everything wrong, one with whom all is well.
    fileprivate static func example(_ text: String, at moment: Date) -> ExchangeStatus {
        let queue = Queue(waiting: 12, oldest: moment - 7200, dead: 2)
        let warnings: [ExchangeWarning] = [
            .notReached(since: moment - 7200), .notReached(since: nil), .deadLetters(2),
            .waitsLong(since: moment - 7200), .certificateEnds(moment + 86_400), .certificateEnded(moment),
            .directoryBehind(4), .noCertificate, .notInDirectory,
        ]
        return ExchangeStatus(
            own: OwnNode(
                node: text, authority: text, certificateUntil: moment + 86_400,
                authorityUntil: moment + 86_400, directory: 5, directoryUntil: moment - 1, queue: queue,
                warnings: [
                    .directoryStale(since: moment), .directoryExpired(since: moment), .noDirectory,
                    .authorityEnded(moment), .authorityEnds(moment + 86_400, isHere: true),
                    .authorityEnds(moment + 86_400, isHere: false),
                ]),
            neighbours: [
                Neighbour(
                    node: text, name: text, agencies: 150, address: text, queue: queue,
                    contact: Contact(
                        reachedAt: moment - 7200, failedAt: moment, problem: text, cameAt: moment - 60, directory: 4),
                    certificateUntil: moment + 86_400, warnings: warnings),
                Neighbour(
                    node: text, name: "", agencies: 0, address: "", queue: .empty, contact: .none,
                    certificateUntil: nil, warnings: []),
            ], refused: 3)
    }
}
