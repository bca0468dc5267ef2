// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Kernel
import Web

/// `/api/units`: units as JSON for other programs. `on` chooses a day, today unless given.
struct UnitAPI {
    let service: UnitService

    func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("api/units")
            .get(use: list)
            .get(":code", use: show)
            .get(":code/children", use: children)
            .get(":code/successors", use: successors)
            .get(":code/predecessors", use: predecessors)
    }

    /// `?q=` finds, `?level=` lists one level of the tree; without either the provinces.
    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let query = try request.queryValue("q", expected: "words") { $0 } ?? ""
        let limit = try request.queryValue("limit", expected: "1–100") { text in
            Int(text).flatMap { Self.limits.contains($0) ? $0 : nil }
        }
        let levels = AdministrativeUnit.Level.allCases.map(\.rawValue).joined(separator: ", ")
        let level = try request.queryValue("level", expected: levels) { AdministrativeUnit.Level(rawValue: $0) }
        let day = try day(request)
        if !query.allSatisfy(\.isWhitespace) {
            return Response.json(
                UnitsAnswer(units: try await service.find(query, limit: limit ?? 20).map(FoundUnit.init)))
        }
        let tree = try await service.tree(on: day)
        return Response.json(
            UnitsAnswer(units: tree.units.filter { $0.level == level ?? .province }.map(UnitJSON.init)))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let (unit, tree) = try await unit(request, context)
        return Response.json(
            OneUnit(unit: UnitJSON(unit), ancestors: tree.ancestors(of: unit.code).map(UnitJSON.init)))
    }

    @Sendable func children(request: Request, context: WebContext) async throws -> Response {
        let (unit, tree) = try await unit(request, context)
        return Response.json(UnitsAnswer(units: tree.children(of: unit.code).map(UnitJSON.init)))
    }

    @Sendable func successors(request: Request, context: WebContext) async throws -> Response {
        let (unit, _) = try await unit(request, context)
        let history = try await service.history()
        return Response.json(
            UnitsAnswer(
                units: history.successors(of: unit.id).compactMap { row in
                    history.unit(row.new).map {
                        Relative(unit: UnitJSON($0), extent: row.extent.rawValue, isMain: row.isMain)
                    }
                }))
    }

    @Sendable func predecessors(request: Request, context: WebContext) async throws -> Response {
        let (unit, _) = try await unit(request, context)
        let history = try await service.history()
        return Response.json(
            UnitsAnswer(
                units: history.predecessors(of: unit.id).compactMap { row in
                    history.unit(row.old).map {
                        Relative(unit: UnitJSON($0), extent: row.extent.rawValue, isMain: row.isMain)
                    }
                }))
    }

    private func unit(_ request: Request, _ context: WebContext) async throws -> (AdministrativeUnit, UnitTree) {
        let code = try context.parameters.require("code")
        let tree = try await service.tree(on: try day(request))
        guard let unit = tree.unit(code) else { throw UnitProblem.notFound(code: code) }
        return (unit, tree)
    }

    private func day(_ request: Request) throws -> Day? {
        try request.queryValue("on", expected: "2025-07-01") { Day($0) }
    }

    private static let limits = 1...100
}

extension UnitAPI {
    /// The operations as OpenAPI tells them.
    static let operations: [APIOperation] = [
        APIOperation(
            "GET", "/api/units", id: "listUnits",
            summary: "Find units by name, or list one level of the tree of a day (provinces unless given)",
            parameters: [
                .query("q", "Words of the name and of the names above it, with or without diacritics"),
                .query("limit", "How many findings at most", .number(limits)),
                .query("level", "The level to list", .choice(AdministrativeUnit.Level.allCases.map(\.rawValue))), on,
            ],
            // Findings carry the unit, the units above it and its heirs; the list carries the units themselves.
            answer: .object([.field("units", .array(.any))]), refusals: [422]),
        APIOperation(
            "GET", "/api/units/{code}", id: "showUnit", summary: "A unit and the units above it",
            parameters: [code, on],
            answer: .object([.field("unit", unit), .field("ancestors", .array(unit))]), refusals: [404, 422]),
        APIOperation(
            "GET", "/api/units/{code}/children", id: "listChildren", summary: "The units directly below a unit",
            parameters: [code, on], answer: .object([.field("units", .array(unit))]), refusals: [404, 422]),
        APIOperation(
            "GET", "/api/units/{code}/successors", id: "listSuccessors",
            summary: "What a unit became, in whole or in part; ask with the day on which it existed",
            parameters: [code, on], answer: .object([.field("units", .array(relative))]), refusals: [404, 422]),
        APIOperation(
            "GET", "/api/units/{code}/predecessors", id: "listPredecessors", summary: "What a unit was made of",
            parameters: [code, on], answer: .object([.field("units", .array(relative))]), refusals: [404, 422]),
    ]

    private static let code = APIOperation.Parameter.path(
        "code", "The code, with its leading zeros", .text(matching: "^[0-9]{1,8}$"))
    private static let on = APIOperation.Parameter.query("on", "The day, today unless given", .date)

    private static let unit = APIOperation.Shape.object([
        .field("code", .string), .field("level", .string), .field("kind", .string), .field("name", .string),
        .field("parentCode", .string, optional: true), .field("validFrom", .date, optional: true),
        .field("validTo", .date, optional: true), .field("latitude", .number), .field("longitude", .number),
        .field("areaKm2", .number, optional: true),
    ])

    private static let relative = APIOperation.Shape.object([
        .field("unit", unit), .field("extent", .string), .field("isMain", .boolean),
    ])
}

private struct UnitsAnswer<Unit: Encodable>: Encodable { let units: [Unit] }

private struct OneUnit: Encodable { let unit: UnitJSON, ancestors: [UnitJSON] }

private struct Relative: Encodable { let unit: UnitJSON, extent: String, isMain: Bool }

private struct FoundUnit: Encodable {
    let unit: UnitJSON, ancestors: [UnitJSON], heirs: [UnitJSON]

    init(_ finding: UnitFinding) {
        unit = UnitJSON(finding.unit)
        ancestors = finding.ancestors.map(UnitJSON.init)
        heirs = finding.heirs.map(UnitJSON.init)
    }
}

/// One unit as other programs see it. Days are ISO 8601; a missing `validFrom` means before the records.
private struct UnitJSON: Encodable {
    let code: String, level: String, kind: String, name: String, parentCode: String?
    let validFrom: String?, validTo: String?
    let latitude: Double, longitude: Double, areaKm2: Double?

    init(_ unit: AdministrativeUnit) {
        (code, level, kind, name, parentCode) = (unit.code, unit.level.rawValue, unit.kind, unit.name, unit.parentCode)
        validFrom = unit.validFrom == .beginning ? nil : unit.validFrom.description
        validTo = unit.validTo?.description
        (latitude, longitude, areaKm2) = (unit.latitude, unit.longitude, unit.areaKm2)
    }
}
