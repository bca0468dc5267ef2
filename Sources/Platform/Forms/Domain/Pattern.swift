// SPDX-License-Identifier: Apache-2.0

/// The patterns that answers are held against, made once: making one costs more than matching. `Regex` is not
/// `Sendable` only because one may hold closures; these hold none.
enum Pattern {
    /// Ten digits for mobiles, eleven for most fixed lines, which begin with 02; abroad by E.164.
    nonisolated(unsafe) static let phone = /0[35789]\d{8}|02\d{8,9}|\+[1-9]\d{6,14}/.asciiOnlyDigits()

    /// RFC 5321 §4.5.3: 64 before the sign; 254 in all, which is not said here. Only a letter sent there can tell whether it
    /// exists.
    nonisolated(unsafe) static let email =
        /[^\s@<>(),;:\\"\[\]]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}/

    /// A sign, digits with marks between thousands, and one or two decimals.
    nonisolated(unsafe) static let typedNumber = /(-?)(\d+|\d{1,3}(?:[. ,]\d{3})+)(?:[.,](\d{1,2}))?/

    /// What JavaScript, and so JSONLogic, reads as a decimal number (ECMA-262, StrDecimalLiteral without Infinity).
    nonisolated(unsafe) static let jsNumber = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/
}
