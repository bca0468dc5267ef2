// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// The number by which everyone calls a dossier: `H15.50.05.13-261008-0975` (mã hồ sơ).
///
/// Identifier of the agency, day of receipt in Việt Nam, and the agency's count on that day, from 1 and without gaps; at
/// least four digits (Circular 03/2025/TT-VPCP).
package struct DossierCode: Hashable, Sendable, CustomStringConvertible {
    package let organID: String
    package let day: Day
    package let number: Int

    package init(organID: String, day: Day, number: Int) {
        self.organID = organID
        self.day = day
        self.number = number
    }

    /// Reads what a person types: spaces around it and small letters are forgiven. The older form `000.00.16.H05-200107-0001`
    /// reads the same way, its identifier as it stands.
    package init?(_ text: String) {
        let parts = text.uppercased().filter { !$0.isWhitespace }.split(
            separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty,
            parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }),
            parts[1].count == 6, parts[1].allSatisfy(\.isDigit), parts[2].count >= 4, parts[2].count <= 9,
            parts[2].allSatisfy(\.isDigit), let number = Int(parts[2]), number > 0,
            let day = Day("20\(parts[1].prefix(2))-\(parts[1].dropFirst(2).prefix(2))-\(parts[1].suffix(2))")
        else { return nil }
        self.init(organID: String(parts[0]), day: day, number: number)
    }

    package var description: String {
        let date = [day.year % 100, day.month, day.day].map { Self.padded($0, 2) }.joined()
        return "\(organID)-\(date)-\(Self.padded(number, 4))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
