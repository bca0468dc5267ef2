// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Files
package import Kernel

/// Where a document came from that nobody began to write here, such as an edition of a report.
package struct DocumentOrigin: Sendable, Equatable {
    /// What sort of thing it is, in the words of whoever handed it over: `report_edition`.
    package let kind: String
    /// Its id among those.
    package let id: String
    package let title: String
    /// Where it is seen.
    package let path: String

    package init(kind: String, id: String, title: String, path: String) {
        (self.kind, self.id, self.title, self.path) = (kind, id, title, path)
    }
}

/// Something handed over to be signed and numbered.
package struct HandedDocument: Sendable {
    package let origin: DocumentOrigin
    package let type: String
    package let subject: String
    package let body: String
    /// The whole of it, as it is attached.
    package let file: StoredFile
    package let fileName: String

    package init(
        from origin: DocumentOrigin, type: String, subject: String, body: String, file: StoredFile, fileName: String
    ) {
        (self.origin, self.type, self.subject, self.body) = (origin, type, subject, body)
        (self.file, self.fileName) = (file, fileName)
    }
}

/// What became of something that was handed over.
package struct HandedOutcome: Sendable, Equatable {
    package let document: ID<CaseFile>
    /// Number and notation; "" before it is issued.
    package let number: String
}
