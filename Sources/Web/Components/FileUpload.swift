// SPDX-License-Identifier: Apache-2.0

/// Files to choose, and those that arrived already (`components/file-upload`). Its form says
/// `enctype="multipart/form-data"`.
package struct FileUpload: Sendable {
    /// A file that arrived. It stays when the form is refused, until it is taken away.
    package struct Arrived: Sendable {
        let name: String, href: String, isLink: Bool, note: String
        let removal: [Button]

        /// `note` says its kind and size: "PDF, 1,2 MB"; `href` leads to the file.
        package init(_ name: String, note: String, href: String = "", removal: Button? = nil) {
            (self.name, self.note) = (name, note)
            (self.href, isLink) = (href, !href.isEmpty)
            self.removal = removal.map { [$0] } ?? []
        }
    }

    let id: String, name: String, label: String
    let notes: Notes
    let accept: String, takesSeveral: Bool, isOptional: Bool
    let arrived: [Arrived], hasArrived: Bool
    let isResumable: Bool, uploads: String

    /// `accept` lists media types or endings: what the browser offers first, never what the server relies on. The route of a
    /// form with `isResumable` takes files in pieces too, named in the field `uploads(_:)`.
    package init(
        _ name: String, label: String, accept: [String] = ["image/jpeg", "image/png", "application/pdf"],
        arrived: [Arrived] = [], hint: String = "", problem: String = "", takesSeveral: Bool = false,
        isOptional: Bool = false, isResumable: Bool = false
    ) {
        notes = Notes(id: name, hint: hint, problem: problem)
        (id, self.name, self.label) = (name, name, label)
        (self.accept, self.takesSeveral, self.isOptional) = (accept.joined(separator: ","), takesSeveral, isOptional)
        (self.arrived, hasArrived) = (arrived, !arrived.isEmpty)
        (self.isResumable, uploads) = (isResumable, Self.uploads(name))
    }

    /// The field that holds the ids of what came in pieces for the field `name`.
    package static func uploads(_ name: String) -> String { "\(name)-uploads" }
}
