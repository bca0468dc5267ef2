// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// `/operator/jobs`: what waits to leave the machine, what was given up, and what runs by the clock.
struct JobsPage: Page {
    static let template = "jobs/show"

    struct Letter: Sendable {
        let title: String
        let facts: SummaryList
        let revival: String, removal: String
        let retry: Button, drop: Button
    }

    let queue: SummaryList
    let schedules: Table
    let hasLetters: Bool
    let letters: [Letter]

    init(queue: OutboxQueue, schedules: [ScheduleRecord], letters: [DeadLetter], strings: Strings, now: Date) {
        self.queue = Self.queue(queue, strings, now)
        self.schedules = Self.schedules(schedules, strings)
        hasLetters = !letters.isEmpty
        self.letters = letters.map { Letter($0, strings) }
    }

    private static func queue(_ queue: OutboxQueue, _ strings: Strings, _ now: Date) -> SummaryList {
        let formats = Formats(strings.language)
        let late = queue.earliest.map { now.timeIntervalSince($0) > 600 } ?? false
        var rows = [
            SummaryList.Row(
                strings["jobs.queue.waiting"], formats.number(queue.waiting),
                status: late ? Status(.late, strings["jobs.queue.late"]) : Status(.onTime, strings["jobs.queue.well"]))
        ]
        if let earliest = queue.earliest {
            rows.append(.init(strings["jobs.queue.earliest"], formats.time(earliest)))
        }
        rows.append(
            .init(
                strings["jobs.queue.dead"], formats.number(queue.dead),
                status: queue.dead > 0
                    ? Status(.late, strings["jobs.queue.act"]) : Status(.onTime, strings["jobs.queue.none"])))
        return SummaryList(rows)
    }

    private static func schedules(_ records: [ScheduleRecord], _ strings: Strings) -> Table {
        let formats = Formats(strings.language)
        return Table(
            caption: strings["jobs.schedules.caption"],
            columns: ["what", "ran", "outcome", "due"].map { .text(strings["jobs.schedules.\($0)"]) },
            rows: records.map { record in
                [
                    .text(strings["jobs.schedule.\(record.name)"]),
                    .text(record.ran.map(formats.time) ?? strings["jobs.schedules.never"]), outcome(record, strings),
                    .text(formats.time(record.due)),
                ]
            })
    }

    private static func outcome(_ record: ScheduleRecord, _ strings: Strings) -> Table.Cell {
        guard record.ran != nil else { return .text("–") }
        return .status(
            record.problem.isEmpty
                ? Status(.onTime, strings["jobs.schedules.well"])
                : Status(.late, strings.fill("jobs.schedules.failed", ["problem": record.problem])))
    }

    static var mocks: [Self] {
        let moment = Date(timeIntervalSince1970: 1_783_476_000)
        func letter(_ text: String) -> DeadLetter {
            DeadLetter(
                message: OutgoingMessage(id: ID(text), kind: text, event: text, body: text, attempts: 14), at: moment,
                problem: text)
        }
        func page(_ text: String, _ queue: OutboxQueue) -> Self {
            .init(
                queue: queue,
                schedules: [
                    ScheduleRecord(name: "files.collect", due: moment, ran: moment, problem: text),
                    ScheduleRecord(name: "files.collect", due: moment, ran: moment, problem: ""),
                    ScheduleRecord(name: "files.collect", due: moment, ran: nil, problem: ""),
                ], letters: [letter(text)], strings: .mock, now: moment)
        }
        return [
            page("GatewayAway()", OutboxQueue(waiting: 3, earliest: moment, dead: 1)),
            page(.hostile, OutboxQueue(waiting: 3, earliest: moment - 3600, dead: 1)),
            .init(
                queue: OutboxQueue(waiting: 0, earliest: nil, dead: 0), schedules: [], letters: [], strings: .mock,
                now: moment),
        ]
    }
}

extension JobsPage.Letter {
    /// Without the content: it may be about somebody, and the operator need not know it to send it again.
    init(_ letter: DeadLetter, _ strings: Strings) {
        let formats = Formats(strings.language)
        let message = letter.message
        title = strings.fill("jobs.letter.title", ["kind": message.kind])
        facts = SummaryList([
            .init(strings["jobs.letter.at"], formats.time(letter.at)),
            .init(strings["jobs.letter.attempts"], formats.number(message.attempts)),
            .init(strings["jobs.letter.problem"], letter.problem),
            .init(
                strings["jobs.letter.event"], message.event,
                change: Link(strings["jobs.letter.open"], "/ledger/events/\(message.event)")),
        ])
        revival = "/operator/jobs/letters/\(message.id)/revival"
        removal = "/operator/jobs/letters/\(message.id)/removal"
        retry = Button(strings["jobs.letter.retry"])
        drop = Button(strings["jobs.letter.drop"], style: .warning)
    }
}
