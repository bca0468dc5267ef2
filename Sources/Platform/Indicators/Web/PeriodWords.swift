// SPDX-License-Identifier: Apache-2.0

import Web

extension Strings {
    /// "Quý III/2020", "Tuần 30/2020", "15/07/2020".
    func period(_ period: Period, _ formats: Formats) -> String {
        if period.kind == .day { return formats.date(period.days.lowerBound) }
        let roman = ["I", "II", "III", "IV"]
        return fill(
            period.kind == .half
                ? "indicators.period.half.\(period.number)" : "indicators.period.\(period.kind.rawValue)",
            [
                "number": "\(period.number)", "year": "\(period.year)", "last": "\(period.year + 4)",
                "roman": period.kind == .quarter ? roman[period.number - 1] : "",
            ])
    }
}
