// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel
import Ledger
package import Notifications

/// Reminds those who answer for closed files that they are to go to the archive: 30 days before the last day, once each.
package struct RecordReminders: Sendable {
    private static let batch = 200

    let database: any Database
    let retentions: Retentions
    let notifications: NotificationService
    /// Who works at an agency now, by account.
    let officials: @Sendable (Place) async throws -> [(id: String, name: String)]
    /// What it says, of a file and its last day.
    let words: @Sendable (RecordFile, Day) -> PersonalNotice.Words
    let now: Now
    let newID: NewID

    package init(
        database: any Database, retentions: Retentions, notifications: NotificationService,
        officials: @escaping @Sendable (Place) async throws -> [(id: String, name: String)],
        words: @escaping @Sendable (RecordFile, Day) -> PersonalNotice.Words, now: @escaping Now,
        newID: @escaping NewID
    ) {
        (self.database, self.retentions, self.notifications) = (database, retentions, notifications)
        (self.officials, self.words) = (officials, words)
        (self.now, self.newID) = (now, newID)
    }

    /// Returns how many files that are.
    @discardableResult
    package func remind() async throws -> Int {
        let today = Day(now())
        let closed = retentions.handover.closed(by: today)
        var count = 0
        while true {
            let files = try await database.ask(RecordStore.unreminded(closedBy: closed, limit: Self.batch))
            let due = files.filter { retentions.handover.isDue($0, on: today) }
            for file in due where try await remind(of: file) { count += 1 }
            // What is left of the batch is due later, and so is all behind it.
            guard files.count == Self.batch, due.count == files.count else { return count }
        }
    }

    /// False where somebody did so meanwhile.
    private func remind(of file: RecordFile) async throws -> Bool {
        guard let closing = file.closing else { return false }
        let here = Set(try await officials(file.agency).map(\.id))
        // Who answers for it may have left: then whoever closed or opened it, and if nobody is there any more, the list alone says so.
        let person = [file.keeper, closing.by, file.openedBy].first(where: here.contains)
        let due = retentions.handover.due(closedOn: closing.day)
        let (event, time, words) = (newID(), now(), words(file, due))
        return try await database.write { [notifications] db in
            guard try RecordStore(db: db).remind(file.id, event: event) else { return false }
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "documents.file_handover_reminded", subject: file.id.rawValue,
                    place: file.agency.rawValue, actor: Actor.system.id, at: time,
                    facts: ["notation": file.notation, "due": "\(due)", "told": person == nil ? "0" : "1"]))
            if let person {
                try notifications.tell(
                    person, words, at: "/desk/files/\(file.id)", id: ID("record-handover/\(file.id)"), event: event,
                    in: db)
            }
            return true
        }
    }
}

extension Retentions.Handover {
    /// No file that was closed after this day is due within 30 days of today. A month has 28 days at least, so that
    /// none is missed; `isDue` is exact.
    func closed(by today: Day) -> Day { today + RecordFile.reminderDays - months * 28 }

    func isDue(_ file: RecordFile, on today: Day) -> Bool {
        switch file.archiving(on: today, self) {
        case .soon, .overdue: true
        case .done, .later, nil: false
        }
    }
}
