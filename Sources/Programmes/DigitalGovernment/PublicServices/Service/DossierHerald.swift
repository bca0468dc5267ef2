// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Jobs
package import Kernel
package import Notifications
package import Payments
package import Web

/// Tells the applicant what happened to a dossier, after the commit of the step: a receipt's number is the last thing it
/// takes. Whoever took the step is not told of it.
package struct DossierHerald: Courier {
    package static let kind = "dossiers.notice"

    let database: any Database
    let catalogue: Catalogue
    let cases: CaseService
    let payments: PaymentService
    let agencies: AgencyService
    let notifications: NotificationService
    let strings: @Sendable (Language) -> Strings

    package init(
        database: any Database, catalogue: Catalogue, cases: CaseService, payments: PaymentService,
        agencies: AgencyService, notifications: NotificationService, strings: @escaping @Sendable (Language) -> Strings
    ) {
        self.database = database
        self.catalogue = catalogue
        self.cases = cases
        self.payments = payments
        self.agencies = agencies
        self.notifications = notifications
        self.strings = strings
    }

    package var kind: String { Self.kind }

    /// The message that tells of a step; nil for one that only concerns the office. Put it into the outbox of the step's
    /// transaction.
    static func message(for step: CaseStep, of file: CaseFile, id: String) -> OutgoingMessage? {
        guard told.contains(step.event), !readers(of: file, after: step).isEmpty else { return nil }
        return OutgoingMessage(kind, of: step, in: file, id: id)
    }

    /// Tells each person once, however often the message arrives.
    package func deliver(_ message: OutgoingMessage) async throws {
        let (id, number) = try message.step
        let found = try await database.read { [cases, payments] db in
            try cases.find(id, in: db).map { file in
                (
                    file, try cases.steps(of: id, in: db).first { $0.number == number },
                    try payments.bills(of: id.rawValue, in: db).filter { $0.state == .open }
                )
            }
        }
        guard let (file, step, bills) = found, let step, let procedure = catalogue[file.matter] else {
            throw Undeliverable("no such step")
        }
        let agency = try await agencies.find(ID(step.holder.rawValue))
        let words = PersonalNotice.Words { language in
            StepWords(strings: strings(language)).notice(
                of: step, file, procedure.name[language], at: agency?.name(in: language) ?? "", bills)
        }
        try await database.write { [notifications] db in
            for reader in Self.readers(of: file, after: step) {
                try notifications.tell(
                    reader, words, at: "/\(Dossiers.path)/\(id)", id: ID("\(message.id)-\(reader)"),
                    event: step.ledgerEvent, in: db)
            }
        }
    }

    /// Steps that change where a dossier stands for the person who asked.
    private static let told: Set = [
        "received", "declined", "begun", "supplement_requested", "supplemented", "payment_requested", "paid",
        "extended",
        "withdrawn", "stopped", "decided", "returned", "handed_over",
    ]

    /// The applicant, and who sent it online for them; an officer who entered it at the desk is no party to it.
    private static func readers(of file: CaseFile, after step: CaseStep) -> [String] {
        let sender = file.channel == .online ? file.applicant.sentBy : nil
        return Set([file.applicant.account, sender].compactMap(\.self)).subtracting([step.actor]).sorted()
    }
}

/// Says in one language what happened, and what there is to do.
private struct StepWords {
    let strings: Strings
    private var formats: Formats { Formats(strings.language) }

    init(strings: Strings) { self.strings = strings }

    func notice(
        of step: CaseStep, _ file: CaseFile, _ procedure: String, at agency: String, _ bills: [Bill]
    ) -> (title: String, text: String) {
        let happened = strings.fill("services.notice.\(step.event)", ["agency": agency])
        let code = file.code.map { strings.fill("services.notice.code", ["code": $0.description]) }
        let due =
            ["received", "extended"].contains(step.event)
            ? step.due.map { strings.fill("services.notice.due", ["time": formats.time($0)]) } : nil
        let said =
            step.text.isEmpty || step.event == "decided"
            ? nil : strings.fill("services.notice.said.\(step.event)", ["text": step.text])
        let amount = bills.reduce(0) { $0 + $1.amount.dong }
        let owed =
            amount > 0 && ["received", "payment_requested"].contains(step.event)
            ? strings.fill("services.notice.owed", ["amount": formats.amount(amount)]) : nil
        return ("\(procedure): \(happened)", [code, said, owed, due].compactMap(\.self).joined(separator: "\n"))
    }
}
