// SPDX-License-Identifier: Apache-2.0

import Kernel
import Units

/// The codes of areas. SDMX 3.0 has a parent's code begin with a letter and hold no `@`, so that units cannot have their own
/// names (`86@2025-07-01`): they are `VN_86_20250701`, and `VN_83` where they are older than the records.
enum AreaCode {
    static let country = "VN"

    static func of(_ unit: UnitID) -> String {
        let day = unit.validFrom == .beginning ? "" : "_" + unit.validFrom.description.filter { $0 != "-" }
        return "VN_\(unit.code)\(day)"
    }
}
