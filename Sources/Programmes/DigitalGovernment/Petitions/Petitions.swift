// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Feedback, petitions and tips that people send from their phones. First of them: the scene report.
package enum Petitions {
    /// Read the reports sent to an agency.
    package static let read: Permission = "petitions.read"
    /// Accept or decline a report sent to an agency.
    package static let decide: Permission = "petitions.decide"
}
