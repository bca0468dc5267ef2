// SPDX-License-Identifier: Apache-2.0

package import Agencies
import Foundation
import Search

/// Number and notation of a document: `07/QĐ-UBND`, and `12/UBND` for a letter (decree 30/2020, annex I); in the Party's way
/// `07-QĐ/TU`.
package struct Notation: Sendable, Equatable {
    package let number: Int
    /// What parts the number from what follows.
    package let stroke: String
    /// What follows the stroke.
    package let notation: String

    package init(_ number: Int, stroke: String, _ notation: String) {
        (self.number, self.stroke, self.notation) = (number, stroke, notation)
    }

    /// - Parameter own: What the agency has set; nil for what follows from its name.
    package init(_ number: Int, _ type: DocumentType, of agency: Agency, own: String? = nil) {
        self.init(
            number, stroke: type.family.afterNumber, Self.notation(type, of: own ?? Self.abbreviation(of: agency)))
    }

    /// Of two digits at least, so that nothing can be put before it.
    package var digits: String { Self.digits(number) }

    package var text: String { "\(digits)\(stroke)\(notation)" }

    static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// `QĐ-UBND`; of a type without an abbreviation the agency alone.
    package static func notation(_ type: DocumentType, of agency: String) -> String {
        type.abbreviation.isEmpty ? agency : "\(type.abbreviation)\(type.family.afterType)\(agency)"
    }

    /// An agency as it stands in numbers where it has set nothing else: UBND and HĐND; else the first letters of the words of its
    /// name up to its place, such as BKHCN, VPCP, TTPVHCC and TU.
    package static func abbreviation(of agency: Agency) -> String {
        switch agency.kind {
        case .peoplesCommittee: return "UBND"
        case .peoplesCouncil: return "HĐND"
        default: break
        }
        var letters = ""
        let words = agency.name.split { $0.isWhitespace || $0 == "-" || $0 == "," }
        for (index, word) in words.enumerated() {
            // A committee of the Party is called after its level, as in Tỉnh ủy: what follows is where.
            let isLevel = index + 1 < words.count && words[index + 1].lowercased() == "ủy"
            if places.contains(word.lowercased()), !letters.isEmpty, !isLevel { break }
            if word != "và", let first = word.first, first.isLetter { letters += Self.capital(first) }
            if agency.kind == .party, word.lowercased() == "ủy", index > 0 { break }
        }
        return letters
    }

    /// Without accents, but Đ stays: Ủy is U, Đảng Đ.
    private static func capital(_ letter: Character) -> String {
        let capital = letter.uppercased().precomposedStringWithCanonicalMapping
        return capital == "Đ" ? capital : VietnameseText.folded(capital).uppercased()
    }

    /// Words with which the place of an agency begins.
    private static let places: Set = ["tỉnh", "xã", "phường", "huyện", "quận", "thị", "thành", "đặc", "tp"]
}
