// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger

/// Keeps that a State secret was refused, and by which way it came: nothing of the document, not even what it is called.
enum SecretRefusal: String {
    case draft, arrival, enclosure, exchange, axis

    func tell(
        _ degree: Secrecy?, at place: Place, by actor: Actor, at time: Date, event: String, in db: any Connection
    ) throws {
        try Ledger(db).append(
            Event(
                id: ID(event), kind: "documents.secret_refused", subject: place.rawValue, place: place.rawValue,
                actor: actor.id, at: time, facts: ["way": rawValue, "degree": degree?.rawValue ?? "marked"]))
    }
}
