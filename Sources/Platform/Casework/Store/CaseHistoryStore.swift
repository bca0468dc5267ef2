// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel

/// What happened in a case and what was written in it: `case_step` and `case_message`.
struct CaseHistoryStore {
    let db: any Connection

    static func steps(of file: ID<CaseFile>) -> Query<[CaseStep]> {
        Query(
            """
            SELECT number, event, state, phase, at, actor, holder, officer, text, due_at, ledger_event FROM case_step
            WHERE case_file = \(file) ORDER BY number
            """
        ) { try $0.map(CaseStep.init(row:)) }
    }

    /// A step is numbered by the version the case has after it.
    func insert(_ step: CaseStep, of file: ID<CaseFile>) throws {
        try db.run(
            """
            INSERT INTO case_step (case_file, number, event, state, phase, at, actor, holder, officer, text,
                due_at, ledger_event)
            VALUES (\(file), \(step.number), \(step.event), \(step.state), \(step.phase.rawValue), \(step.at),
                \(step.actor), \(step.holder.rawValue), \(step.officer), \(step.text),
                \(step.due), \(step.ledgerEvent))
            """)
    }

    static func messages(of file: ID<CaseFile>) -> Query<[CaseMessage]> {
        Query(
            """
            SELECT id, at, author, is_from_office, is_internal, text FROM case_message
            WHERE case_file = \(file) ORDER BY at, id
            """
        ) { try $0.map(CaseMessage.init(row:)) }
    }

    func insert(_ message: CaseMessage, of file: ID<CaseFile>) throws {
        try db.run(
            """
            INSERT INTO case_message (id, case_file, at, author, is_from_office, is_internal, text)
            VALUES (\(message.id), \(file), \(message.at), \(message.author), \(message.isFromOffice),
                \(message.isInternal), \(message.text))
            """)
    }
}

extension CaseStep {
    fileprivate init(row: Row) throws {
        self.init(
            number: try row.int("number"), event: try row.text("event"), state: try row.text("state"),
            phase: try row.value("phase", CaseFlow.Phase.init(rawValue:)), at: try row.time("at"),
            actor: try row.text("actor"), holder: Place(rawValue: try row.text("holder")),
            officer: try row.optional("officer", row.text), text: try row.text("text"),
            due: try row.optional("due_at", row.time), ledgerEvent: try row.text("ledger_event"))
    }
}

extension CaseMessage {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), at: try row.time("at"), author: try row.text("author"),
            isFromOffice: try row.bool("is_from_office"), isInternal: try row.bool("is_internal"),
            text: try row.text("text"))
    }
}
