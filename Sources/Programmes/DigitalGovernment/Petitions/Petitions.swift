// SPDX-License-Identifier: Apache-2.0

package import Identity
package import Indicators
package import Kernel

/// Feedback, petitions and tips that people send from their phones. First of them: the scene report.
package enum Petitions {
    /// Read the reports sent to an agency.
    package static let read: Permission = "petitions.read"
    /// Accept or decline a report sent to an agency.
    package static let decide: Permission = "petitions.decide"

    /// What a person may let another do: send reports for them.
    package static let matter = Matter("petitions", nameKey: "petitions.matter")

    /// What is counted: each is the event of the same name.
    package static let submitted = Measure("petitions.submitted", nameKey: "petitions.measure.submitted")
    package static let accepted = Measure("petitions.accepted", nameKey: "petitions.measure.accepted")
    package static let declined = Measure("petitions.declined", nameKey: "petitions.measure.declined")
    package static let measures = [submitted, accepted, declined]
}
