// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Maps values to places on paper. Across, places are percentages, so that a chart fits a phone and a desk without its
/// words being scaled; down, they are pixels.
struct Scale {
    let low: Double, high: Double

    /// Rounds the ends outward to numbers people read easily. Includes zero unless told otherwise.
    init(_ values: [Double], fromZero: Bool = true) {
        let low = min(values.min() ?? 0, fromZero ? 0 : .infinity)
        let high = max(values.max() ?? 1, fromZero ? 0 : -.infinity)
        let step = Self.step(for: high - low)
        self.low = (low / step).rounded(.down) * step
        let top = (high / step).rounded(.up) * step
        self.high = top > self.low ? top : self.low + step
    }

    /// 0 at the low end, 1 at the high end.
    func share(_ value: Double) -> Double { (value - low) / (high - low) }

    /// Three or four round values from low to high.
    var ticks: [Double] {
        let step = Self.step(for: high - low)
        return stride(from: low, through: high + step / 1000, by: step).map { $0 }
    }

    /// 1, 2, 2.5 or 5 times a power of ten, so that about four steps cover `range`.
    private static func step(for range: Double) -> Double {
        guard range > 0, range.isFinite else { return 1 }
        let rough = range / 4
        let power = pow(10, (log10(rough)).rounded(.down))
        return power * ([1, 2, 2.5, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10)
    }

    static func percent(_ share: Double) -> String { number(share * 100) + "%" }

    /// With a point and at most two decimals, as SVG attributes want it.
    static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
