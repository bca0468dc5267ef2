// SPDX-License-Identifier: Apache-2.0

/// An amount of đồng, never below zero. The đồng has no smaller part, so an amount is a whole number.
///
///     BillLine("Lệ phí", englishText: "Fee", unit: 8_000, quantity: 2).amount == 16_000
package struct Money: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
    package let dong: Int

    /// The most that fits a VietQR code: thirteen digits.
    package static let limit = 9_999_999_999_999
    package static let zero: Money = 0

    /// Nil below zero and above `limit`.
    package init?(_ dong: Int) {
        guard (0...Self.limit).contains(dong) else { return nil }
        self.dong = dong
    }

    /// For amounts that stand in the program.
    package init(integerLiteral value: Int) {
        precondition((0...Self.limit).contains(value), "no amount of đồng")
        dong = value
    }

    package static func < (left: Money, right: Money) -> Bool { left.dong < right.dong }

    /// Nil when the sum is above `limit`.
    package static func + (left: Money, right: Money) -> Money? { Money(left.dong + right.dong) }

    /// Nil when the product is above `limit`, or the factor below zero.
    package static func * (money: Money, factor: Int) -> Money? {
        let (product, overflow) = money.dong.multipliedReportingOverflow(by: factor)
        return overflow ? nil : Money(product)
    }
}
