// SPDX-License-Identifier: Apache-2.0

import CSignatures
package import Foundation

/// Timestamps (RFC 3161): what an authority says about when a digest was there.
package enum Timestamp {
    /// What the authority is sent, `application/timestamp-query`.
    package static func query(for digest: [UInt8]) -> [UInt8]? {
        [UInt8](taking: csignatures_timestamp_query(digest, digest.count))
    }

    package enum Verdict: Sendable, Equatable {
        case holds(Date)
        /// Not an answer of such an authority.
        case unreadable
        /// It gave none.
        case refused
        /// Over something else, or by nobody whom the roots vouch for.
        case wrong
    }

    /// `response` is what came back, `application/timestamp-reply`; `roots` in DER.
    package static func verdict(of response: [UInt8], over digest: [UInt8], roots: [[UInt8]]) -> Verdict {
        let all = Array(roots.joined())
        var time: Int64 = 0
        let outcome = csignatures_timestamp_verify(
            response, response.count, digest, digest.count, all, all.count, &time)
        return switch outcome {
        case csignatures_timestamp_holds: .holds(Date(timeIntervalSince1970: TimeInterval(time)))
        case csignatures_timestamp_unreadable: .unreadable
        case csignatures_timestamp_refused: .refused
        default: .wrong
        }
    }
}
