// SPDX-License-Identifier: Apache-2.0

package import Exchange
package import Foundation
package import Kernel

/// A document that the exchange brought for an agency, until its clerk enters it in the book or says no.
package struct IncomingDocument: Sendable, Equatable {
    package enum State: String, Sendable { case waiting, registered, refused }

    package let message: ID<Envelope>
    /// The agency, as the message names it.
    package let receiver: String
    package let agency: Place
    package internal(set) var state: State
    package let cameAt: Date
    /// The identifier of who sent it, and its name as the paper has it.
    package let sender: String, senderName: String
    package let type: String, typeName: String
    package let notation: String
    package let day: Day
    package let subject: String, content: String
    package let urgency: Urgency
    package let signer: String
    package let change: DocumentChange
    /// The message of the document that it changes.
    package let about: ID<Envelope>?
    /// The sender wants it back: since when, and why. An answer is due.
    package let recalledAt: Date?, recallReason: String
    /// Its line in the book.
    package internal(set) var arrival: ID<Arrival>?
    package var carrier = DocumentCarrier.exchange
    /// How the axis names the document: agency, day and code; "" on the exchange.
    package var reference = ""
}
