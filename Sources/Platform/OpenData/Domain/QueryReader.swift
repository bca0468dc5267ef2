// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// Reads the addresses of SDMX-REST 1.5, which belongs to SDMX 2.1, and 2.2, which belongs to SDMX 3.0.
struct QueryReader {
    /// What stands behind the question mark; each name once.
    private let parameters: [String: String]

    /// Refuses parameters that are not known: who misspells `updatedAfter` shall not take all there is for news.
    init(_ parameters: [(name: String, value: String)], known: Set<String>) throws(OpenDataProblem) {
        var read: [String: String] = [:]
        for parameter in parameters {
            guard known.contains(parameter.name) || (parameter.name.hasPrefix("c[") && known.contains("c")) else {
                throw .syntax(parameter.name)
            }
            guard read.updateValue(parameter.value, forKey: parameter.name) == nil else {
                throw .syntax(parameter.name)
            }
        }
        self.parameters = read
    }

    subscript(name: String) -> String? { parameters[name] }

    // MARK: SDMX 2.1

    static let known21: Set<String> = [
        "startPeriod", "endPeriod", "updatedAfter", "firstNObservations", "lastNObservations", "dimensionAtObservation",
        "detail", "includeHistory",
    ]

    /// `data/{flow}/{key}/{provider}`, without the first part.
    func data21(_ path: [String]) throws(OpenDataProblem) -> DataQuery {
        guard (1...3).contains(path.count) else { throw .syntax(path.joined(separator: "/")) }
        let flow = path[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let named: [String]
        switch flow.count {
        case 1: named = [Flow.maintainer, flow[0], Flow.version]
        case 2: named = flow + [Flow.version]
        case 3: named = flow
        default: throw .syntax(path[0])
        }
        var query = DataQuery(flow: try Self.flow(agency: named[0], id: named[1], version: named[2]))
        if path.count > 1, path[1] != "all" {
            query.keys = [try Self.key(path[1], of: query.flow) { $0.split(separator: "+").map(String.init) }]
        }
        if path.count > 2, path[2] != "all", !path[2].split(separator: ",").contains("\(Flow.maintainer)") {
            throw .noResults
        }
        if parameters["startPeriod"] != nil || parameters["endPeriod"] != nil {
            guard query.flow.hasTime else { throw .senseless("startPeriod, endPeriod") }
            query.conditions[Flow.time] = [
                try Condition(from: parameters["startPeriod"], through: parameters["endPeriod"])
            ]
        }
        try readCommon(into: &query)
        switch parameters["detail"] ?? "full" {
        case "full": break
        case "dataonly": query.detail.attributes = []
        case "serieskeysonly":
            query.detail = DataQuery.Detail(hasMeasure: false, hasNoObservations: true, attributes: [])
        case "nodata": query.detail = DataQuery.Detail(hasMeasure: false, hasNoObservations: true)
        case let other: throw .syntax("detail=\(other)")
        }
        return query
    }

    // MARK: SDMX 3.0

    /// `updateAfter` is how sdmx1 spells it.
    static let known30: Set<String> = [
        "c", "updatedAfter", "updateAfter", "asOf", "firstNObservations", "lastNObservations", "dimensionAtObservation",
        "attributes", "measures", "includeHistory", "offset", "limit", "sort", "reportingYearStartDay",
    ]

    /// `data/{context}/{agency}/{id}/{version}/{key}`, without the first part.
    func data30(_ path: [String]) throws(OpenDataProblem) -> DataQuery {
        guard path.count <= 5 else { throw .syntax(path.joined(separator: "/")) }
        func part(_ index: Int) -> String { index < path.count ? path[index] : "*" }
        var query = DataQuery(flow: try Self.flow(agency: part(1), id: part(2), version: part(3)))
        switch part(0) {
        case "dataflow", "*": break
        case "datastructure": query.context = "datastructure"
        case "provisionagreement": throw .notImplemented(part(0))
        default: throw .syntax(part(0))
        }
        if part(4) != "*" {
            for key in part(4).split(separator: ",", omittingEmptySubsequences: false) {
                query.keys.append(try Self.key(String(key), of: query.flow) { $0 == "*" ? [] : [$0] })
            }
        }
        for (name, value) in parameters where name.hasPrefix("c[") {
            let id = String(name.dropFirst(2).dropLast())
            if id == Flow.time, query.flow.hasTime, name.hasSuffix("]") {
                query.conditions[id] = [try Condition(time: value)]
            } else if query.flow.dimensions.contains(where: { $0.id == id }), name.hasSuffix("]") {
                query.conditions[id] = [try Condition(value)]
            } else {
                throw Flow.components.contains { $0.id == id } ? .notImplemented(name) : .senseless(name)
            }
        }
        try readCommon(into: &query)
        try readAsOf(into: &query)
        for name in ["sort", "reportingYearStartDay"] where parameters[name] != nil { throw .notImplemented(name) }
        query.offset = try number("offset", atLeast: 0) ?? 0
        query.limit = try number("limit", atLeast: 1)
        if let measures = parameters["measures"], measures != "all" {
            query.detail.hasMeasure = try named(measures, "measures", [query.flow.measure.id]) != []
        }
        if let attributes = parameters["attributes"], attributes != "dsd", attributes != "all" {
            query.detail.attributes = try attributesNamed(attributes, in: query.flow)
        }
        return query
    }

    private func readAsOf(into query: inout DataQuery) throws(OpenDataProblem) {
        query.asOf = try moment("asOf")
        if let other = try moment("updateAfter") { query.updatedAfter = query.updatedAfter ?? other }
        if let asOf = query.asOf, let after = query.updatedAfter, after > asOf {
            throw .senseless("updatedAfter > asOf")
        }
    }

    private func attributesNamed(_ text: String, in flow: Flow) throws(OpenDataProblem) -> Set<String> {
        switch text {
        case "series": Set(flow.seriesAttributes.map(\.id))
        case "obs": Set(flow.observationAttributes.map(\.id))
        // Neither of these kinds is in any structure of ours.
        case "dataset", "msd": []
        default: try named(text, "attributes", flow.attributes.map(\.id))
        }
    }

    private func named(_ text: String, _ parameter: String, _ known: [String]) throws(OpenDataProblem) -> Set<String> {
        if text == "none" { return [] }
        let names = text.split(separator: ",").map(String.init)
        guard !names.isEmpty, names.allSatisfy(known.contains) else { throw .senseless("\(parameter)=\(text)") }
        return Set(names)
    }

    // MARK: both

    private func readCommon(into query: inout DataQuery) throws(OpenDataProblem) {
        query.updatedAfter = try moment("updatedAfter")
        query.first = try number("firstNObservations", atLeast: 1)
        query.last = try number("lastNObservations", atLeast: 1)
        switch parameters["dimensionAtObservation"] {
        case nil: break
        case "AllDimensions": query.isFlat = true
        case Flow.time where query.flow.hasTime: query.isFlat = false
        case let other?:
            let isDimension = query.flow.dimensions.contains { $0.id == other }
            throw isDimension ? .notImplemented("dimensionAtObservation=\(other)") : .senseless(other)
        }
        switch parameters["includeHistory"]?.lowercased() {
        case nil, "false": break
        case "true": throw .notImplemented("includeHistory")
        case let other?: throw .syntax("includeHistory=\(other)")
        }
    }

    private func moment(_ name: String) throws(OpenDataProblem) -> Date? {
        guard let text = parameters[name] else { return nil }
        guard let moment = TimePeriod.moment(text) else { throw .syntax("\(name)=\(text)") }
        return moment
    }

    private func number(_ name: String, atLeast least: Int) throws(OpenDataProblem) -> Int? {
        guard let text = parameters[name] else { return nil }
        guard let number = Int(text), number >= least else { throw .syntax("\(name)=\(text)") }
        return number
    }

    /// Parts that are left out at the end, and empty ones, may be anything.
    private static func key(
        _ text: String, of flow: Flow, values: (String) -> [String]
    ) throws(OpenDataProblem) -> [Condition?] {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { values(String($0)) }
        guard parts.count <= flow.dimensions.count else { throw .syntax(text) }
        let missing = [Condition?](repeating: nil, count: flow.dimensions.count - parts.count)
        return parts.map { $0.isEmpty || $0 == [""] ? nil : Condition(anyOf: $0) } + missing
    }

    private static func flow(agency: String, id: String, version: String) throws(OpenDataProblem) -> Flow {
        guard ArtefactQuery.admits(Flow.maintainer, as: agency), ArtefactQuery.admitsVersion(version) else {
            throw .noResults
        }
        let found = Flow.all.filter { ArtefactQuery.admits($0.id, as: id) }
        guard let flow = found.first else { throw .noResults }
        guard found.count == 1 else { throw .notImplemented("dataflow=\(id)") }
        return flow
    }
}
