// SPDX-License-Identifier: Apache-2.0

import DemoEID
import Identity
import Kernel
import NationalID

/// How people sign in here.
package struct SignInSettings: Sendable {
    /// Whose national e-ID is believed.
    package enum ElectronicID: Sendable {
        case none
        /// The simulator in this process, which believes whoever chooses a name.
        case simulated
        case provider(issuer: String, clientID: String, clientSecret: String?)
    }

    package var localAccounts = true
    package var electronicID = ElectronicID.none
    /// Whether a post gives its rights only after a second factor.
    package var postsNeedSecondFactor = false

    package init() {}

    /// With the simulated e-ID, and nobody needs a phone.
    package static var demo: SignInSettings {
        var settings = SignInSettings()
        settings.electronicID = .simulated
        return settings
    }

    var identity: IdentitySettings {
        var settings = IdentitySettings()
        settings.localAccounts = localAccounts
        settings.postsNeedSecondFactor = postsNeedSecondFactor
        return settings
    }

    /// The provider, and the simulator behind it where there is one. What the simulator is asked behind the browser's
    /// back stays in this process.
    func provider(at publicURL: String, now: @escaping Now) -> (OpenIDProvider?, DemoProvider?) {
        let callback = "\(publicURL)/session/eid/callback"
        switch electronicID {
        case .none: return (nil, nil)
        case .provider(let issuer, let clientID, let clientSecret):
            let settings = OpenIDSettings(
                issuer: issuer, clientID: clientID, clientSecret: clientSecret, redirectURI: callback)
            return (OpenIDProvider(settings, fetch: fetchOverHTTP(), now: now), nil)
        case .simulated:
            let people = DemoPerson.allCases.compactMap { person in
                person.identifier.map { DemoProvider.Person(identifier: $0, name: person.name) }
            }
            let simulator = DemoProvider(
                issuer: "\(publicURL)/demo-eid", clientID: "doicanh", redirectURI: callback, people: people, now: now)
            let settings = OpenIDSettings(
                issuer: simulator.issuer, clientID: "doicanh", redirectURI: callback)
            return (OpenIDProvider(settings, fetch: { try await simulator.answer($0) }, now: now), simulator)
        }
    }
}
