// SPDX-License-Identifier: Apache-2.0

import DemoAxis
package import EdXML
import Kernel
import NationalAxis
package import Wire

/// How this node reaches the national axis on which agencies hand each other documents.
package struct AxisSettings: Sendable {
    package struct Line: Sendable {
        let address: String
        let system: String
        let secret: SharedSecret

        package init(address: String, system: String, secret: SharedSecret) {
            (self.address, self.system, self.secret) = (address, system, secret)
        }
    }

    /// Nil on a node that has no credentials.
    package var line: Line?
    /// Without a line the axis is the simulator in this process.
    package var isSimulated = false
    /// What messages are signed with.
    package var seal: EdXMLSeal?
    /// Who has to vouch for whoever signed what comes; nil to take what is not signed, too.
    package var roots: EdXMLRoots?
    /// How often what lies there is fetched.
    package var minutes = 5

    package init() {}

    /// With an axis that is simulated.
    package static var demo: AxisSettings {
        var settings = AxisSettings()
        settings.isSimulated = true
        return settings
    }

    /// Nil where there is neither an axis nor a simulated one.
    func axis(
        simulating secret: SharedSecret?, at door: FrontDoor, send: @escaping Send, now: @escaping Now
    ) -> (any DocumentAxis)? {
        if let secret {
            return AxisClient(
                at: { try door.url(of: DemoAxis.path) }, as: DemoAxis.system, secret: secret, send: send, now: now)
        }
        return line.map { line in
            AxisClient(at: { line.address }, as: line.system, secret: line.secret, send: send, now: now)
        }
    }

    /// A secret nobody else knows, for an axis that is simulated.
    func simulated() -> SharedSecret? { line == nil && isSimulated ? .random() : nil }
}
