// SPDX-License-Identifier: Apache-2.0

import DemoPortal
import PublicServices
package import Wire

/// Which portals may file here. One without a secret is not listened to.
package struct PortalSettings: Sendable {
    /// By the name of the portal.
    package var secrets: [String: SharedSecret] = [:]
    /// Where each wants to be told of what becomes of its dossiers.
    package var webhooks: [String: String] = [:]
    /// Those without a secret are the simulator in this process.
    package var isSimulated = false

    package init() {}

    /// With portals that are simulated.
    package static var demo: PortalSettings {
        var settings = PortalSettings()
        settings.isSimulated = true
        return settings
    }

    /// Secrets nobody else knows, for those that are simulated.
    func simulated(of portals: [Portal]) -> [String: SharedSecret] {
        guard isSimulated else { return [:] }
        let names = portals.map(\.name).filter { secrets[$0] == nil }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, SharedSecret.random()) })
    }

    /// Refuses a secret for a portal that the content does not know.
    func connections(
        to portals: [Portal], simulating simulated: [String: SharedSecret], at door: FrontDoor
    ) throws(ConfigurationProblem) -> [PortalConnection] {
        let known = Set(portals.map(\.name))
        guard known.isSuperset(of: secrets.keys), known.isSuperset(of: webhooks.keys) else {
            let names = portals.map { "\($0.name)=…" }.joined(separator: ", ")
            throw .wrongValue(.portalSecrets, .standard, expected: names)
        }
        return portals.compactMap { portal in
            if let secret = simulated[portal.name] {
                return PortalConnection(portal, secret: secret) {
                    try door.url(of: DemoPortal.noticePath(of: portal.name))
                }
            }
            guard let secret = secrets[portal.name] else { return nil }
            guard let webhook = webhooks[portal.name] else { return PortalConnection(portal, secret: secret) }
            return PortalConnection(portal, secret: secret) { webhook }
        }
    }
}
