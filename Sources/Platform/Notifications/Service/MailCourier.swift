// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Jobs
package import Kernel
package import Mail
package import Web

/// Takes notices and confirmations out by e-mail, in the language that the person reads.
package struct MailCourier: Courier {
    package static let kind = "notifications.mail"

    let database: any Database
    let mailer: any Mailer
    let publicURL: String
    let strings: @Sendable (Language) -> Strings
    let now: Now

    package init(
        database: any Database, mailer: any Mailer, publicURL: String,
        strings: @escaping @Sendable (Language) -> Strings, now: @escaping Now
    ) {
        self.database = database
        self.mailer = mailer
        self.publicURL = publicURL
        self.strings = strings
        self.now = now
    }

    package var kind: String { Self.kind }

    /// Nothing is sent to somebody who has turned letters off, or changed the address, since it was written.
    package func deliver(_ message: OutgoingMessage) async throws {
        let parts = message.body.split(separator: "/").map(String.init)
        let letter: Letter?
        switch (parts.first, parts.count) {
        case ("notice", 2): letter = try await notice(ID(parts[1]))
        case ("confirmation", 3): letter = try await confirmation(of: parts[1], token: parts[2])
        default: throw Undeliverable("neither a notice nor a confirmation")
        }
        guard let letter else { return }
        let mail = Mail(
            id: message.id.rawValue, to: letter.to, subject: letter.subject, text: letter.text,
            language: letter.language, at: now())
        do { try await mailer.send(mail) } catch {
            guard case .refused = error else { throw error }
            throw Undeliverable("\(error)")
        }
    }

    private struct Letter {
        let to: MailAddress
        let subject: String
        let text: String
        let language: Language
    }

    private func notice(_ id: ID<PersonalNotice>) async throws -> Letter? {
        let found = try await database.read { db in
            try NoticeStore(db: db).find(id).flatMap { notice in
                try AddressStore(db: db).find(notice.account.rawValue).map { (notice, $0.reach) }
            }
        }
        guard let (notice, reach) = found, let to = reach.target.flatMap(MailAddress.init) else { return nil }
        let text = strings(reach.language).fill(
            "notifications.mail.notice",
            [
                "title": notice.words.title(reach.language), "text": notice.words.text(reach.language),
                "link": publicURL + notice.path, "settings": "\(publicURL)/me/mail",
            ])
        return Letter(to: to, subject: notice.words.title(reach.language), text: text, language: reach.language)
    }

    private func confirmation(of account: String, token: String) async throws -> Letter? {
        let reach = try await database.read { try AddressStore(db: $0).find(account)?.reach }
        guard let reach, let to = reach.pending.flatMap(MailAddress.init) else { return nil }
        let strings = strings(reach.language)
        let text = strings.fill(
            "notifications.mail.confirmation", ["link": "\(publicURL)/me/mail/confirmation?token=\(token)"])
        return Letter(
            to: to, subject: strings["notifications.mail.confirmation_subject"], text: text, language: reach.language)
    }
}
