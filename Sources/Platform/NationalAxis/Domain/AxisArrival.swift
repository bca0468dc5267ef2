// SPDX-License-Identifier: Apache-2.0

package import Database
package import EdXML
package import Files
package import Foundation

/// A message that came by the axis, on its way to taking effect.
package struct AxisArrival: Sendable {
    /// The axis's name for it.
    package let id: String
    package let content: EdXMLPacket.Content
    /// Whose signature it bears; nil when this node takes what is not signed, and it is not.
    package let signer: EdXMLSigner?
    /// The message as it came. It is attached to the arrival already.
    package let file: StoredFile
    /// The attachments of a document in their order, for the handler to attach where they belong.
    package let parts: [ReceivedFile]
    package let at: Date

    /// To what the files of an arrival are attached.
    package static func subject(of id: String) -> String { "axis-arrival:\(id)" }
}

/// What came of an arrival.
package enum AxisEffect: Sendable, Equatable {
    /// The sender is told that it arrived at this agency.
    case taken(by: EdXMLMessage.Organ)
    /// The sender is told that this agency refuses it.
    case refused(by: EdXMLMessage.Organ, because: String)
    /// Nobody is told anything: the fate of a status.
    case noted
}

/// Lets an arrival take effect in the transaction that keeps its id, so that it has one once. What it throws undoes all of it:
/// the message is fetched again.
package typealias AxisHandler = @Sendable (_ arrival: AxisArrival, _ db: any Connection) throws -> AxisEffect

/// What this node believes.
package struct AxisTrust: Sendable {
    /// Who has to vouch for the systems that sign. Nil on a node that takes messages without a signature too.
    package let roots: EdXMLRoots?

    package init(roots: EdXMLRoots?) { self.roots = roots }

    func check(_ packet: EdXMLPacket, at time: Date) throws(AxisProblem) {
        guard let roots else { return }
        guard let signer = packet.signer else { throw .notSigned }
        guard signer.isVouchedFor(by: roots, at: time) else { throw .notVouchedFor }
    }
}
