// SPDX-License-Identifier: Apache-2.0

/// The number by which the State knows an organisation (mã số thuế, mã số doanh nghiệp).
///
/// Circular 86/2024/TT-BTC art. 5: ten digits, the tenth of which checks the others; a dependent unit adds three more.
package struct TaxCode: Hashable, Sendable {
    /// Ten or thirteen digits.
    package let digits: String

    package init(_ typed: String) throws(IdentityProblem) {
        let digits = typed.filter { $0 != " " && $0 != "-" }
        let numbers = digits.utf8.map { Int($0) - 48 }
        guard numbers.count == 10 || numbers.count == 13, numbers.allSatisfy((0...9).contains),
            numbers[9] == Self.check(numbers), numbers.count == 10 || !digits.hasSuffix("000")
        else { throw .badTaxCode }
        self.digits = digits
    }

    /// The check digit of the first nine; 10 for those that no code has.
    private static func check(_ numbers: [Int]) -> Int {
        let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3]
        return 10 - zip(weights, numbers).reduce(0) { $0 + $1.0 * $1.1 } % 11
    }
}

extension TaxCode: CustomStringConvertible {
    /// As it is printed: `0100109106-001`.
    package var description: String {
        digits.utf8.count == 10 ? digits : "\(digits.prefix(10))-\(digits.suffix(3))"
    }
}
