// SPDX-License-Identifier: Apache-2.0

import Exchange
import HTTPServer
package import Hummingbird

/// What travels with a request from a neighbour.
package struct ExchangeContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let peer: PeerCertificate
    /// The node that asks; nil when the directory does not know its certificate, for which the authority vouches all the
    /// same.
    var caller: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = PeerCertificate(source)
    }
}
