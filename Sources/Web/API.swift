// SPDX-License-Identifier: Apache-2.0

/// One route for programs, as the OpenAPI description tells it. Stands beside the route in its module.
package struct APIOperation: Sendable {
    package struct Parameter: Sendable {
        package enum Place: String, Sendable { case path, query, header }
        package enum Kind: Sendable, Equatable {
            case string, integer, boolean, date
            /// A text that this regular expression describes.
            case text(matching: String)
            case number(ClosedRange<Int>)
            case choice([String])
        }

        let name: String, place: Place, kind: Kind, isRequired: Bool, summary: String

        package static func path(_ name: String, _ summary: String, _ kind: Kind = .string) -> Parameter {
            Parameter(name: name, place: .path, kind: kind, isRequired: true, summary: summary)
        }

        package static func query(
            _ name: String, _ summary: String, _ kind: Kind = .string, required: Bool = false
        ) -> Parameter {
            Parameter(name: name, place: .query, kind: kind, isRequired: required, summary: summary)
        }

        package static func header(_ name: String, _ summary: String) -> Parameter {
            Parameter(name: name, place: .header, kind: .string, isRequired: true, summary: summary)
        }
    }

    /// The shape of a JSON value.
    package indirect enum Shape: Sendable {
        case string, integer, number, boolean, date
        case array(Shape)
        case object([Field])
        /// Keys that are data, all with values of one shape.
        case map(Shape)
        /// A file of another kind, for example GeoJSON or a signed document.
        case any
        /// Not JSON: a text for people or other programs.
        case plainText
        /// Not JSON: a paper.
        case pdf
    }

    package struct Field: Sendable {
        let name: String, shape: Shape, isRequired: Bool

        package static func field(_ name: String, _ shape: Shape, optional: Bool = false) -> Field {
            Field(name: name, shape: shape, isRequired: !optional)
        }
    }

    let method: String
    /// As the router tells it: `/api/units/{code}`.
    package let template: String
    /// Names the operation for generated clients.
    let id: String
    let summary: String
    let parameters: [Parameter]
    let body: Shape?
    /// The status of its answer when it succeeds.
    let success: Int
    let answer: Shape
    /// The statuses of its refusals.
    let refusals: [Int]

    package init(
        _ method: String, _ template: String, id: String, summary: String, parameters: [Parameter] = [],
        body: Shape? = nil, success: Int = 200, answer: Shape, refusals: [Int] = []
    ) {
        self.method = method
        self.template = template
        self.id = id
        self.summary = summary
        self.parameters = parameters
        self.body = body
        self.success = success
        self.answer = answer
        self.refusals = refusals
    }

    package var route: RouteTable.Route { RouteTable.Route(method, template) }
}
