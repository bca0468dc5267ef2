// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird

/// `/api/openapi.json`: the OpenAPI 3.1 description of every operation the modules declare.
package struct OpenAPIRoutes: WebModule {
    let operations: [APIOperation]
    let version: String

    package init(operations: [APIOperation], version: String) {
        self.operations = operations + Self.own
        self.version = version
    }

    package var pages: [any Page.Type] { [] }
    package var api: [APIOperation] { Self.own }

    private static let own = [
        APIOperation("GET", "/api/openapi.json", id: "describe", summary: "This description", answer: .any)
    ]

    package func addRoutes(to router: RouterGroup<WebContext>) { router.get("api/openapi.json", use: describe) }

    @Sendable func describe(request: Request, context: WebContext) async throws -> Response {
        let data = try JSONSerialization.data(
            withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes])
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, no-cache"],
            body: .init(byteBuffer: .init(bytes: data)))
    }

    private var document: [String: Any] {
        var paths: [String: [String: Any]] = [:]
        for operation in operations { paths[operation.template, default: [:]][operation.verb] = operation.description }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Đôi Cánh", "version": version,
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": paths,
            "components": ["schemas": ["Problem": Self.problem]],
        ]
    }

    private static var problem: [String: Any] {
        APIOperation.Shape.object([
            .field("type", .string), .field("title", .string), .field("status", .integer), .field("code", .string),
            .field("detail", .string), .field("sentences", .map(.string)), .field("request", .string),
            .field(
                "problems",
                .array(
                    .object([.field("field", .string), .field("code", .string), .field("sentences", .map(.string))])),
                optional: true),
        ]).schema
    }
}

extension APIOperation {
    var verb: String { method.lowercased() }

    var description: [String: Any] {
        var responses: [String: Any] = [
            "\(success)": ["description": summary, "content": [answer.contentType: ["schema": answer.schema]]]
        ]
        // An address that is broken, and a database that is away, can meet every operation.
        for refusal in refusals + [400, 503] { responses["\(refusal)"] = Self.refused }
        var description: [String: Any] = ["operationId": id, "summary": summary, "responses": responses]
        if !parameters.isEmpty { description["parameters"] = parameters.map(\.description) }
        if let body {
            description["requestBody"] = ["required": true, "content": ["application/json": ["schema": body.schema]]]
        }
        return description
    }

    private static var refused: [String: Any] {
        [
            "description": "Refused; the code says why",
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
    }
}

extension APIOperation.Parameter {
    fileprivate var description: [String: Any] {
        [
            "name": name, "in": place.rawValue, "required": isRequired, "description": summary, "schema": schema,
        ]
    }

    private var schema: [String: Any] {
        switch kind {
        // What RequestScreen lets through: no part of an address holds a control character, goes up, or is a path itself.
        case .string where place == .path:
            ["type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f./\\\\][^\\u0000-\\u001f\\u007f/\\\\]*$"]
        case .string: ["type": "string", "pattern": "^[^\\u0000]*$"]
        case .text(let pattern): ["type": "string", "pattern": pattern]
        case .choice(let values): ["type": "string", "enum": values]
        case .integer: APIOperation.Shape.integer.schema
        case .number(let range): ["type": "integer", "minimum": range.lowerBound, "maximum": range.upperBound]
        case .boolean: APIOperation.Shape.boolean.schema
        case .date: APIOperation.Shape.date.schema
        }
    }
}

extension APIOperation.Shape {
    fileprivate var contentType: String {
        switch self {
        case .plainText: "text/plain"
        case .pdf: "application/pdf"
        default: "application/json"
        }
    }

    var schema: [String: Any] {
        switch self {
        case .string, .plainText: return ["type": "string"]
        case .integer: return ["type": "integer"]
        case .number: return ["type": "number"]
        case .boolean: return ["type": "boolean"]
        case .date: return ["type": "string", "format": "date"]
        case .any, .pdf: return [:]
        case .array(let element): return ["type": "array", "items": element.schema]
        case .map(let value): return ["type": "object", "additionalProperties": value.schema]
        case .object(let fields):
            var properties: [String: Any] = [:]
            for field in fields { properties[field.name] = field.shape.schema }
            let required = fields.filter(\.isRequired).map(\.name)
            return ["type": "object", "properties": properties, "required": required]
        }
    }
}
