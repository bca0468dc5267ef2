// SPDX-License-Identifier: Apache-2.0

/// The national axis on which agencies of all systems hand each other documents (trục liên thông văn bản quốc gia), as far as
/// a system that is connected to it sees it.
package protocol DocumentAxis: Sendable {
    /// Hands a message over and returns the axis's own name for it. The same key hands it over once.
    func send(_ parcel: AxisParcel) async throws -> String

    /// What lies there for this system and was not settled yet.
    func received(_ kind: AxisKind) async throws -> [AxisEntry]

    /// The bytes of a message that lies there.
    func get(_ id: String) async throws -> [UInt8]

    /// Tells the axis what became of a message that lay there; it is not listed any more.
    func updateStatus(of id: String, to handling: AxisHandling) async throws

    /// Everybody who can be reached.
    func agencies() async throws -> [AxisAgency]
}

/// A document, or what a receiver says of one.
package enum AxisKind: String, Sendable, CaseIterable, Codable { case document = "edoc", status }

package enum AxisHandling: String, Sendable, Codable { case done, fail }

/// A message on its way out.
package struct AxisParcel: Sendable {
    package let key: String
    package let kind: AxisKind
    /// The agency it is from.
    package let sender: String
    package let bytes: [UInt8]

    package init(key: String, kind: AxisKind, sender: String, bytes: [UInt8]) {
        (self.key, self.kind, self.sender, self.bytes) = (key, kind, sender, bytes)
    }
}

/// A message that lies on the axis.
package struct AxisEntry: Sendable, Equatable, Codable {
    package let id: String
    package let kind: AxisKind
    package let sender: String

    package init(id: String, kind: AxisKind, sender: String) {
        (self.id, self.kind, self.sender) = (id, kind, sender)
    }
}

/// An agency that can be reached by the axis.
package struct AxisAgency: Sendable, Equatable, Codable {
    package let id: String
    package let name: String
    package let mail: String

    package init(id: String, name: String, mail: String = "") { (self.id, self.name, self.mail) = (id, name, mail) }
}
