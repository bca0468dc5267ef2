// SPDX-License-Identifier: Apache-2.0

package import Exchange
package import Foundation
package import Kernel

/// One agency that a document was issued to, and how far it has got there.
package struct DocumentReceiver: Sendable, Equatable {
    /// By its id, and by its identifier on the exchange.
    package let agency: String, receiver: String
    /// How its carrier names the delivery; nil when it gets the document on paper: nothing else reaches it.
    package let message: ID<Envelope>?
    /// What was said last; nil before it has arrived.
    package internal(set) var state: DeliveryState?
    package let sentAt: Date
    package internal(set) var arrivedAt: Date?, receivedAt: Date?, assignedAt: Date?, doneAt: Date?
    /// What the receiver wrote last.
    package internal(set) var words: String
    /// Why it is wanted back; "" when it is not.
    package internal(set) var recallReason: String
    package internal(set) var recallBy: String?
    package var carrier = DocumentCarrier.exchange
    /// How the axis names the document; "" elsewhere.
    package var reference = ""
    /// The code of what keeps the exchange from taking it there; "" elsewhere.
    package var problem = ""

    /// Wanted back, and not arrived yet: that is said as soon as it has.
    package var isRecallWaiting: Bool { !recallReason.isEmpty && state == nil }

    mutating func hear(_ state: DeliveryState, at time: Date, saying words: String) {
        switch state {
        case .arrived: arrivedAt = arrivedAt ?? time
        case .received: receivedAt = receivedAt ?? time
        case .assigned: assignedAt = assignedAt ?? time
        case .done: doneAt = doneAt ?? time
        default: break
        }
        self.state = state
        if !words.isEmpty, !state.isSaidBySender { self.words = words }
    }
}
