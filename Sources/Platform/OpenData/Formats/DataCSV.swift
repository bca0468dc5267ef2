// SPDX-License-Identifier: Apache-2.0

/// SDMX-CSV 2.0: a row for each observation, ids only.
enum DataCSV {
    static func bytes(_ data: DataSet, _ query: DataQuery) -> [UInt8] {
        let flow = data.flow
        var bytes: [UInt8] = []
        let columns =
            flow.dimensions.map(\.id) + (flow.hasTime ? [Flow.time] : []) + [flow.measure.id]
            + (flow.seriesAttributes + flow.observationAttributes).map(\.id)
        write(["STRUCTURE", "STRUCTURE_ID", "ACTION"] + columns, to: &bytes)
        let structure = [
            query.context, "\(Flow.maintainer):\(flow.id)(\(Flow.version))", query.updatedAfter == nil ? "I" : "R",
        ]
        for series in data.series {
            for observation in series.observations {
                let time = flow.hasTime ? [observation.period ?? ""] : []
                let values = [observation.value] + series.attributes + observation.attributes
                write(structure + series.key + time + values.map { $0 ?? "" }, to: &bytes)
            }
        }
        return bytes
    }

    private static func write(_ cells: [String], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            guard cell.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) else {
                bytes += cell.utf8
                continue
            }
            // Byte by byte: a combining mark must not hide a quote.
            bytes.append(34)
            for byte in cell.utf8 { bytes += byte == 34 ? [34, 34] : [byte] }
            bytes.append(34)
        }
        bytes += [13, 10]
    }
}
