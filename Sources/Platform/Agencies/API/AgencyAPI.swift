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
        let words = try request.queryValue("q", expected: "words") { $0 } ?? ""
        let identifier = try request.queryValue("organ_id", expected: "H42.30.05") { try? OrganID($0) }
        let day = try request.queryValue("on", expected: "2025-07-01") { Day($0) }
        let agencies: [Agency] =
            if !words.allSatisfy(\.isWhitespace) {
                try await service.find(words)
            } else if let identifier {
                try await service.find(identifier, on: day).map { [$0] } ?? []
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
}

extension AgencyAPI {
    /// The operations as OpenAPI tells them.
    static let operations: [APIOperation] = [
        APIOperation(
            "GET", "/api/agencies", id: "listAgencies",
            summary: "Find agencies by name, look an identifier up, or list those of a day",
            parameters: [
                .query("q", "Words of the name, with or without diacritics, of present and former agencies"),
                .query(
                    "organ_id", "An agency identifier in either form: G06, 000.00.00.H42",
                    .text(matching: identifierPattern)),
                .query("on", "The day, today unless given", .date),
            ],
            answer: .object([.field("agencies", .array(agency))]), refusals: [422]),
        APIOperation(
            "GET", "/api/agencies/{id}", id: "showAgency",
            summary: "An agency, its names through time, and what passed to and from it, function by function",
            parameters: [.path("id", "The id of the agency", .text(matching: "^[0-9A-Za-z.-]{1,64}$"))],
            answer: .object([
                .field("agency", agency), .field("versions", .array(agency)), .field("given", .array(succession)),
                .field("taken", .array(succession)),
            ]), refusals: [404]),
    ]

    private static let identifierPattern = "^([A-Z][0-9]{2}(\\.[0-9]{2,3}){0,7}|([0-9]{2,3}\\.){1,7}[A-Z][0-9]{2})$"

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
