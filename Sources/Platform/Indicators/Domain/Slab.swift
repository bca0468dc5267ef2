// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// How often one measure happened, place by place and month by month: a dense table, whose rows add up at the speed at which
/// memory is read. Places and months are numbers: a place has the one that `PlaceNumbers` gave it.
package struct Slab: Sendable {
    /// The months it covers, whole years (`Day.monthNumber`).
    package private(set) var months: Range<Int> = 0..<0
    /// How often it happened in all.
    package private(set) var total = 0
    /// The place of each row.
    private var places: [Int32] = []
    private var rows: [Int32: Int] = [:]
    /// Row by row. Four thousand million events of one kind at one agency in one month are more than there are people.
    private var cells: [UInt32] = []
    private var largest: UInt32 = 0

    package init() {}

    /// Makes room before many are added.
    package init(months: Range<Int>, places: Int) {
        self.months = Self.years(around: months)
        cells.reserveCapacity(self.months.count * places)
    }

    /// What it holds in memory, about.
    package var bytes: Int { cells.capacity * 4 + places.capacity * 4 + rows.capacity * 16 }

    package mutating func add(_ count: UInt32, at place: Int32, in month: Int) {
        if !months.contains(month) { stretch(to: month) }
        let cell = row(of: place) * months.count + month - months.lowerBound
        cells[cell] += count
        largest = max(largest, cells[cell])
        total += Int(count)
    }

    /// Takes away what was added; false, and nothing is done, where so much never was.
    package mutating func remove(_ count: UInt32, at place: Int32, in month: Int) -> Bool {
        guard let row = rows[place], months.contains(month) else { return false }
        let cell = row * months.count + month - months.lowerBound
        guard cells[cell] >= count else { return false }
        cells[cell] -= count
        total -= Int(count)
        return true
    }

    /// What happened in each group of places in each of these months, group by group: `groups` names the group of each
    /// place, from 0 up to `count`.
    package func sums(_ months: Range<Int>, by groups: [Int32], count: Int) -> [Int] {
        // Sums of 32 bits are made twice as fast, and hold what most measures ever count.
        if Int(largest) * places.count <= Int(UInt32.max) {
            return added(months, groups, count, as: UInt32.self).map { Int($0) }
        }
        return added(months, groups, count, as: Int.self)
    }

    /// What happened in each group of places before a month.
    package func sums(before month: Int, by groups: [Int32], count: Int) -> [Int] {
        let earlier = months.lowerBound..<max(months.lowerBound, min(month, months.upperBound))
        let sums = sums(earlier, by: groups, count: count)
        return (0..<count).map { group in
            sums[group * earlier.count..<(group + 1) * earlier.count].reduce(0, +)
        }
    }

    @inline(__always)
    private func added<Sum: FixedWidthInteger>(
        _ months: Range<Int>, _ groups: [Int32], _ count: Int, as: Sum.Type
    ) -> [Sum] {
        var sums = [Sum](repeating: 0, count: count * months.count)
        let known = months.clamped(to: self.months)
        guard !known.isEmpty else { return sums }
        let (width, length) = (self.months.count, known.count)
        let (first, start) = (known.lowerBound - self.months.lowerBound, known.lowerBound - months.lowerBound)
        sums.withUnsafeMutableBufferPointer { sums in
            cells.withUnsafeBufferPointer { cells in
                for (row, place) in places.enumerated() {
                    let (from, to) = (row * width + first, Int(groups[Int(place)]) * months.count + start)
                    for month in 0..<length { sums[to + month] &+= Sum(truncatingIfNeeded: cells[from + month]) }
                }
            }
        }
        return sums
    }

    private mutating func row(of place: Int32) -> Int {
        if let row = rows[place] { return row }
        let row = places.count
        rows[place] = row
        places.append(place)
        cells.append(contentsOf: repeatElement(0, count: months.count))
        return row
    }

    private mutating func stretch(to month: Int) {
        let year = Self.years(around: month..<month + 1)
        let wider =
            months.isEmpty
            ? year
            : min(months.lowerBound, year.lowerBound)..<max(months.upperBound, year.upperBound)
        var cells = [UInt32](repeating: 0, count: places.count * wider.count)
        for row in places.indices {
            let start = row * wider.count + months.lowerBound - wider.lowerBound
            cells.replaceSubrange(
                start..<start + months.count, with: self.cells[row * months.count..<(row + 1) * months.count])
        }
        (self.cells, months) = (cells, wider)
    }

    private static func years(around months: Range<Int>) -> Range<Int> {
        months.lowerBound / 12 * 12..<(months.upperBound + 11) / 12 * 12
    }
}

/// The numbers of places, in the order in which they were met.
package struct PlaceNumbers: Sendable {
    package private(set) var places: [String] = []
    private var numbers: [String: Int32] = [:]

    package init() {}

    package subscript(_ place: String) -> Int32? { numbers[place] }

    package mutating func number(_ place: String) -> Int32 {
        if let number = numbers[place] { return number }
        let number = Int32(places.count)
        numbers[place] = number
        places.append(place)
        return number
    }
}

extension Day {
    /// Months since the year 0: July 2025 is 2025 × 12 + 6.
    package var monthNumber: Int { year * 12 + month - 1 }
}

extension Period {
    /// The months it is made of; nil for days and weeks, which no months make.
    package var months: Range<Int>? {
        if kind == .day || kind == .week { return nil }
        return days.lowerBound.monthNumber..<days.upperBound.monthNumber + 1
    }
}
