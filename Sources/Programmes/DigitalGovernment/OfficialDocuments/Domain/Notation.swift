// SPDX-License-Identifier: Apache-2.0

package import Agencies

/// Number and notation of a document: `07/QĐ-UBND`, and `12/UBND` for a letter (decree 30/2020, annex I).
package struct Notation: Sendable, Equatable {
    package let number: Int
    /// What follows the stroke.
    package let notation: String

    package init(_ number: Int, _ type: DocumentType, of agency: Agency) {
        self.number = number
        notation = Self.notation(type, of: agency)
    }

    /// Of two digits at least, so that nothing can be put before it.
    package var digits: String { Self.digits(number) }

    package var text: String { "\(digits)/\(notation)" }

    static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// `QĐ-UBND`; of a letter the agency alone.
    package static func notation(_ type: DocumentType, of agency: Agency) -> String {
        let own = abbreviation(of: agency)
        return type.isLetter ? own : "\(type.abbreviation)-\(own)"
    }

    /// An agency as it stands in numbers: UBND and HĐND; else the first letters of the words of its name up to its place, such
    /// as BKHCN, VPCP and TTPVHCC.
    static func abbreviation(of agency: Agency) -> String {
        switch agency.kind {
        case .peoplesCommittee: return "UBND"
        case .peoplesCouncil: return "HĐND"
        default: break
        }
        var letters = ""
        for word in agency.name.split(whereSeparator: { $0.isWhitespace || $0 == "-" || $0 == "," }) {
            if places.contains(word.lowercased()), !letters.isEmpty { break }
            if word != "và", let first = word.first, first.isLetter { letters += first.uppercased() }
        }
        return letters
    }

    /// Words with which the place of an agency begins.
    private static let places: Set = ["tỉnh", "xã", "phường", "huyện", "quận", "thị", "thành", "đặc", "tp"]
}
