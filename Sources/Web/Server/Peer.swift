// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
package import NIOCore

extension ApplicationRequestContextSource {
    /// The other end of the socket, or "" where there is none.
    package var peerAddress: String { channel.remoteAddress?.ipAddress ?? "" }
}

/// What the operating system said when the server could not listen.
package enum ListenFailure: Error, Sendable {
    case inUse, notPermitted, noSuchAddress

    /// Nil when `error` is something else.
    package init?(_ error: any Error) {
        if let error = error as? IOError {
            switch error.errnoCode {
            case EADDRINUSE: self = .inUse
            case EACCES: self = .notPermitted
            case EADDRNOTAVAIL: self = .noSuchAddress
            default: return nil
            }
        } else if error is SocketAddressError {
            self = .noSuchAddress
        } else {
            return nil
        }
    }
}

extension Channel {
    /// The port a listening socket was given.
    package var localPort: Int? { localAddress?.port }
}
