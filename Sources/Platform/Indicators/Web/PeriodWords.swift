// SPDX-License-Identifier: Apache-2.0

import Kernel
package import Web

extension Strings {
    /// "Quý III/2020", "Tuần 30/2020", "15/07/2020".
    package func period(_ period: Period, _ formats: Formats) -> String {
        let kind = period.kind
        if kind == .day { return formats.date(period.days.lowerBound) }
        // Offices in Việt Nam number quarters in Roman figures.
        let isRoman = language == .vi && kind == .quarter
        return fill(
            kind == .half ? "indicators.period.half.\(period.number)" : "indicators.period.\(kind.rawValue)",
            [
                "number": isRoman ? ["I", "II", "III", "IV"][period.number - 1] : "\(period.number)",
                "year": "\(period.year)", "last": "\(period.year + 4)",
            ])
    }
}
