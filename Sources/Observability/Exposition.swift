// SPDX-License-Identifier: Apache-2.0

/// Figures that are looked up when they are asked for, in the text format of Prometheus.
///
///     var page = Exposition()
///     page.gauge("doicanh_jobs_waiting", 3)
package struct Exposition: Sendable {
    package private(set) var text = ""

    package init() {}

    package mutating func gauge(_ name: String, _ value: Double) { gauge(name, [([:], value)]) }

    /// One value for each set of labels.
    package mutating func gauge(_ name: String, _ values: [(labels: [String: String], value: Double)]) {
        add(name, "gauge", values)
    }

    /// What only grows since the start of the process.
    package mutating func counter(_ name: String, _ values: [(labels: [String: String], value: Double)]) {
        add(name, "counter", values)
    }

    private mutating func add(_ name: String, _ type: String, _ values: [(labels: [String: String], value: Double)]) {
        guard !values.isEmpty else { return }
        text += "# TYPE \(name) \(type)\n"
        for (labels, value) in values { text += Series(name, labels.map { ($0.key, $0.value) }).line("", "", value) }
    }
}
