// SPDX-License-Identifier: Apache-2.0

/// Observations of one dataflow, as they are written out: texts in the order of the structure's components.
struct DataSet: Sendable {
    struct Observation: Sendable, Equatable {
        /// Nil where the structure knows no time.
        let period: String?
        var value: String?
        var attributes: [String?]
    }

    struct Series: Sendable {
        let key: [String]
        var attributes: [String?]
        var observations: [Observation]
    }

    let flow: Flow
    var series: [Series]

    var count: Int { series.reduce(0) { $0 + $1.observations.count } }

    /// Only what the question wants of it.
    func reduced(to query: DataQuery) -> DataSet {
        var result = self
        if let first = query.first { result.map { Array($0.prefix(first)) } }
        if let last = query.last { result.map { Array($0.suffix(last)) } }
        result.skip(query.offset, most: query.limit)
        if query.detail.hasNoObservations { result.map { _ in [] } }
        for index in result.series.indices {
            result.series[index].keep(query.detail, in: flow)
        }
        return result
    }

    private mutating func map(_ transform: ([Observation]) -> [Observation]) {
        for index in series.indices { series[index].observations = transform(series[index].observations) }
    }

    private mutating func skip(_ offset: Int, most limit: Int?) {
        guard offset > 0 || limit != nil else { return }
        var (toSkip, left) = (offset, limit ?? .max)
        map { observations in
            let rest = observations.dropFirst(toSkip)
            toSkip -= observations.count - rest.count
            let kept = rest.prefix(left)
            left -= kept.count
            return Array(kept)
        }
        series.removeAll { $0.observations.isEmpty }
    }
}

extension DataSet.Series {
    fileprivate mutating func keep(_ detail: DataQuery.Detail, in flow: Flow) {
        for (index, attribute) in flow.seriesAttributes.enumerated() where !detail.hasAttribute(attribute) {
            attributes[index] = nil
        }
        let unwanted = flow.observationAttributes.enumerated().filter { !detail.hasAttribute($0.element) }.map(\.offset)
        if unwanted.isEmpty, detail.hasMeasure { return }
        for observation in observations.indices {
            for index in unwanted { observations[observation].attributes[index] = nil }
            if !detail.hasMeasure { observations[observation].value = nil }
        }
    }
}
