// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
package import Foundation
package import Kernel
import Ledger

/// One kind of case, as a module enters it: its flow, and what the module adds to each step.
package struct CaseKind: Sendable {
    package let name: String
    package let flow: CaseFlow
    /// Which of the flow's tracks a case is on.
    package let track: @Sendable (CaseFile) -> String
    /// Runs in the transaction of each step, before it is committed. What it throws refuses the step.
    package let stepped: @Sendable (CaseFile, CaseStep, Actor, any Connection) throws -> Void
    /// The agency above another in a case of this kind, nil at the top; where no kind of case goes up, there is no function.
    package let superior: (@Sendable (Place, CaseFile, any Connection) throws -> Place?)?
    /// Whether an agency that neither has the case, nor took it in, nor was asked about it may read it all the same, because it
    /// has a part in it.
    package let takesPart: @Sendable (Place, CaseFile, any Connection) throws -> Bool

    package init(
        _ name: String, flow: CaseFlow, track: @escaping @Sendable (CaseFile) -> String = { _ in CaseFlow.mainTrack },
        superior: (@Sendable (Place, CaseFile, any Connection) throws -> Place?)? = nil,
        takesPart: @escaping @Sendable (Place, CaseFile, any Connection) throws -> Bool = { _, _, _ in false },
        stepped: @escaping @Sendable (CaseFile, CaseStep, Actor, any Connection) throws -> Void = { _, _, _, _ in }
    ) {
        self.name = name
        self.flow = flow
        self.track = track
        self.stepped = stepped
        self.superior = superior
        self.takesPart = takesPart
    }

    func moves(of file: CaseFile) -> [CaseFlow.Move] { flow.moves(of: file, on: track(file)) }

    func follow(_ name: String, _ file: CaseFile) throws(CaseProblem) -> (move: CaseFlow.Move, to: CaseFlow.State) {
        try flow.follow(name, file, on: track(file))
    }

    /// Read cases that an agency has or took in.
    package var read: Permission { .toHandle(name, "read") }
    /// Give cases of an agency to its officials.
    package var assign: Permission { .toHandle(name, "assign") }
    /// Ask another agency about a case, and answer for one's own.
    package var consult: Permission { .toHandle(name, "consult") }
    /// Hand cases over to another agency.
    package var handOver: Permission { .toHandle(name, "hand_over") }
}

extension Permission {
    /// A right over one kind of case.
    static func toHandle(_ kind: String, _ verb: String) -> Permission { Permission(rawValue: "\(kind).\(verb)") }
}

/// What residents and officials do with case files of every kind. What is special about a kind lies in its `CaseKind`.
///
/// Whoever changes a case says which `version` of it they have seen; after somebody else's change they are refused with
/// `CaseProblem.changedMeanwhile`, and nothing is overwritten.
package struct CaseService: Sendable {
    let database: any Database
    let files: FileService
    let kinds: [String: CaseKind]
    let calendar: WorkingCalendar
    package let now: Now
    let newID: NewID

    package init(
        database: any Database, files: FileService, kinds: [CaseKind], calendar: WorkingCalendar, now: @escaping Now,
        newID: @escaping NewID
    ) {
        self.database = database
        self.files = files
        self.kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
        self.calendar = calendar
        self.now = now
        self.newID = newID
    }

    /// What a module knows of a case before there is one.
    package struct Opening: Sendable {
        package let kind: String
        package let matter: String
        package let matterVersion: Int
        package let applicant: CaseFile.Applicant
        package let channel: CaseFile.Channel
        package let content: String
        package let limit: TimeLimit?
        package let desk: Place
        /// Who has it first, if not the desk.
        package let holder: Place?

        package init(
            kind: String, matter: String, matterVersion: Int, applicant: CaseFile.Applicant,
            channel: CaseFile.Channel, content: String, limit: TimeLimit?, desk: Place,
            holder: Place? = nil
        ) {
            self.kind = kind
            self.matter = matter
            self.matterVersion = matterVersion
            self.applicant = applicant
            self.channel = channel
            self.content = content
            self.limit = limit
            self.desk = desk
            self.holder = holder
        }
    }

    /// Makes a case in the caller's transaction. The module has asked before whether the actor may.
    package func open(
        _ opening: Opening, as id: ID<CaseFile>? = nil, by actor: Actor, in db: any Connection
    ) throws -> CaseFile {
        let start = try kind(opening.kind).flow.start
        let file = CaseFile(
            id: id ?? ID(newID()), kind: opening.kind, matter: opening.matter, matterVersion: opening.matterVersion,
            applicant: opening.applicant, channel: opening.channel, limit: opening.limit, desk: opening.desk,
            holder: opening.holder ?? opening.desk, officer: nil, state: start.name, phase: start.phase, code: nil,
            openedAt: now(), receivedAt: nil, clock: nil, endedAt: nil, version: 1)
        try CaseStore(db: db).insert(file, content: opening.content)
        for place in Set([file.desk, file.holder]) { try CaseWordStore(db: db).insert(file, at: place) }
        try record("opened", file, facts: ["channel": file.channel.rawValue], by: actor, in: db)
        return file
    }

    func kind(_ name: String) throws(CaseProblem) -> CaseKind {
        guard let kind = kinds[name] else { throw .notFound }
        return kind
    }

    /// The calendar of an agency: the national one with the days it swapped.
    func calendar(of agency: Place, in db: any Connection) throws -> WorkingCalendar {
        let days = try CaseStore(db: db).calendarDays(of: agency)
        return calendar.with(off: days.off, worked: days.worked)
    }

    /// Writes down a step: in the history, in the ledger, and with the module.
    func record(
        _ event: String, _ file: CaseFile, saying text: String = "", facts: [String: String] = [:], by actor: Actor,
        in db: any Connection
    ) throws {
        let entry = Event(
            id: ID(newID()), kind: "\(file.kind).\(event)", subject: file.id.rawValue, place: file.holder.rawValue,
            actor: actor.id, at: now(), facts: facts.merging(["matter": file.matter, "state": file.state]) { $1 },
            personal: text.isEmpty ? [:] : ["text": text])
        try Ledger(db).append(entry)
        let step = CaseStep(
            number: file.version, event: event, state: file.state, phase: file.phase, at: entry.at, actor: actor.id,
            holder: file.holder, officer: file.officer, text: text, due: file.clock?.due,
            ledgerEvent: entry.id.rawValue)
        try CaseHistoryStore(db: db).insert(step, of: file.id)
        try kind(file.kind).stepped(file, step, actor, db)
    }
}

extension CaseService {
    /// The state in which cases of a kind begin; nil for a kind that is not there.
    package func startState(of kind: String) -> String? { kinds[kind]?.flow.start.name }

    /// When the offices close on `day`.
    package func closing(of day: Day) -> Date { calendar.closing(of: day) }
}
