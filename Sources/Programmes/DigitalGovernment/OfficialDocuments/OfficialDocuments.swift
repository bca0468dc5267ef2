// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Indicators
package import Kernel

/// Official documents (văn bản đi) as an office works: a specialist drafts, the head of the unit initials, the leader signs, the
/// clerk numbers and issues (decree 30/2020/NĐ-CP). A document is a kind of case file, which its agency has from the draft to
/// the book.
package enum OfficialDocuments {
    /// The name of their kind of case, and the first part of their permissions and events.
    package static let kind = "documents"
    package static let path = "official-documents"

    /// Read the documents of an agency, and its books.
    package static let read: Permission = "documents.read"
    /// Draft, and change what was sent back.
    package static let draft: Permission = "documents.draft"
    /// Answer for content and form with one's initials (ký nháy).
    package static let initial: Permission = "documents.initial"
    /// Sign for the agency.
    package static let sign: Permission = "documents.sign"
    /// Give the number and the agency's own signature, and send it out.
    package static let issue: Permission = "documents.issue"

    /// Enter what came in the book of arrivals.
    package static let register: Permission = "documents.register"

    /// Open files (hồ sơ), put papers into them and close them.
    package static let keepFiles: Permission = "documents.keep_files"
    /// Decide that a file whose retention is over is destroyed.
    package static let destroyFiles: Permission = "documents.destroy_files"

    package static let measures = [
        Measure("documents.drafted", nameKey: "documents.measure.drafted", event: "documents.opened"),
        Measure("documents.issued", nameKey: "documents.measure.issued"),
        Measure("documents.sent_back", nameKey: "documents.measure.sent_back"),
        Measure("documents.arrived", nameKey: "documents.measure.arrived"),
        Measure("documents.sent", nameKey: "documents.measure.sent"),
        Measure(
            "documents.sent_electronically", nameKey: "documents.measure.sent_electronically", event: "documents.sent",
            where: ["medium": ["electronic"]]),
        Measure(
            "documents.arrived_electronically", nameKey: "documents.measure.arrived_electronically",
            event: "documents.arrived", where: ["medium": ["exchange", "axis"]]),
        Measure("documents.file_opened", nameKey: "documents.measure.file_opened"),
        Measure("documents.file_closed", nameKey: "documents.measure.file_closed"),
    ]

    package static func flow(content: [String: String]) throws(ContentProblem) -> CaseFlow {
        let file = "OfficialDocuments/document.flow.json"
        return try CaseFlow(json: content[file] ?? "", file: file)
    }
}
