// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// How an agency stands in the numbers of its documents, from a moment on.
package struct AgencyNotation: Sendable, Equatable {
    package let notation: String
    package let setBy: String
    package let setAt: Date
    package let event: String

    static let limit = 20

    /// Capital letters without accents, Đ among them, and digits behind the first: UBND, HĐND, BĐBP, PC06.
    static func isWellFormed(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, letters.contains(first) else { return false }
        return text.unicodeScalars.allSatisfy { letters.contains($0) || ("0"..."9").contains($0) }
    }

    private static let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ".unicodeScalars)
}

package enum AgencyNotationProblem: Problem, Equatable {
    case blank, long, notLetters, same
    /// Agencies nearby have it too.
    case shared(String)

    package var code: String {
        switch self {
        case .blank: "documents.own_notation.blank"
        case .long: "documents.own_notation.long"
        case .notLetters: "documents.own_notation.not_letters"
        case .same: "documents.own_notation.same"
        case .shared: "documents.own_notation.shared"
        }
    }

    package var kind: ProblemKind { .invalid }

    package var slots: [String: String] {
        switch self {
        case .long: ["limit": "\(AgencyNotation.limit)"]
        case .shared(let names): ["names": names]
        default: [:]
        }
    }

    package var field: String? {
        switch self {
        case .shared: "shared"
        default: "notation"
        }
    }
}
