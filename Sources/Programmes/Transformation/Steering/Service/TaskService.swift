// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Indicators
package import Kernel

/// Gives tasks. Their way from there on is Casework's.
package struct TaskService: Sendable {
    static let titleLimit = 200
    private static let joiningLimit = 30

    let database: any Database
    let cases: CaseService
    let agencies: AgencyService
    let catalogue: IndicatorCatalogue
    let now: Now

    package init(
        database: any Database, cases: CaseService, agencies: AgencyService, catalogue: IndicatorCatalogue,
        now: @escaping Now
    ) {
        (self.database, self.cases, self.agencies) = (database, cases, agencies)
        (self.catalogue, self.now) = (catalogue, now)
    }

    /// Gives a task to its lead agency, from the agency the official acts for.
    package func give(_ draft: TaskDraft, by actor: Actor) async throws -> CaseFile {
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: desk)
        if let problem = blanks(in: draft).first { throw problem }
        guard let due = draft.due else { throw TaskProblem.noDue }
        guard let lead = try await agency(draft.lead), lead.place != desk else { throw TaskProblem.noLead }
        guard draft.indicator.isEmpty || catalogue[draft.indicator] != nil else { throw TaskProblem.noSuchIndicator }
        var joining: [String] = []
        for line in draft.joining.split(whereSeparator: \.isNewline).prefix(Self.joiningLimit + 1) {
            let typed = line.trimmingCharacters(in: .whitespaces)
            guard !typed.isEmpty else { continue }
            guard joining.count < Self.joiningLimit, let agency = try await agency(typed), agency.id != lead.id else {
                throw TaskProblem.noSuchJoining(typed)
            }
            joining.append(agency.id.rawValue)
        }
        let order = TaskOrder(
            text: draft.text, basis: draft.basis, joining: joining,
            indicator: draft.indicator.isEmpty ? nil : draft.indicator)
        let content = String(decoding: try JSONEncoder().encode(order), as: UTF8.self)
        let giver = try await agencies.find(ID(desk.rawValue))?.name ?? ""
        return try await database.write { [cases] db in
            try cases.open(
                .init(
                    kind: Tasks.kind, matter: draft.title, matterVersion: 1,
                    applicant: .init(account: nil, name: giver), channel: .desk, content: content, limit: .until(due),
                    desk: desk, holder: lead.place), by: actor, in: db)
        }
    }

    /// The tasks given from the agency of an official that are not done yet, the most urgent first.
    package func given(by actor: Actor) async throws -> [CaseFile] {
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        return try await cases.open(Tasks.kind, from: desk, for: actor)
    }

    /// What is wrong with it at first sight, all of it.
    func blanks(in draft: TaskDraft) -> [TaskProblem] {
        var problems: [TaskProblem] = []
        func check(_ text: String, _ blank: TaskProblem, _ long: TaskProblem, limit: Int = CaseFile.textLimit) {
            if text.isEmpty { problems.append(blank) } else if text.count > limit { problems.append(long) }
        }
        check(draft.title, .blankTitle, .longTitle, limit: Self.titleLimit)
        check(draft.text, .blankText, .longText)
        check(draft.basis, .blankBasis, .longBasis)
        if draft.lead.isEmpty { problems.append(.noLead) }
        if let due = draft.due { if due < Day(now()) { problems.append(.duePast) } } else { problems.append(.noDue) }
        return problems
    }

    /// The agency of today that has this identifier.
    private func agency(_ typed: String) async throws -> Agency? {
        guard let organID = try? OrganID(typed.trimmingCharacters(in: .whitespaces).uppercased()) else { return nil }
        return try await agencies.find(organID)
    }
}
