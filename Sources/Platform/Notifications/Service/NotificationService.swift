// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Database
import Foundation
import Jobs
package import Kernel
import Ledger
import Mail

/// Tells people what happened to their affairs: on a page of theirs, and by e-mail if they gave an address and confirmed it.
/// Modules tell in the transaction of their own change; letters leave through the outbox, after the commit.
package struct NotificationService: Sendable {
    private let database: any Database
    /// Whether this node can send e-mail.
    package let hasMail: Bool
    package let now: Now
    private let newID: NewID

    /// So long a link to confirm an address can be used.
    static let linkLife: TimeInterval = 24 * 3600
    /// So many letters a person may have sent to addresses they say are theirs, in as many hours as a link lives.
    static let letterLimit = 5
    /// Notices are kept for two years.
    static let memory: TimeInterval = 730 * 24 * 3600

    package init(database: any Database, hasMail: Bool, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.hasMail = hasMail
        self.now = now
        self.newID = newID
    }

    // MARK: for modules

    /// Tells a person, once for each `id`, in the caller's transaction. `event` is the ledger's event it is about.
    package func tell(
        _ account: String, _ words: PersonalNotice.Words, at path: String, id: ID<PersonalNotice>, event: String,
        in db: any Connection
    ) throws {
        let notice = PersonalNotice(id: id, account: ID(account), at: now(), words: words, path: path, readAt: nil)
        guard try NoticeStore(db: db).insert(notice), hasMail,
            try AddressStore(db: db).find(account)?.reach.target != nil
        else { return }
        try Outbox(db).put(
            OutgoingMessage(id: ID(newID()), kind: MailCourier.kind, event: event, body: "notice/\(id)"), due: now())
    }

    // MARK: for the person

    /// The actor's notices, the newest first.
    package func notices(of actor: Actor, limit: Int = 50) async throws -> [PersonalNotice] {
        try await database.read { try NoticeStore(db: $0).newest(of: actor.id, limit: limit) }
    }

    package func unread(of actor: Actor) async throws -> Int {
        try await database.read { try NoticeStore(db: $0).unread(of: actor.id) }
    }

    /// Marks a notice as read, and tells where it leads. To anybody else there is none.
    package func open(_ id: ID<PersonalNotice>, by actor: Actor) async throws -> String {
        try await database.write { [now] db in
            guard let notice = try NoticeStore(db: db).find(id), notice.account.rawValue == actor.id else {
                throw NoticeProblem.notFound
            }
            try NoticeStore(db: db).markRead(id, of: actor.id, at: now())
            return notice.path
        }
    }

    package func markAllRead(by actor: Actor) async throws {
        try await database.write { [now] in try NoticeStore(db: $0).markRead(of: actor.id, at: now()) }
    }

    /// How the actor is reached; nil before they have given an address.
    package func reachability(of actor: Actor) async throws -> Reachability? {
        try await database.read { try AddressStore(db: $0).find(actor.id)?.reach }
    }

    /// Keeps the address as one that waits, and sends a letter with a link there. The one used so far stays until then.
    package func ask(_ typed: String, reading language: Language, by actor: Actor) async throws {
        guard hasMail else { throw NoticeProblem.noMailHere }
        guard let address = MailAddress(typed) else { throw NoticeProblem.badAddress }
        let token = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }.hex
        try await database.write { [now, newID] db in
            let store = AddressStore(db: db)
            let time = now()
            var entry =
                try store.take(actor.id)
                ?? .init(
                    reach: Reachability(address: nil, pending: nil, language: language, isOn: true), asked: 0,
                    askedSince: time)
            if entry.askedSince < time - Self.linkLife { (entry.asked, entry.askedSince) = (0, time) }
            guard entry.asked < Self.letterLimit else { throw NoticeProblem.tooManyLetters }
            entry.asked += 1
            (entry.reach.pending, entry.reach.language) = (address.text, language)
            try store.ask(actor.id, entry, hash: Self.hash(token), until: time + Self.linkLife)
            let event = try tell("address_given", by: actor.id, in: db)
            try Outbox(db).put(
                OutgoingMessage(
                    id: ID(newID()), kind: MailCourier.kind, event: event, body: "confirmation/\(actor.id)/\(token)"),
                due: time)
        }
    }

    /// The address that a link would confirm, masked.
    package func pending(_ token: String) async throws -> String {
        try await database.read { [now] db in
            let store = AddressStore(db: db)
            guard let account = try store.account(confirming: Self.hash(token), at: now()),
                let address = try store.find(account)?.reach.pending
            else { throw NoticeProblem.badLink }
            return MailAddress(address)?.masked ?? ""
        }
    }

    /// Whoever holds the link reads the mailbox: from now on letters go there.
    package func confirm(_ token: String) async throws {
        try await database.write { [now] db in
            let store = AddressStore(db: db)
            guard let account = try store.account(confirming: Self.hash(token), at: now()),
                try store.take(account)?.reach.pending != nil
            else { throw NoticeProblem.badLink }
            try store.confirm(account)
            try tell("address_confirmed", by: account, in: db)
        }
    }

    /// Letters come, in this language, or they do not.
    package func turn(_ isOn: Bool, reading language: Language, by actor: Actor) async throws {
        try await database.write { db in
            guard try AddressStore(db: db).take(actor.id) != nil else { throw NoticeProblem.notFound }
            try AddressStore(db: db).turn(isOn, language, of: actor.id)
            try tell(isOn ? "mail_turned_on" : "mail_turned_off", by: actor.id, in: db)
        }
    }

    /// Forgets the address.
    package func removeAddress(by actor: Actor) async throws {
        try await database.write { db in
            guard try AddressStore(db: db).take(actor.id) != nil else { return }
            try AddressStore(db: db).remove(actor.id)
            try tell("address_removed", by: actor.id, in: db)
        }
    }

    /// Lets go of notices that are older than `memory`.
    package func sweep() async throws {
        try await database.write { [now] in try NoticeStore(db: $0).forget(before: now() - Self.memory) }
    }

    /// The address itself is nobody else's business: the event says only that there was one.
    @discardableResult
    private func tell(_ what: String, by account: String, in db: any Connection) throws -> String {
        let event = Event(
            id: ID(newID()), kind: "notifications.\(what)", subject: account, actor: account, at: now())
        try Ledger(db).append(event)
        return event.id.rawValue
    }

    private static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }
}
