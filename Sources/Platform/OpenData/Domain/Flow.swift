// SPDX-License-Identifier: Apache-2.0

/// A dataflow, with the structure of its data. There is one structure for each, of the same name.
struct Flow: Sendable {
    enum Format: String, Sendable {
        case text = "String", number = "Double", count = "Integer", time = "ObservationalTimePeriod"
    }

    /// A dimension, a measure or an attribute; its concept has its name.
    struct Component: Sendable {
        let id: String
        var codelist: String?
        var format = Format.text
        var isMandatory = true
        /// The dimension that an attribute belongs to; nil for one of observations.
        var dimension: String?
    }

    let id: String
    /// Without time.
    let dimensions: [Component]
    let hasTime: Bool
    let measure: Component
    let attributes: [Component]

    static let maintainer = "DOICANH"
    /// Of everything: a structure that means something else has another.
    static let version = "1.0.0"
    static let time = "TIME_PERIOD"
    static let concepts = "CONCEPTS"

    /// What is counted here.
    static let indicators = Flow(
        id: "INDICATORS",
        dimensions: [
            Component(id: "FREQ", codelist: "CL_FREQ"), Component(id: "INDICATOR", codelist: "CL_INDICATOR"),
            Component(id: "REF_AREA", codelist: "CL_REF_AREA"), Component(id: "VIEW", codelist: "CL_VIEW"),
        ],
        hasTime: true, measure: Component(id: "OBS_VALUE", format: .number),
        attributes: [
            Component(id: "UNIT_MEASURE", codelist: "CL_UNIT_MEASURE", dimension: "INDICATOR"),
            Component(id: "OBS_STATUS", codelist: "CL_OBS_STATUS"),
            Component(id: "NUMERATOR", format: .count),
            Component(id: "DENOMINATOR", format: .count, isMandatory: false),
            Component(id: "FORMULA", format: .count),
        ])

    /// What others printed.
    static let figures = Flow(
        id: "FIGURES", dimensions: [Component(id: "FIGURE", codelist: "CL_FIGURE")], hasTime: false,
        measure: Component(id: "OBS_VALUE", format: .number),
        attributes: [
            Component(id: "VALUE_HIGH", format: .number, isMandatory: false), Component(id: "PRINTED"),
            Component(id: "UNIT", isMandatory: false), Component(id: "PERIOD"), Component(id: "IS_TARGET"),
            Component(id: "ORIGIN", codelist: "CL_ORIGIN"), Component(id: "SOURCE"), Component(id: "SOURCE_DAY"),
            Component(id: "NOTE_VI", isMandatory: false), Component(id: "NOTE_EN", isMandatory: false),
            Component(id: "VERSION", format: .count), Component(id: "EVENT"),
        ])

    static let all = [indicators, figures]

    /// Every concept, once.
    static let components: [Component] = all.reduce(into: []) { known, flow in
        let time = flow.hasTime ? [Component(id: time, format: .time)] : []
        for component in flow.dimensions + time + [flow.measure] + flow.attributes
        where !known.contains(where: { $0.id == component.id }) {
            known.append(component)
        }
    }

    static let codelists: [String] = components.compactMap(\.codelist)

    var seriesAttributes: [Component] { attributes.filter { $0.dimension != nil } }
    var observationAttributes: [Component] { attributes.filter { $0.dimension == nil } }
}
