// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
import Jobs
package import Kernel
package import Payments

/// What a step of a dossier means for its bills, and a settled bill for its dossier; each in the transaction of the other.
package struct DossierSteps: Sendable {
    let payments: PaymentService
    let newID: NewID
    let now: Now

    package init(payments: PaymentService, now: @escaping Now, newID: @escaping NewID) {
        self.payments = payments
        self.now = now
        self.newID = newID
    }

    /// Nothing is decided before it is paid; what ends without a result is not billed.
    package func stepped(_ file: CaseFile, _ step: CaseStep, by actor: Actor, in db: any Connection) throws {
        let open = try payments.bills(of: file.id.rawValue, in: db).filter { $0.state == .open }
        switch step.event {
        case "received": try DossierParties.check(file, in: db)
        case "decided": guard open.isEmpty else { throw PublicServicesProblem.unpaid }
        case "withdrawn", "declined", "stopped":
            for bill in open { try payments.cancel(bill.id, because: "services.bill_cancelled", by: actor, in: db) }
        default: break
        }
        let messages = [
            DossierClerk.message(for: step, of: file, id: newID()),
            DossierHerald.message(for: step, of: file, id: newID()),
        ]
        for message in messages.compactMap(\.self) { try Outbox(db).put(message, due: now()) }
    }

    /// A dossier that waited for the money goes on.
    package static func settled(_ bill: Bill, in cases: CaseService, _ db: any Connection) throws {
        guard let file = try cases.take(ID(bill.subject), in: db), file.state == "payment_requested" else { return }
        try cases.move(file, "pay", by: .system, in: db)
    }
}
