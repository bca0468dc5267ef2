// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel
import Ledger
import Product
import TestKit
import Testing

@testable import Steering

@Suite("Reminders of late tasks")
struct ReminderTests {
    private static func service(_ site: Site) -> ReminderService {
        ReminderService(
            database: site.platform.database, cases: site.platform.cases, agencies: site.platform.agencies,
            now: site.platform.now, newID: site.platform.newID, note: { "\($0.day): \($1.daysLate)" })
    }

    @Test("a letter names what an agency is late with, and stands on each of these tasks", arguments: Backend.available)
    func letter(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let (cabinet, service, cases) = (try await Cabinet(site), Self.service(site), site.platform.cases)
            let soon = Day(Site.moment) + 2
            func draft(_ title: String, _ lead: String, due: Day) -> TaskDraft {
                cabinet.draft(title, lead: lead) { ($0.due, $0.basis) = (due, "Thông báo 12") }
            }
            let files = try await cabinet.tasks.give(
                [
                    draft("Chưa nhận", "G06", due: soon), draft("Đang làm", "G06", due: soon + 1),
                    draft("Đã báo cáo", "G06", due: soon), draft("Còn hạn", "G06", due: soon + 100),
                    draft("Của tỉnh", "H42", due: soon),
                ], by: cabinet.office)
            #expect(try await service.arrears(for: cabinet.office).isEmpty)
            for (index, names) in [(1, ["accept"]), (2, ["accept", "report"])] {
                for (version, name) in names.enumerated() {
                    try await cases.move(
                        files[index].id, seen: version + 1, name, saying: .init("Xong"), by: cabinet.science)
                }
            }
            site.clock.advance(by: 10 * 86_400)
            let arrears = try await service.arrears(for: cabinet.office)
            #expect(arrears.map(\.agency) == [cabinet.science.agency, cabinet.province.agency])
            #expect(Set(arrears[0].items.map(\.title)) == ["Chưa nhận", "Đang làm"])
            #expect(arrears[0].items.map(\.basis) == ["Thông báo 12", "Thông báo 12"])
            // They are due when the offices close, so not all of the last day is over.
            #expect(arrears[0].items.map(\.daysLate).sorted() == [6, 7])

            let science = try #require(cabinet.science.agency)
            await #expect(throws: ReminderProblem.blankClosing) {
                try await service.send(to: science, closing: "", by: cabinet.office)
            }
            let reminder = try await service.send(to: science, closing: "Đề nghị báo cáo.", by: cabinet.office)
            #expect(reminder.letter.items.count == 2)
            let view = try await cases.view(files[1].id, for: cabinet.science)
            #expect(view.messages.map(\.text) == ["\(Day(site.clock.now())): 6"])
            #expect(view.messages[0].isFromOffice && !view.messages[0].isInternal)
            #expect(try await cases.view(files[2].id, for: cabinet.science).messages.isEmpty)

            // Both sides keep it, others learn nothing of it.
            #expect(try await service.sent(for: cabinet.science) == [reminder])
            #expect(try await service.reminder(reminder.id, for: cabinet.office) == reminder)
            await #expect(throws: ReminderProblem.noSuchReminder) {
                try await service.reminder(reminder.id, for: cabinet.finance)
            }
            await #expect(throws: ReminderProblem.nothingLate) {
                try await service.send(to: try #require(cabinet.finance.agency), closing: "x", by: cabinet.office)
            }
            // Nobody reminds of what another gave.
            #expect(try await service.arrears(for: cabinet.finance).isEmpty)
            try await site.settle()
            let counts = try await LedgerReader(database: site.platform.database).counts()
            #expect(["steering.reminded", "tasks.answered"].map { counts[$0] } == [1, 2])
        }
    }
}
