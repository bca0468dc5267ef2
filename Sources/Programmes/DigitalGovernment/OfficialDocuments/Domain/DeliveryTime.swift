// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Foundation
package import Kernel

/// How far a document is with a receiver, counted from when it was sent.
package enum DeliveryStep: String, Sendable, CaseIterable {
    case arrived, received, assigned, done

    func time(of receiver: DocumentReceiver) -> Date? {
        switch self {
        case .arrived: receiver.arrivedAt
        case .received: receiver.receivedAt
        case .assigned: receiver.assignedAt
        case .done: receiver.doneAt
        }
    }
}

/// How long one delivery took to a step.
package struct DeliveryTime: Sendable, Equatable {
    package let file: ID<CaseFile>
    /// The agency that it went to, by its id.
    package let agency: String
    /// In seconds.
    package let duration: TimeInterval
}

/// The deliveries of an agency and period that have come to a step, the slowest first.
package struct DeliveryTimes: Sendable, Equatable {
    package let step: DeliveryStep
    package let times: [DeliveryTime]

    package init(_ step: DeliveryStep, of receivers: [(file: ID<CaseFile>, of: DocumentReceiver)]) {
        self.step = step
        times = receivers.compactMap { file, receiver in
            step.time(of: receiver).map {
                DeliveryTime(
                    file: file, agency: receiver.agency, duration: max(0, $0.timeIntervalSince(receiver.sentAt)))
            }
        }
        .sorted { ($1.duration, $0.agency) < ($0.duration, $1.agency) }
    }

    /// The one in the middle; of an even number the mean of the two. Nil of none.
    package var median: TimeInterval? {
        guard !times.isEmpty else { return nil }
        let middle = times.count / 2
        return times.count % 2 == 1 ? times[middle].duration : (times[middle - 1].duration + times[middle].duration) / 2
    }
}
