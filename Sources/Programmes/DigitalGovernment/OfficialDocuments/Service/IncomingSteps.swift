// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
package import Exchange
package import Kernel

/// What a step of a document that came brings about, in its transaction: its sender is told how far it is, where the exchange
/// brought it.
package struct IncomingSteps: Sendable {
    let correspondence: Correspondence
    let mail: AxisMail

    package init(correspondence: Correspondence, mail: AxisMail) {
        (self.correspondence, self.mail) = (correspondence, mail)
    }

    package func stepped(_ file: CaseFile, _ step: CaseStep, by actor: Actor, in db: any Connection) throws {
        let state: DeliveryState
        switch step.event {
        case "directed", "redirected": state = .assigned
        case "begun": state = .inProgress
        case "done", "filed": state = .done
        case "assigned": return try handOn(file, in: db)
        default: return
        }
        if ["begun", "done"].contains(step.event) {
            guard file.officer == actor.id || actor.can(IncomingDocuments.direct, in: file.holder) else {
                throw DirectionProblem.notLead
            }
        }
        guard let document = try IncomingStore(db: db).behind(file.id) else { return }
        guard document.recalledAt == nil else { throw TrayProblem.recallWaiting }
        if document.carrier == .axis { return try mail.answer(state, document, saying: "", by: actor, in: db) }
        guard let standing = try correspondence.standing(of: document.message, for: document.receiver, in: db),
            DeliveryState.next(after: standing.state).contains(state)
        else { return }
        try correspondence.report(state, of: document.message, for: document.receiver, by: actor, in: db)
    }

    /// Somebody else leads from now on.
    private func handOn(_ file: CaseFile, in db: any Connection) throws {
        let before = try db.ask(DirectionStore.parts(of: file.id))
        var parts = before.filter { $0.role != .lead && $0.account != file.officer }
        if let officer = file.officer { parts.append(DirectionPart(account: officer, role: .lead)) }
        try DirectionStore(db: db).replace(parts, of: file.id)
    }
}
