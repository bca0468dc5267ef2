// SPDX-License-Identifier: Apache-2.0

/// The number every citizen is given at birth (số định danh cá nhân).
///
/// Decree 137/2015 art. 13: three digits for the place of registration, one for century and sex, two for the year of
/// birth, six at random. There is no check digit, so a slip of the finger in the last six cannot be noticed.
package struct PersonalIdentifier: Hashable, Sendable {
    package enum Sex: String, Sendable { case male, female }

    package let digits: String

    package init(_ typed: String) throws(IdentityProblem) {
        let digits = typed.filter { $0 != " " }
        guard digits.utf8.count == 12, digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            throw .badIdentifier
        }
        self.digits = digits
        // Those born abroad carry a country code, 100 and above; the list is not published, so any is taken.
        guard place >= 100 || Self.provinces.contains(place) else { throw .badIdentifier }
    }

    /// Where the birth was registered: a province as it was numbered before July 2025, or a country.
    package var place: Int { number(0..<3) }
    package var sex: Sex { number(3..<4).isMultiple(of: 2) ? .male : .female }
    package var birthYear: Int { 1900 + number(3..<4) / 2 * 100 + number(4..<6) }

    /// All but the last three digits hidden, for a screen that others may see.
    package var masked: String { "•••••••••" + digits.suffix(3) }

    private func number(_ range: Range<Int>) -> Int {
        digits.utf8.dropFirst(range.lowerBound).prefix(range.count).reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// The 63 provinces of before July 2025: people keep their number when provinces merge.
    private static let provinces: Set<Int> = [
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44,
        45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89,
        91, 92, 93, 94, 95, 96,
    ]
}

extension PersonalIdentifier: CustomStringConvertible {
    /// Masked, so that a log line cannot leak it.
    package var description: String { masked }
}
