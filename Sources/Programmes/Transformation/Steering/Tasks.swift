// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Casework
package import Database
import Foundation
package import Indicators
package import Kernel

/// Tasks that one agency gives another (nhiệm vụ): a kind of case file, with the lead agency as its holder and the agency that
/// gave it as its desk.
package enum Tasks {
    /// The name of their kind of case, and the first part of their permissions and events.
    package static let kind = "tasks"
    package static let path = "tasks"

    /// Read tasks that an agency has, gave or was asked about.
    package static let read: Permission = "tasks.read"
    /// Give tasks to other agencies, and say whether they are done.
    package static let give: Permission = "tasks.give"

    package static let measures = [
        Measure("tasks.opened", nameKey: "steering.measure.opened"),
        Measure("tasks.done", nameKey: "steering.measure.done"),
        Measure(
            "tasks.done_on_time", nameKey: "steering.measure.on_time", event: "tasks.done",
            where: ["on_time": ["yes"]]),
        Measure("tasks.done_late", nameKey: "steering.measure.late", event: "tasks.done", where: ["on_time": ["no"]]),
        Measure("tasks.escalated", nameKey: "steering.measure.escalated"),
    ]

    package static func flow(content: [String: String]) throws(ContentProblem) -> CaseFlow {
        let file = "Steering/task.flow.json"
        return try CaseFlow(json: content[file] ?? "", file: file)
    }

    /// The level above: the agency it belongs to; else the People's Committee of its unit, or of the unit above; and above
    /// a province whoever gave the task.
    package static func superior(of place: Place, in file: CaseFile, _ db: any Connection, today: Day) throws -> Place?
    {
        guard try AgencyStore(db: db).find(ID(place.rawValue)) != nil else { return nil }
        if let superior = try Hierarchy(db, on: today).superior(of: place) { return superior }
        return file.desk == place ? nil : file.desk
    }

    /// Whether an agency was named to join in.
    package static func joins(_ agency: Place, _ file: CaseFile, _ db: any Connection) throws -> Bool {
        try TaskOrder(content: try CaseService.content(of: file.id, in: db)).joining.contains(agency.rawValue)
    }
}
