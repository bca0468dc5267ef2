// SPDX-License-Identifier: Apache-2.0

/// Names one `Entity` for ever. The text is a UUID version 7, so ids sort by time of creation, equally on both databases.
package struct ID<Entity>: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }
}

extension ID: Comparable {
    package static func < (left: ID, right: ID) -> Bool { left.rawValue < right.rawValue }
}
