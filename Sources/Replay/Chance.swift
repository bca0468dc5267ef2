// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Chance that can be had again: the same seed and stream give the same numbers (SplitMix64).
struct Chance: Sendable, Equatable {
    private var state: UInt64

    /// Each dossier draws from a stream of its own, so that nobody's luck hangs on who was first.
    init(seed: UInt64, stream: UInt64) {
        state = seed
        let mixed = next()
        state = mixed ^ (stream &* 0xD6E8_FEB8_6659_FD93)
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to, and without, 1.
    mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// True as often as `share` says.
    mutating func happens(_ share: Double) -> Bool { fraction() < share }

    mutating func below(_ end: Int) -> Int { Int(next() % UInt64(max(end, 1))) }

    mutating func minutes(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    mutating func one<Element>(of list: [Element]) -> Element { list[below(list.count)] }

    /// How long one waits for something that comes by chance after `mean` on average; ten times that at most.
    mutating func wait(_ mean: Double) -> Double { min(-mean * log(1 - fraction()), mean * 10) }
}

/// A choice among things of different weight.
struct Weighted<Element: Sendable>: Sendable {
    private let elements: [Element]
    private let ends: [Double]

    /// In the order given; weights of nothing at all choose the first.
    init(_ weights: [(Element, Double)]) {
        elements = weights.map(\.0)
        ends = weights.reduce(into: []) { ends, entry in ends.append((ends.last ?? 0) + max(entry.1, 0)) }
    }

    func one(by chance: inout Chance) -> Element {
        let point = chance.fraction() * (ends.last ?? 0)
        var (low, high) = (0, ends.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] > point { high = middle } else { low = middle + 1 }
        }
        return elements[low]
    }
}

extension [String: Double] {
    /// In the order of the keys: a dictionary has none.
    var weighted: Weighted<String> { Weighted(sorted { $0.key < $1.key }.map { ($0.key, $0.value) }) }
}
