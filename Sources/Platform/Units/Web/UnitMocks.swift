// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

extension AdministrativeUnit {
    static func mock(
        _ name: String, code: String = "14701", level: Level = .commune, parent: String? = "37",
        from: Day = .beginning, to: Day? = nil, zone: Bool = false
    ) -> AdministrativeUnit {
        AdministrativeUnit(
            id: UnitID(code, from: from), validTo: to, level: level,
            kind: level == .province ? "Tỉnh" : zone ? "Đặc khu" : "Xã",
            name: name,
            parentCode: parent, latitude: zone ? 16.5 : 20.1, longitude: zone ? 112.1 : 106,
            areaKm2: level == .province ? nil : 12.5)
    }
}

extension UnitWords {
    /// A small history for the mocks of pages: two communes joined on 2025-07-01 into the one of this name.
    static func mock(_ name: String = "Xã Yên Mô", province: String = "Tỉnh Ninh Bình") -> UnitWords {
        let day = Day("2025-07-01") ?? .beginning
        let old = [
            AdministrativeUnit.mock(province, code: "37", level: .province, parent: nil, to: day - 1),
            .mock("Xã Yên Hòa", code: "14722", to: day - 1), .mock(name, code: "14701", to: day - 1),
        ]
        let new = [
            AdministrativeUnit.mock(province, code: "37", level: .province, parent: nil, from: day),
            .mock(name, from: day), .mock("Đặc khu Hoàng Sa", code: "20333", from: day, zone: true),
        ]
        let history = UnitHistory(
            version: 1, units: old + new,
            successions: [
                Succession(old: old[0].id, new: new[0].id, extent: .whole, isMain: false),
                Succession(old: old[1].id, new: new[1].id, extent: .whole, isMain: false),
                Succession(old: old[2].id, new: new[1].id, extent: .part, isMain: true),
            ], changes: [UnitChange(day: day, basis: name)])
        return UnitWords(
            strings: Strings(language: .vi, table: [:]), formats: Formats(.vi), history: history, today: day + 500,
            isMock: true)
    }
}
