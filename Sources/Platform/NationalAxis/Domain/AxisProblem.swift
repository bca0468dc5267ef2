// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why nothing goes to the axis, or what came from it is not taken.
package enum AxisProblem: Problem, Equatable {
    /// This node has no credentials for it.
    case notConnected
    /// The axis does not take it, and never will.
    case refused(reason: String)
    /// It does not answer, or not so that anybody can read it.
    case away(status: Int)
    case unreadable
    /// This node takes only what is signed, by systems for whom somebody it trusts vouches.
    case notSigned, notVouchedFor
    /// None of the receivers is here.
    case notHere
    /// A status of a document that this node never sent.
    case noSuchDocument
    /// A status by somebody to whom the document did not go.
    case notAReceiver

    package var code: String {
        switch self {
        case .notConnected: "axis.not_connected"
        case .refused: "axis.refused"
        case .away: "axis.away"
        case .unreadable: "axis.unreadable"
        case .notSigned: "axis.not_signed"
        case .notVouchedFor: "axis.not_vouched_for"
        case .notHere: "axis.not_here"
        case .noSuchDocument: "axis.no_such_document"
        case .notAReceiver: "axis.not_a_receiver"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notConnected, .away, .unreadable: .unavailable
        case .noSuchDocument: .notFound
        default: .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .refused(let reason): ["reason": reason]
        case .away(let status): ["status": "\(status)"]
        default: [:]
        }
    }
}
