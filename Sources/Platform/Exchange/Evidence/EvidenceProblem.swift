// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why there is no packet of evidence.
package enum EvidenceProblem: Problem, Equatable {
    case notAPacket
    case cannotWrite(String)
    /// The message is not one of this receiver's.
    case noSuchDelivery(String, receiver: String)

    package var code: String {
        switch self {
        case .notAPacket: "exchange.not_a_packet"
        case .cannotWrite: "exchange.cannot_write"
        case .noSuchDelivery: "exchange.no_such_delivery"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notAPacket: .invalid
        case .cannotWrite: .unavailable
        case .noSuchDelivery: .notFound
        }
    }

    package var slots: [String: String] {
        switch self {
        case .notAPacket: [:]
        case .cannotWrite(let name): ["name": name]
        case .noSuchDelivery(let message, let receiver): ["message": message, "receiver": receiver]
        }
    }
}
