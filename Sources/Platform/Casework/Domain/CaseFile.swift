// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// What a person asks of the state (hồ sơ): what they wrote, where it is, who has it, and by when it is due.
///
/// A dossier, a petition, a question to a doctor are case files of different kinds. Casework keeps their way through the
/// agencies; what is asked, and what comes of it, is the matter of the module whose `kind` it is.
package struct CaseFile: Sendable, Equatable {
    /// How it came (kênh): over the counter, online, by public post, or online from another portal.
    package enum Channel: String, Sendable, CaseIterable, Decodable { case desk, online, post, portal }

    /// Whose case it is. Somebody at the counter needs no account.
    package struct Applicant: Sendable, Equatable {
        package let account: String?
        package let name: String
        /// The account that sent it for the applicant, with their consent or as the officer at the counter.
        package let sentBy: String?

        package init(account: String?, name: String, sentBy: String? = nil) {
            self.account = account
            self.name = name
            self.sentBy = sentBy
        }
    }

    package let id: ID<CaseFile>
    /// The module's name for this kind of case.
    package let kind: String
    /// What it is about, in the module's own keys, in the version under which it came: `1.001193`, 1.
    package let matter: String
    package let matterVersion: Int
    package let applicant: Applicant
    package let channel: Channel
    package let limit: TimeLimit?
    /// Where it came in.
    package let desk: Place
    /// Which agency has it now; what officials may do is asked there.
    package internal(set) var holder: Place
    /// The official who has it.
    package internal(set) var officer: String?
    package internal(set) var state: String
    package internal(set) var phase: CaseFlow.Phase
    /// Given with the receipt.
    package internal(set) var code: DossierCode?
    package let openedAt: Date
    package internal(set) var receivedAt: Date?
    package internal(set) var clock: CaseClock?
    package internal(set) var endedAt: Date?
    /// Raised by each change; whoever acts says which one they have seen.
    package internal(set) var version: Int

    /// How much may be written with one step, in characters.
    package static let textLimit = 4000

    /// What orders it in its pile: the deadline where its time runs, elsewhere since when it lies there.
    package var order: Date {
        switch phase {
        case .incoming: openedAt
        case .running: clock?.due ?? receivedAt ?? openedAt
        case .standing: clock?.stoppedAt ?? openedAt
        case .outgoing, .closed: endedAt ?? openedAt
        }
    }

    /// Whether it is theirs: they asked, or sent it for somebody.
    package func isOf(_ actor: Actor) -> Bool {
        [.resident, .program].contains(actor.kind) && people.contains(actor.id)
    }

    /// The accounts of those whose it is.
    package var people: Set<String> { Set([applicant.account, applicant.sentBy].compactMap(\.self)) }

    package func isLate(at time: Date) -> Bool { clock?.isLate(at: endedAt ?? time) ?? false }
}

extension CaseFile {
    /// What is said with a move.
    package struct Words: Sendable, Equatable {
        package let text: String
        package let newDue: Date?
        /// The official who has it from now on; nil leaves it with whoever had it.
        package let officer: String?

        package init(_ text: String = "", newDue: Date? = nil, officer: String? = nil) {
            (self.text, self.newDue, self.officer) = (text, newDue, officer)
        }

        func check(_ needs: [CaseFlow.Move.Need], due: Date?) throws(CaseProblem) {
            guard text.count <= CaseFile.textLimit else { throw .longText }
            for need in needs {
                switch need {
                case .reason: if text.isEmpty { throw .blankReason }
                case .reply: if text.isEmpty { throw .blankReply }
                case .request: if text.isEmpty { throw .blankRequest }
                case .result: if text.isEmpty { throw .blankResult }
                case .confirmation: break
                case .newDue:
                    guard let newDue else { throw .noDue }
                    if let due, newDue <= due { throw .dueNotLater }
                }
            }
        }
    }

    /// Follows a move: the state, the clock, and on receipt the beginning of the agency's time.
    mutating func follow(
        _ move: CaseFlow.Move, to next: CaseFlow.State, saying words: Words, at time: Date, in calendar: WorkingCalendar
    ) throws(CaseProblem) {
        try words.check(move.needs, due: clock?.due)
        switch (phase, next.phase) {
        case (.incoming, .running):
            receivedAt = time
            clock = limit.map { CaseClock(limit: $0, from: time, in: calendar) }
        case (_, .running): clock?.resume(at: time, in: calendar)
        case (_, .standing): clock?.stop(at: time)
        case (.outgoing, .closed): break
        case (_, .outgoing), (_, .closed):
            clock?.stop(at: time)
            endedAt = time
        case (_, .incoming): break
        }
        if let newDue = words.newDue, move.needs.contains(.newDue) { clock = CaseClock(due: newDue) }
        (state, phase) = (next.name, next.phase)
        if let officer = words.officer { self.officer = officer }
        version += 1
    }
}

extension CaseFile {
    /// A case as somebody has seen it, for changes to many: `<id>.<version>` in a form.
    package struct Seen: Sendable, Equatable, LosslessStringConvertible {
        package let id: ID<CaseFile>
        package let version: Int

        package init(_ file: CaseFile) { (id, version) = (file.id, file.version) }

        package init?(_ text: String) {
            let parts = text.split(separator: ".")
            guard parts.count == 2, let version = Int(parts[1]) else { return nil }
            (id, self.version) = (ID(String(parts[0])), version)
        }

        package var description: String { "\(id).\(version)" }
    }
}

/// One step of a case: who did what, when, at which agency, and what they said.
package struct CaseStep: Sendable, Equatable {
    package let number: Int
    /// What happened: the event of a move, or `opened`, `assigned`, `handed_over`.
    package let event: String
    package let state: String
    package let phase: CaseFlow.Phase
    package let at: Date
    package let actor: String
    /// Which agency had the case after the step.
    package let holder: Place
    package let officer: String?
    package let text: String
    /// By when the case was due after the step.
    package let due: Date?
    /// The ledger's event that tells of it.
    package let ledgerEvent: String
}

/// Something written in a case: to the applicant and from them, or among officials only.
package struct CaseMessage: Sendable, Equatable {
    package let id: ID<CaseMessage>
    package let at: Date
    package let author: String
    package let isFromOffice: Bool
    package let isInternal: Bool
    package let text: String
}
