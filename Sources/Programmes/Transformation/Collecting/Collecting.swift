// SPDX-License-Identifier: Apache-2.0

package import Indicators
package import Kernel

/// What cannot be counted from the ledger is collected from agencies, by forms (biểu mẫu báo cáo) that each fills in for each
/// period and the level above accepts.
package enum Collecting {
    /// Fill in and send the reports of an agency.
    package static let report: Permission = "collection.report"
    /// Accept the reports of the agencies below, or send them back.
    package static let accept: Permission = "collection.accept"

    package static let measures = [
        Measure("collection.submitted", nameKey: "collection.measure.submitted"),
        Measure(
            "collection.submitted_on_time", nameKey: "collection.measure.on_time", event: "collection.submitted",
            where: ["on_time": ["yes"]]),
        Measure("collection.corrected", nameKey: "collection.measure.corrected"),
        Measure("collection.accepted", nameKey: "collection.measure.accepted"),
        Measure("collection.returned", nameKey: "collection.measure.returned"),
    ]
}
