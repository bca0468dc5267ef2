// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel
import Units
import Web

/// Everything that is published about the data, made of what the product knows: nothing is kept twice.
struct Artefacts: Sendable {
    let service: OpenDataService
    let strings: @Sendable (Language) -> Strings

    func answer(_ query: ArtefactQuery) async throws -> [Artefact] { try query.answer(from: try await all()) }

    private func all() async throws -> [Artefact] {
        var all = [
            Artefact(kind: .conceptscheme, id: Flow.concepts, name: words("opendata.scheme"), content: .items(concepts))
        ]
        for id in Flow.codelists {
            all.append(
                Artefact(
                    kind: .codelist, id: id, name: words("opendata.codelist.\(id)"),
                    content: .items(try await codes(id))))
        }
        for flow in Flow.all {
            all.append(
                Artefact(
                    kind: .datastructure, id: flow.id, name: words("opendata.flow.\(flow.id)"),
                    content: .structure(flow)))
            all.append(
                Artefact(
                    kind: .dataflow, id: flow.id, name: words("opendata.flow.\(flow.id)"), content: .structure(flow)))
        }
        return all
    }

    private var concepts: [Artefact.Item] {
        Flow.components.map { Artefact.Item(id: $0.id, name: words("opendata.concept.\($0.id)")) }
    }

    private func words(_ key: String) -> [Language: String] {
        Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, strings($0)[key]) })
    }

    private func codes(_ codelist: String) async throws -> [Artefact.Item] {
        func named(_ ids: [String]) -> [Artefact.Item] {
            ids.map { Artefact.Item(id: $0, name: words("opendata.code.\(codelist).\($0)")) }
        }
        switch codelist {
        case "CL_FREQ": return named(Period.Kind.allCases.map(\.frequency))
        case "CL_VIEW": return named(UnitView.allCases.map(\.rawValue))
        case "CL_OBS_STATUS": return named(IndicatorValue.Status.allCases.map(\.rawValue))
        case "CL_UNIT_MEASURE": return named(Indicator.Unit.allCases.map(\.code))
        case "CL_ORIGIN": return named(ReportedFigure.Origin.allCases.map(\.rawValue))
        case "CL_INDICATOR":
            return service.indicators.catalogue.indicators.map {
                Artefact.Item(
                    id: $0.id, name: [.vi: $0.name.vi, .en: $0.name.en], about: [.vi: $0.about.vi, .en: $0.about.en])
            }
        case "CL_FIGURE":
            return try await service.figures.all().map {
                Artefact.Item(id: $0.figure.code, name: [.vi: $0.figure.name])
            }
        default: return try await areas()
        }
    }

    /// All units there ever were, below the country; each below the one above it on its last day.
    private func areas() async throws -> [Artefact.Item] {
        let history = try await service.units.history()
        let levels = Dictionary(grouping: history.units, by: \.level)
        let country = Artefact.Item(id: AreaCode.country, name: words("opendata.country"))
        return [country]
            + AdministrativeUnit.Level.allCases.flatMap { levels[$0] ?? [] }.map { unit in
                let above = unit.parentCode.flatMap { history.unit($0, on: unit.validTo ?? unit.validFrom) }
                let first = unit.validFrom == .beginning ? nil : unit.validFrom.description
                return Artefact.Item(
                    id: AreaCode.of(unit.id), name: [.vi: unit.name],
                    parent: above.map { AreaCode.of($0.id) } ?? AreaCode.country,
                    notes: [
                        first.map { ("VALID_FROM", $0) }, (unit.validTo?.description).map { ("VALID_TO", $0) },
                        ("LEVEL", unit.level.rawValue), ("CODE", unit.code),
                    ].compactMap(\.self))
            }
    }
}
