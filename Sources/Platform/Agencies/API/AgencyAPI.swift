// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Kernel
import Units
import Web

/// `/api/agencies`: agencies as JSON for other programs.
struct AgencyAPI {
    let service: AgencyService

    func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("api/agencies", use: list)
        router.get("api/agencies/:id", use: show)
    }

    /// `?q=` finds, `?organ_id=` looks one identifier up, in either form; without either those of the day.
    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let query = try Form(urlEncoded: (request.uri.query ?? "").utf8)
        let day = try Self.day(query.text("on"))
        let agencies: [Agency] =
            if !query.text("q").isEmpty {
                try await service.find(query.text("q"))
            } else if !query.text("organ_id").isEmpty {
                try await service.find(OrganID(query.text("organ_id")), on: day).map { [$0] } ?? []
            } else {
                try await service.list(on: day)
            }
        return Response.json(AgenciesAnswer(agencies: agencies.map(AgencyJSON.init)))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let story = try await service.story(of: try context.id("id"))
        return Response.json(
            StoryJSON(
                agency: AgencyJSON(story.agency), versions: story.versions.map(AgencyJSON.init),
                given: story.given.map(SuccessionJSON.init), taken: story.taken.map(SuccessionJSON.init)))
    }

    private static func day(_ text: String) throws -> Day? {
        guard !text.isEmpty else { return nil }
        guard let day = Day(text) else { throw AgencyProblem.notADay(text) }
        return day
    }
}

extension AgencyAPI {
    /// The operations as OpenAPI tells them.
    static let operations: [APIOperation] = [
        APIOperation(
            "GET", "/api/agencies", id: "listAgencies",
            summary: "Find agencies by name, look an identifier up, or list those of a day",
            parameters: [
                .query("q", "Words of the name, with or without diacritics, of present and former agencies"),
                .query("organ_id", "An agency identifier in either form: G06, 000.00.00.H42"),
                .query("on", "The day, today unless given", .date),
            ],
            answer: .object([.field("agencies", .array(agency))]), refusals: [422]),
        APIOperation(
            "GET", "/api/agencies/{id}", id: "showAgency",
            summary: "An agency, its names through time, and what passed to and from it, function by function",
            parameters: [.path("id", "The id of the agency")],
            answer: .object([
                .field("agency", agency), .field("versions", .array(agency)), .field("given", .array(succession)),
                .field("taken", .array(succession)),
            ]), refusals: [404]),
    ]

    private static let agency = APIOperation.Shape.object([
        .field("id", .string), .field("organId", .string), .field("kind", .string), .field("name", .string),
        .field("nameEn", .string), .field("unitCode", .string, optional: true),
        .field("parent", .string, optional: true), .field("validFrom", .date, optional: true),
        .field("validTo", .date, optional: true), .field("basis", .string), .field("trust", .string),
    ])

    private static let succession = APIOperation.Shape.object([
        .field("old", .string), .field("new", .string), .field("function", .string), .field("functionEn", .string),
        .field("day", .date), .field("basis", .string), .field("trust", .string),
    ])
}

private struct AgenciesAnswer: Encodable { let agencies: [AgencyJSON] }

private struct StoryJSON: Encodable {
    let agency: AgencyJSON, versions: [AgencyJSON], given: [SuccessionJSON], taken: [SuccessionJSON]
}

/// Days are ISO 8601; a missing `validFrom` means before the records.
private struct AgencyJSON: Encodable {
    let id: String, organId: String, kind: String, name: String, nameEn: String
    let unitCode: String?, parent: String?, validFrom: String?, validTo: String?
    let basis: String, trust: String

    init(_ agency: Agency) {
        (id, organId, kind) = (agency.id.rawValue, agency.organID.description, agency.kind.rawValue)
        (name, nameEn, basis) = (agency.name, agency.englishName, agency.basis)
        (unitCode, parent) = (agency.unit?.code, agency.parent?.rawValue)
        validFrom = agency.validFrom == .beginning ? nil : agency.validFrom.description
        validTo = agency.validTo?.description
        trust = Trust(basis: basis).rawValue
    }
}

private struct SuccessionJSON: Encodable {
    let old: String, new: String, function: String, functionEn: String, day: String, basis: String, trust: String

    init(_ row: AgencySuccession) {
        (old, new, function, functionEn) = (row.old.rawValue, row.new.rawValue, row.function, row.englishFunction)
        (day, basis, trust) = (row.day.description, row.basis, Trust(basis: row.basis).rawValue)
    }
}
