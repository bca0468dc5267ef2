// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// What the pages need to know about the place they are served from.
package struct WebSettings: Sendable {
    /// Scheme and authority under which people reach this node, without a slash at the end: `https://dvc.example.vn`.
    package let publicURL: String
    /// Whose X-Forwarded-For and X-Forwarded-Proto are believed.
    package let trustedProxies: [AddressRange]
    /// Who may read /metrics.
    package let metricsReaders: [AddressRange]
    /// Other origins a form of ours may lead to by redirect: the national e-ID. Chrome holds redirects to `form-action`.
    package let formTargets: [String]
    /// Every page says that its people are invented.
    package let isDemo: Bool
    /// How long what readiness and metrics look at may take to answer.
    package var healthPatience = Duration.seconds(2)

    package init(
        publicURL: String = "http://localhost:8080", trustedProxies: [AddressRange] = [],
        metricsReaders: [AddressRange] = AddressRange.loopback, formTargets: [String] = [], isDemo: Bool = false
    ) {
        self.publicURL = publicURL
        self.trustedProxies = trustedProxies
        self.metricsReaders = metricsReaders
        self.formTargets = formTargets
        self.isDemo = isDemo
    }

    /// Pages are reached over HTTPS: cookies are `Secure` and `__Host-`, and browsers are told to stay with HTTPS.
    package var isSecure: Bool { publicURL.hasPrefix("https://") }

    /// Whose request it is, and whether it left the browser over HTTPS. The nearest address that is not a proxy of ours
    /// counts; what stands before it, anybody could have written.
    func client(of request: Request, peer: String) -> (address: String, isSecure: Bool) {
        guard isProxy(peer) else { return (peer, isSecure) }
        let chain = request.headers[values: .forwardedFor].joined(separator: ",").split(separator: ",")
            .map { String($0.filter { $0 != " " }) }
        let nearest = chain.last { !isProxy($0) } ?? ""
        return (Address(nearest) == nil ? peer : nearest, request.headers[.forwardedProto] == "https")
    }

    private func isProxy(_ address: String) -> Bool { trustedProxies.contains { $0.contains(address) } }
}
