// SPDX-License-Identifier: Apache-2.0

package import Casework
import Database
package import Kernel

/// What came to an agency and has to be dealt with (văn bản đến): a kind of case file, from its number in the book of arrivals
/// to what came of it.
package enum IncomingDocuments {
    /// The name of their kind of case, and the first part of their permissions and events.
    package static let kind = "arrivals"
    package static let path = "incoming-documents"

    package static let read: Permission = "arrivals.read"
    /// Say who deals with it and by when (bút phê).
    package static let direct: Permission = "arrivals.direct"
    /// Deal with what one was told to.
    package static let work: Permission = "arrivals.work"

    package static func flow(content: [String: String]) throws(ContentProblem) -> CaseFlow {
        let file = "OfficialDocuments/arrival.flow.json"
        return try CaseFlow(json: content[file] ?? "", file: file)
    }
}
