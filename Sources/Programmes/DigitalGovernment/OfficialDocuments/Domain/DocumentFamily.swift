// SPDX-License-Identifier: Apache-2.0

package import Agencies
import Kernel

/// A family of documents (`Content/OfficialDocuments/families.json`): whose head stands on the paper, how numbers are written, and
/// which types there are. The State's documents are one, those of the Party another.
package struct DocumentFamily: Sendable, Equatable, Decodable {
    package let id: String
    /// What stands behind a type where several families are listed; "" for the first.
    package let vi: String, en: String
    /// Whether somebody has held it against its source.
    package let isVerified: Bool
    package let source: String
    /// Quốc hiệu, or what stands in its place, and the motto below; "" for none.
    package let heading: String, motto: String
    /// Before the number: "Số:".
    package let numberLabel: String
    /// What parts the number from what follows, and the type from the agency.
    package let afterNumber: String, afterType: String
    /// In whose name a leader signs, as printed, by the marks of `Authority`.
    package let authorities: [String: String]
    /// The last line of "Nơi nhận".
    package let filing: String
    /// Which kinds of agencies write its documents; nil for all of them.
    package let bodies: [String]?

    /// Whether agencies of a kind write its documents.
    package func isWritten(by kind: Agency.Kind) -> Bool { bodies?.contains(kind.rawValue) ?? true }

    func mark(in language: Language) -> String { language == .vi ? vi : en }

    /// For mocks, and for what is in no family.
    static let none = DocumentFamily(
        id: "", vi: "", en: "", isVerified: true, source: "", heading: "", motto: "", numberLabel: "Số:",
        afterNumber: "/", afterType: "-", authorities: [:], filing: "Lưu: VT", bodies: nil)
}
