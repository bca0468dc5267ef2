// SPDX-License-Identifier: Apache-2.0

import Jobs
package import NationalAxis
import OfficialDocuments

/// What the national axis is made of here.
extension Platform {
    /// Fetches what came.
    package var axisBridge: AxisBridge {
        AxisBridge(
            desk: axisDesk, trust: AxisTrust(roots: axisSettings.roots),
            handler: { [axisMail] in try axisMail.take($0, in: $1) })
    }

    /// Has a round of its own: nothing else shall wait for an axis that hangs.
    package var axisCouriers: [AxisCourier] { axis == nil ? [] : [AxisCourier(desk: axisDesk)] }

    var axisSchedules: [Schedule] {
        guard axis != nil else { return [] }
        return [Schedule("axis.poll", .every(axisSettings.minutes * 60)) { _ in try await axisBridge.poll() }]
    }
}
