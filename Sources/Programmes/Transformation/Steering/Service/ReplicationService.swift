// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
import Foundation
package import Kernel
package import Units

/// Makes a replication plan (kế hoạch nhân rộng) of what a pilot reached: a table of tasks for other agencies, which whoever gave
/// the pilot looks through and gives.
package struct ReplicationService: Sendable {
    let cases: CaseService
    let agencies: AgencyService
    let units: UnitService
    let tasks: TaskService
    let directives: DirectiveService

    package init(
        cases: CaseService, agencies: AgencyService, units: UnitService, tasks: TaskService,
        directives: DirectiveService
    ) {
        (self.cases, self.agencies, self.units) = (cases, agencies, units)
        (self.tasks, self.directives) = (tasks, directives)
    }

    /// A pilot that was accepted as done.
    package struct Pilot: Sendable {
        package let file: CaseFile
        package let order: TaskOrder
        /// What the lead agency reported last.
        package let result: String
        package let lead: Agency
        /// Agencies of the same sort and level: those to which it can be carried.
        package let peers: [Agency]
        /// The directives of whoever gave it, under which the tasks can be given.
        package let directives: [Directive]
    }

    package func pilot(_ id: ID<CaseFile>, for actor: Actor) async throws -> Pilot {
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: desk)
        let view = try await cases.view(id, for: actor)
        let order = try TaskOrder(content: view.content)
        guard view.file.kind == Tasks.kind, view.file.desk == desk, order.isPilot == true,
            cases.progress(of: view.file).stage == .done,
            let lead = try await agencies.find(ID(view.file.holder.rawValue))
        else { throw ReplicationProblem.noPilot }
        return Pilot(
            file: view.file, order: order, result: view.steps.last { $0.event == "reported" }?.text ?? "", lead: lead,
            peers: try await peers(of: lead),
            directives: try await directives.all(for: actor).filter(\.isGiver).map(\.directive))
    }

    /// The table of tasks that carries a pilot to these agencies, as `TaskSheet` reads it.
    package func sheet(
        of pilot: Pilot, to identifiers: [String], due: Day?, group: String, text: String
    ) -> String {
        let rows = identifiers.map { identifier in
            [
                pilot.file.matter, text, identifier, "", due?.description ?? "", group, "", pilot.order.indicator ?? "",
            ]
        }
        return ([TaskSheet.columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") }.joined(separator: "\n")
    }

    /// The others of its kind: of a ministry the ministries, of a province the provinces, of a commune those of its province.
    private func peers(of lead: Agency) async throws -> [Agency] {
        let tree = try await units.tree()
        let all: [Agency]
        if let unit = lead.unit, let known = tree.unit(unit.code) {
            let siblings = known.parentCode.map { tree.children(of: $0) } ?? tree.provinces
            all = try await agencies.list(kind: lead.kind, serving: siblings.map(\.id))
        } else {
            all = try await agencies.list(kind: lead.kind).filter { $0.unit == nil }
        }
        return all.filter { $0.id != lead.id }
    }

    private static func quoted(_ field: String) -> String {
        field.contains { ",\"\n\r".contains($0) } ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
    }
}

package enum ReplicationProblem: Problem, Equatable, CaseIterable {
    case noPilot, noAgencies, noDirective

    package var code: String {
        switch self {
        case .noPilot: "steering.directives.no_pilot"
        case .noAgencies: "steering.directives.no_agencies"
        case .noDirective: "steering.directives.no_directive"
        }
    }

    package var kind: ProblemKind { self == .noPilot ? .notFound : .invalid }

    package var field: String? {
        switch self {
        case .noPilot: nil
        case .noAgencies: "agency"
        case .noDirective: "directive"
        }
    }
}
