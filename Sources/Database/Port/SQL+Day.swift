// SPDX-License-Identifier: Apache-2.0

package import Kernel

extension SQL.StringInterpolation {
    /// A day is stored as its text, which sorts by time.
    package mutating func appendInterpolation(_ day: Day) { appendInterpolation(day.description) }
    package mutating func appendInterpolation(_ day: Day?) { appendInterpolation(day?.description) }
}

extension Row {
    package func day(_ column: String) throws -> Day { try value(column) { Day($0) } }
}
