// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Indicators
package import Kernel

/// The case files of online public services (hồ sơ): the ten official states, whatever is asked for.
package enum Dossiers {
    /// The name of their kind of case, and the first part of their permissions and events.
    package static let kind = "dossiers"
    /// Where their pages are.
    package static let path = "dossiers"

    /// What is counted: each is the event of the same name.
    package static let measures = [
        Measure("dossiers.opened", nameKey: "services.measure.opened"),
        Measure("dossiers.received", nameKey: "services.measure.received"),
        Measure("dossiers.decided", nameKey: "services.measure.decided"),
    ]

    /// Take dossiers in, at the counter or online.
    package static let receive: Permission = "dossiers.receive"

    /// Reads their flow from its content file.
    package static func flow(content: [String: String]) throws(ContentProblem) -> CaseFlow {
        let file = "Casework/dossier.flow.json"
        return try CaseFlow(json: content[file] ?? "", file: file)
    }
}
