// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// The frame of an SDMX-ML message.
struct Message: Sendable {
    enum Version: Sendable {
        case v21, v30

        fileprivate var path: String { self == .v21 ? "v2_1" : "v3_0" }
    }

    let version: Version
    let id: String
    let prepared: Date

    private func namespace(_ part: String) -> String {
        "http://www.sdmx.org/resources/sdmxml/schemas/\(version.path)/\(part)"
    }

    func structure(of artefacts: [Artefact], writtenAt base: String) -> [UInt8] {
        var xml = XMLWriter()
        xml.start(
            "mes:Structure", ("xmlns:mes", namespace("message")), ("xmlns:str", namespace("structure")),
            ("xmlns:com", namespace("common")))
        xml.inside("mes:Header") { header(&$0) }
        xml.start("mes:Structures")
        ArtefactWriter(version: version, base: base).write(artefacts, to: &xml)
        xml.end()
        xml.end()
        return xml.bytes
    }

    func data(_ data: DataSet, _ query: DataQuery) -> [UInt8] {
        let urn =
            "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=\(Flow.maintainer):\(data.flow.id)(\(Flow.version))"
        let namespace =
            "\(urn):ObsLevelDim:\(query.isFlat ? "AllDimensions" : Flow.time)"
        var xml = XMLWriter()
        xml.start(
            "mes:StructureSpecificData", ("xmlns:mes", self.namespace("message")),
            ("xmlns:com", self.namespace("common")), ("xmlns:ss", self.namespace("data/structurespecific")),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xmlns:ns1", namespace))
        xml.start("mes:Header")
        header(&xml)
        xml.start(
            "mes:Structure", ("structureID", data.flow.id), ("namespace", namespace),
            ("dimensionAtObservation", query.isFlat ? "AllDimensions" : Flow.time))
        xml.inside("com:StructureUsage") {
            $0.empty(
                "Ref", ("agencyID", Flow.maintainer), ("id", data.flow.id), ("version", Flow.version),
                ("class", "Dataflow"), ("package", "datastructure"))
        }
        xml.end()
        xml.end()
        xml.start(
            "mes:DataSet", ("ss:structureRef", data.flow.id), ("xsi:type", "ns1:DataSetType"),
            ("ss:dataScope", "DataStructure"), ("action", query.updatedAfter == nil ? "Information" : "Replace"))
        for series in data.series { write(series, of: data.flow, query, to: &xml) }
        xml.end()
        xml.end()
        return xml.bytes
    }

    private func write(_ series: DataSet.Series, of flow: Flow, _ query: DataQuery, to xml: inout XMLWriter) {
        let key =
            zip(flow.dimensions, series.key).map { ($0.id, $1 as String?) }
            + zip(flow.seriesAttributes, series.attributes).map { ($0.id, $1) }
        if !query.isFlat { xml.tag("Series", named: key, closed: series.observations.isEmpty) }
        for observation in series.observations {
            let own =
                [(Flow.time, observation.period), (flow.measure.id, observation.value)]
                + zip(flow.observationAttributes, observation.attributes).map { ($0.id, $1) }
            xml.tag("Obs", named: query.isFlat ? key + own : own, closed: true)
        }
        if query.isFlat, series.observations.isEmpty { xml.tag("Obs", named: key, closed: true) }
        if !query.isFlat, !series.observations.isEmpty { xml.end() }
    }

    /// A refusal, in every language.
    func refusal(_ problem: OpenDataProblem, _ sentences: [Language: String]) -> [UInt8] {
        var xml = XMLWriter()
        xml.start("mes:Error", ("xmlns:mes", namespace("message")), ("xmlns:com", namespace("common")))
        xml.inside("mes:ErrorMessage", ("code", "\(problem.number)")) { xml in
            for language in Language.allCases.reversed() {
                xml.text("com:Text", sentences[language] ?? "", ("xml:lang", language.rawValue))
            }
        }
        xml.end()
        return xml.bytes
    }

    private func header(_ xml: inout XMLWriter) {
        xml.text("mes:ID", id)
        xml.text("mes:Test", "false")
        xml.text("mes:Prepared", prepared.formatted(.iso8601))
        xml.empty("mes:Sender", ("id", Flow.maintainer))
    }
}
