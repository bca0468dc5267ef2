// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
import Forms
import Jobs
package import Kernel
package import NationalRegisters
package import Payments

/// What a step of a dossier means for its bills and for the national register, and what a settled bill or the register's
/// answer mean for the dossier; each in the transaction of the other.
package struct DossierSteps: Sendable {
    package let catalogue: Catalogue
    let payments: PaymentService
    let registers: RegisterService
    let newID: NewID
    let now: Now

    package init(
        catalogue: Catalogue, payments: PaymentService, registers: RegisterService, now: @escaping Now,
        newID: @escaping NewID
    ) {
        self.catalogue = catalogue
        self.payments = payments
        self.registers = registers
        self.now = now
        self.newID = newID
    }

    /// Nothing is decided before it is paid; what ends without a result is not billed.
    package func stepped(_ file: CaseFile, _ step: CaseStep, by actor: Actor, in db: any Connection) throws {
        switch step.event {
        case "received": try DossierParties.check(file, in: db)
        case "decided": try checkPaid(file, in: db)
        case Self.sent:
            try checkPaid(file, in: db)
            try ask(file, step, by: actor, in: db)
        case "withdrawn", "declined", "stopped":
            for bill in try openBills(of: file, in: db) {
                try payments.cancel(bill.id, because: "services.bill_cancelled", by: actor, in: db)
            }
        default: break
        }
        let messages = [
            DossierClerk.message(for: step, of: file, id: newID()),
            DossierHerald.message(for: step, of: file, id: newID()),
            PortalCourier.message(for: step, of: file, id: newID()),
        ]
        for message in messages.compactMap(\.self) { try Outbox(db).put(message, due: now()) }
    }

    private func checkPaid(_ file: CaseFile, in db: any Connection) throws {
        guard try openBills(of: file, in: db).isEmpty else { throw PublicServicesProblem.unpaid }
    }

    private func openBills(of file: CaseFile, in db: any Connection) throws -> [Bill] {
        try payments.bills(of: file.id.rawValue, in: db).filter { $0.state == .open }
    }

    private func ask(_ file: CaseFile, _ step: CaseStep, by actor: Actor, in db: any Connection) throws {
        guard let register = catalogue.register(of: file.matter) else {
            throw PublicServicesProblem.noSuchProcedure(file.matter)
        }
        let content = Entry(
            dossier: file.code?.description ?? "", procedure: file.matter, version: file.matterVersion,
            decision: step.text, answers: try SubmittedForm(json: CaseService.content(of: file.id, in: db)).answers)
        try registers.ask(register.name, about: file.id.rawValue, at: file.holder, content, by: actor, in: db)
    }

    /// What a register has to know of a dossier: all that was answered, and what was decided.
    private struct Entry: Encodable {
        let dossier: String, procedure: String, version: Int, decision: String, answers: Answers
    }

    /// The step with which a dossier goes to the register.
    static let sent = "sent_to_register"

    /// A dossier that waited for the register goes on with what it answered.
    package static func answered(_ request: RegisterRequest, in cases: CaseService, _ db: any Connection) throws {
        guard let answer = request.answer, let file = try cases.take(ID(request.subject), in: db),
            file.state == "waiting_for_register"
        else { return }
        let move =
            switch answer {
            case .entered: "register"
            case .returned: "return_from_register"
            case .refused: "refuse_by_register"
            }
        try cases.move(file, move, saying: .init(answer.words), by: .system, in: db)
    }

    /// A dossier that waited for the money goes on.
    package static func settled(_ bill: Bill, in cases: CaseService, _ db: any Connection) throws {
        guard let file = try cases.take(ID(bill.subject), in: db), file.state == "payment_requested" else { return }
        try cases.move(file, "pay", by: .system, in: db)
    }
}
