// SPDX-License-Identifier: Apache-2.0

import Crypto
import Database
import Foundation
package import Jobs
import Kernel
import Ledger
import Signatures

/// An authority that says when something was there, and whom to believe that it is the one.
package struct TimestampAuthority: Sendable {
    /// Brings the answer to a query.
    package typealias Ask = @Sendable (_ query: [UInt8]) async throws -> [UInt8]

    let ask: Ask
    /// In DER.
    let roots: [[UInt8]]

    package init(roots pem: String, ask: @escaping Ask) throws {
        (roots, self.ask) = (try Certificates.read(pem: pem), ask)
    }
}

/// Has messages and receipts stamped after they were signed. What is signed does not wait for it.
package struct TimestampCourier: Courier {
    static let kind = "exchange.timestamp"

    private let correspondence: Correspondence
    private let authority: TimestampAuthority

    package init(_ correspondence: Correspondence, authority: TimestampAuthority) {
        (self.correspondence, self.authority) = (correspondence, authority)
    }

    package var kind: String { Self.kind }

    package func deliver(_ message: OutgoingMessage) async throws {
        let sha256 = message.body
        guard let digest = Hash(hex: sha256)?.bytes, let query = Timestamp.query(for: digest) else {
            throw Undeliverable("not a digest: \(sha256)")
        }
        let response = try await authority.ask(query)
        switch Timestamp.verdict(of: response, over: digest, roots: authority.roots) {
        case .holds(let time):
            try await correspondence.database.write { try TimestampStore(db: $0).insert(sha256, response, at: time) }
        case let verdict: throw NotStamped(verdict: "\(verdict)")
        }
    }

    private struct NotStamped: Error { let verdict: String }
}
