// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Names one administrative unit for ever. A bare code does not: 14701 is one commune until 2025-06-30 and another,
/// made of four, from the day after.
package struct UnitID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let code: String
    /// `Day.beginning` when the unit is older than the records.
    package let validFrom: Day

    package init(_ code: String, from validFrom: Day) {
        self.code = code
        self.validFrom = validFrom
    }

    package var description: String { "\(code)@\(validFrom)" }

    package static func < (left: UnitID, right: UnitID) -> Bool {
        (left.code, left.validFrom) < (right.code, right.validFrom)
    }
}

/// A province, a district (until 2025-06-30) or a commune, from one day to another.
package struct AdministrativeUnit: Hashable, Sendable {
    package enum Level: String, Sendable, CaseIterable, Comparable {
        case province, district, commune

        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
        private var rank: Int { self == .province ? 0 : self == .district ? 1 : 2 }
    }

    package let id: UnitID
    /// The last day; nil while the unit exists.
    package let validTo: Day?
    package let level: Level
    /// Tỉnh, Thành phố, Huyện, Quận, Thị xã, Xã, Phường, Thị trấn, Đặc khu.
    package let kind: String
    /// With its kind: `Xã Yên Mô`.
    package let name: String
    /// The parent is found by code on the day in question; nil for a province.
    package let parentCode: String?
    /// WGS 84.
    package let latitude: Double
    package let longitude: Double
    package let areaKm2: Double?

    package init(
        id: UnitID, validTo: Day?, level: Level, kind: String, name: String, parentCode: String?, latitude: Double,
        longitude: Double, areaKm2: Double?
    ) {
        self.id = id
        self.validTo = validTo
        self.level = level
        self.kind = kind
        self.name = name
        self.parentCode = parentCode
        self.latitude = latitude
        self.longitude = longitude
        self.areaKm2 = areaKm2
    }

    package var code: String { id.code }
    package var validFrom: Day { id.validFrom }

    /// The name without its kind: `Yên Mô`.
    package var shortName: String {
        name.hasPrefix(kind + " ") ? String(name.dropFirst(kind.count + 1)) : name
    }

    /// What stands before the date of a paper: the name alone, but with its kind where the name is a number, as in
    /// "Phường 9" (Decree 30/2020, annex I).
    package var locality: String { shortName.allSatisfy(\.isNumber) ? name : shortName }

    package func isValid(on day: Day) -> Bool { validFrom <= day && validTo.map { day <= $0 } ?? true }
}

/// One unit became another, in whole or in part.
package struct Succession: Hashable, Sendable {
    package enum Extent: String, Sendable { case whole, part }

    package let old: UnitID
    package let new: UnitID
    package let extent: Extent
    /// Of the parts an old unit was divided into, the one that stands for it where a single answer is needed.
    package let isMain: Bool

    package init(old: UnitID, new: UnitID, extent: Extent, isMain: Bool) {
        self.old = old
        self.new = new
        self.extent = extent
        self.isMain = isMain
    }

    /// Whether figures of the old unit follow this row when each old unit counts once.
    package var carries: Bool { extent == .whole || isMain }
}
