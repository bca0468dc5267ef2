// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
import Foundation
import Synchronization

/// Keeps what the program measures and prints it in the Prometheus text format. Timers become histograms in seconds.
package final class PrometheusMetrics: MetricsFactory {
    private let series = Mutex<[Series: any Instrument]>([:])

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions) { Tally() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        instrument(label, dimensions) { Tally() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, dimensions) { Level() }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        instrument(label, dimensions) { Level() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        instrument(label, dimensions) { Histogram() }
    }

    // The same name and dimensions always mean the same series, so nothing is thrown away.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// The text of `/metrics`.
    package func text() -> String {
        let all = series.withLock { Array($0) }.sorted { ($0.key.label, $0.key.labels) < ($1.key.label, $1.key.labels) }
        var text = ""
        var last = ""
        for (series, instrument) in all {
            if series.label != last { text += "# TYPE \(series.label) \(type(of: instrument).type)\n" }
            last = series.label
            text += instrument.lines(series)
        }
        return text + ProcessMetrics.text()
    }

    private func instrument<I: Instrument>(
        _ label: String, _ dimensions: [(String, String)], _ make: @Sendable () -> I
    ) -> I {
        let key = Series(label, dimensions)
        return series.withLock { all in
            if let known = all[key] as? I { return known }
            let new = make()
            all[key] = new
            return new
        }
    }
}

/// A name with its labels, ready to print.
struct Series: Hashable {
    let label: String
    let labels: String

    init(_ label: String, _ dimensions: [(String, String)]) {
        self.label = Self.name(label)
        labels = dimensions.sorted { $0.0 < $1.0 }.map { "\(Self.name($0.0))=\"\(Self.quoted($0.1))\"" }.joined(
            separator: ",")
    }

    func line(_ suffix: String = "", _ extra: String = "", _ value: Double) -> String {
        let all = [labels, extra].filter { !$0.isEmpty }.joined(separator: ",")
        let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        return "\(label)\(suffix)\(all.isEmpty ? "" : "{\(all)}") \(number)\n"
    }

    // Asked for with every request, and nearly always as it should be.
    private static func name(_ text: String) -> String {
        if text.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_") }) {
            return text
        }
        return String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static let special = Set("\\\"\n".utf8)

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: special.contains) else { return text }
        return text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

private protocol Instrument: AnyObject, Sendable {
    static var type: String { get }
    func lines(_ series: Series) -> String
}

private final class Tally: Instrument, CounterHandler, FloatingPointCounterHandler {
    static let type = "counter"
    private let value = Mutex(0.0)

    func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func reset() { value.withLock { $0 = 0 } }
    func lines(_ series: Series) -> String { series.line("", "", value.withLock { $0 }) }
}

private final class Level: Instrument, MeterHandler, RecorderHandler {
    static let type = "gauge"
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func lines(_ series: Series) -> String { series.line("", "", value.withLock { $0 }) }
}

private final class Histogram: Instrument, TimerHandler {
    static let type = "histogram"
    /// Seconds; fine around the promises of the portal (50 ms, 100 ms, 300 ms).
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10]

    private struct State {
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1_000_000_000
        let slot = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[slot] += 1
            state.sum += seconds
        }
    }

    func lines(_ series: Series) -> String {
        let state = state.withLock { $0 }
        var text = ""
        var count = 0
        for (slot, bound) in Self.bounds.enumerated() {
            count += state.counts[slot]
            text += series.line("_bucket", "le=\"\(bound)\"", Double(count))
        }
        count += state.counts[Self.bounds.count]
        text += series.line("_bucket", "le=\"+Inf\"", Double(count))
        return text + series.line("_sum", "", state.sum) + series.line("_count", "", Double(count))
    }
}
