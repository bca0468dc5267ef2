// SPDX-License-Identifier: Apache-2.0

import Casework
import Jobs
import Kernel

/// A message that names one step of a dossier: what is told of it is read when the courier sets out.
extension OutgoingMessage {
    init(_ kind: String, of step: CaseStep, in file: CaseFile, id: String) {
        self.init(id: ID(id), kind: kind, event: step.ledgerEvent, body: "\(file.id)/\(step.number)")
    }

    /// Which dossier, and the number of the step.
    var step: (file: ID<CaseFile>, number: Int) {
        get throws(Undeliverable) {
            let parts = body.split(separator: "/")
            guard parts.count == 2, let number = Int(parts[1]) else { throw Undeliverable("no step in \(body)") }
            return (ID(String(parts[0])), number)
        }
    }
}
