// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Identity
package import Indicators
package import Kernel

/// The case files of online public services (hồ sơ): the ten official states, whatever is asked for.
package enum Dossiers {
    /// The name of their kind of case, and the first part of their permissions and events.
    package static let kind = "dossiers"
    /// Where their pages are.
    package static let path = "dossiers"

    /// What one person may do for another with their consent.
    package static let matter = Matter("dossiers", nameKey: "services.matter")

    /// What is counted.
    package static let measures =
        [opened, openedOnline, received, decided, onTime, late, rated, satisfied, billed, paid]
        + ServiceRegister.measures

    static let opened = Measure("dossiers.opened", nameKey: "services.measure.opened")
    /// Sent through our portal or another one, rather than handed in or posted.
    static let openedOnline = Measure(
        "dossiers.opened_online", nameKey: "services.measure.opened_online", event: "dossiers.opened",
        where: ["channel": ["online", "portal"]])
    static let received = Measure("dossiers.received", nameKey: "services.measure.received")
    static let decided = Measure("dossiers.decided", nameKey: "services.measure.decided")
    /// Decided within the time promised. What has no time limit is neither on time nor late.
    static let onTime = Measure(
        "dossiers.decided_on_time", nameKey: "services.measure.on_time", event: "dossiers.decided",
        where: ["on_time": ["yes"]])
    static let late = Measure(
        "dossiers.decided_late", nameKey: "services.measure.late", event: "dossiers.decided",
        where: ["on_time": ["no"]])
    static let billed = Measure("payments.billed", nameKey: "services.measure.billed")
    static let paid = Measure(
        "payments.paid_online", nameKey: "services.measure.paid", event: "payments.paid", where: ["by": ["transfer"]])
    static let rated = Measure("dossiers.rated", nameKey: "services.measure.rated")
    static let satisfied = Measure(
        "dossiers.rated_satisfied", nameKey: "services.measure.satisfied", event: "dossiers.rated",
        where: ["score": ["4", "5"]])

    /// Read dossiers that an agency has or took in.
    package static let read: Permission = "dossiers.read"
    /// Take dossiers in, at the counter or online.
    package static let receive: Permission = "dossiers.receive"

    /// File dossiers for people, as another portal does.
    package static let file: Permission = "dossiers.file"

    /// Reads their flow from its content file.
    package static func flow(content: [String: String]) throws(ContentProblem) -> CaseFlow {
        let file = "Casework/dossier.flow.json"
        return try CaseFlow(json: content[file] ?? "", file: file)
    }
}
