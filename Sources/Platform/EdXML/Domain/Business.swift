// SPDX-License-Identifier: Apache-2.0

extension EdXMLMessage {
    /// What shall happen by the message: a new document, or something about one that was sent before (`Bussiness`, as the
    /// standard spells it).
    package struct Business: Sendable, Equatable {
        package enum Kind: Int, Sendable, CaseIterable { case new = 0, recall, update, replacement }

        package var kind = Kind.new
        package var reason = ""
        /// The document that it is about.
        package var documentID = ""
        package var paper: Int?
        package var staff = Staff()
        package var change: Change?
        package var replacements: [Replacement] = []

        package init() {}

        /// About a document that was sent before.
        package init(_ kind: Kind, of documentID: String, because reason: String) {
            (self.kind, self.documentID, self.reason) = (kind, documentID, reason)
        }
    }

    /// Whom to ask.
    package struct Staff: Sendable, Equatable {
        package var department = ""
        package var name = ""
        package var mobile = ""
        package var email = ""

        package init() {}
    }

    /// What an update changes.
    package struct Change: Sendable, Equatable {
        package struct Receiver: Sendable, Equatable {
            package var organID: String
            /// False for one that is taken off the list.
            package var isAdded: Bool

            package init(organID: String, isAdded: Bool) { (self.organID, self.isAdded) = (organID, isAdded) }
        }

        package var documentInfo = ""
        package var documentReceiver = ""
        package var receivers: [Receiver] = []

        package init() {}
    }

    /// A document that this one stands for, at whom.
    package struct Replacement: Sendable, Equatable {
        package var documentID: String
        package var organIDs: [String]

        package init(documentID: String, organIDs: [String]) {
            (self.documentID, self.organIDs) = (documentID, organIDs)
        }
    }
}
