// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Indicators

/// Adds up what communes counted, by province, measure and month, from the slabs that the node holds in memory; and beside it
/// the limit, reading the numbers once.
package struct RollUp {
    /// How much there is.
    package struct Size: Sendable {
        package let communes: Int, measures: Int, months: Int

        package init(communes: Int, measures: Int, months: Int) {
            (self.communes, self.measures, self.months) = (communes, measures, months)
        }
    }

    /// In milliseconds; the median of the rounds where there are many.
    package struct Times: Sendable, Encodable {
        /// Making the slabs of the facts, one by one, as they are when the ledger is followed.
        package let build: Double
        package let rollUp: Double
        /// Adding each change to its slab, and all of the roll-up again.
        package let afterChanges: Double
        package let limit: Double
        package let bytes: Int
    }

    private static let firstMonth = 2020 * 12

    private let size: Size
    private let facts: [UInt32]
    private let provinces: [Int32]
    private let changes: [UInt32]

    /// The folder holds `facts` (measure by measure, commune by commune, month by month), `provinces` (of each commune) and
    /// `changes` (places in `facts` that grow by one): numbers of 32 bits, the lowest byte first.
    package init(_ folder: URL, _ size: Size) throws {
        self.size = size
        facts = try Self.numbers(folder.appending(path: "facts"))
        provinces = try Self.numbers(folder.appending(path: "provinces")).map { Int32($0) }
        changes = try Self.numbers(folder.appending(path: "changes"))
        guard facts.count == size.communes * size.measures * size.months, provinces.count == size.communes,
            provinces.allSatisfy({ $0 >= 0 }), changes.allSatisfy({ Int($0) < facts.count })
        else { throw BenchProblem.notTheFacts(folder.path(percentEncoded: false)) }
    }

    /// Measures, and writes the sums after the changes to `sums` of 64 bits: measure by measure, province by province, month by
    /// month.
    package func run(rounds: Int, sums file: URL) throws -> Times {
        let clock = ContinuousClock()
        var slabs: [Slab] = []
        let build = clock.measure { slabs = (0..<size.measures).map(slab) }
        let count = (provinces.max() ?? 0) + 1
        let months = Self.firstMonth..<Self.firstMonth + size.months
        var sums: [[Int]] = []
        let rollUps = (0..<rounds).map { _ in
            clock.measure { sums = slabs.map { $0.sums(months, by: provinces, count: Int(count)) } }
        }
        var read: UInt64 = 0
        let limits = (0..<rounds).map { _ in clock.measure { read &+= readOnce() } }
        let after = clock.measure {
            for change in changes { grow(Int(change), &slabs) }
            sums = slabs.map { $0.sums(months, by: provinces, count: Int(count)) }
        }
        guard read > 0 else { throw BenchProblem.noProgress }
        try sums.reduce(into: Data()) { data, sums in sums.withUnsafeBytes { data.append(contentsOf: $0) } }.write(
            to: file)
        return Times(
            build: build.milliseconds, rollUp: Self.median(rollUps), afterChanges: after.milliseconds,
            limit: Self.median(limits), bytes: slabs.reduce(0) { $0 + $1.bytes })
    }

    private func slab(_ measure: Int) -> Slab {
        var slab = Slab(months: Self.firstMonth..<Self.firstMonth + size.months, places: size.communes)
        var index = measure * size.communes * size.months
        for commune in 0..<size.communes {
            for month in 0..<size.months {
                slab.add(facts[index], at: Int32(commune), in: Self.firstMonth + month)
                index += 1
            }
        }
        return slab
    }

    private func grow(_ index: Int, _ slabs: inout [Slab]) {
        let (row, month) = index.quotientAndRemainder(dividingBy: size.months)
        let (measure, commune) = row.quotientAndRemainder(dividingBy: size.communes)
        slabs[measure].add(1, at: Int32(commune), in: Self.firstMonth + month)
    }

    private func readOnce() -> UInt64 {
        facts.withUnsafeBufferPointer { facts in
            var sum: UInt64 = 0
            for fact in facts { sum &+= UInt64(fact) }
            return sum
        }
    }

    private static func median(_ durations: [Duration]) -> Double {
        durations.sorted()[durations.count / 2].milliseconds
    }

    private static func numbers(_ file: URL) throws -> [UInt32] {
        try Data(contentsOf: file).withUnsafeBytes { bytes in
            bytes.bindMemory(to: UInt32.self).map { UInt32(littleEndian: $0) }
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
