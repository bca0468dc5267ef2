// SPDX-License-Identifier: Apache-2.0

package import Hummingbird

/// Every route of the product, as the router knows them.
package struct RouteTable: Sendable {
    package struct Route: Sendable, Hashable, Comparable, CustomStringConvertible {
        package let method: String
        /// `/units/{id}`.
        package let template: String

        package init(_ method: String, _ template: String) {
            self.method = method
            self.template = template
        }

        package var description: String { "\(method) \(template)" }

        package static func < (left: Route, right: Route) -> Bool {
            (left.template, left.method) < (right.template, right.method)
        }
    }

    package let routes: [Route]

    package init(_ routes: [Route]) { self.routes = routes.sorted() }

    package init(_ router: Router<WebContext>) {
        self.init(router.routes.map { Route($0.method.rawValue, "\($0.path)") })
    }

    /// The methods an address answers to, for `Allow`.
    func methods(at path: String) -> [String] {
        let found = Set(routes.filter { Self.matches($0.template, path) }.map(\.method))
        return (found.contains("GET") ? found.union(["HEAD"]) : found).sorted()
    }

    private static func matches(_ template: String, _ path: String) -> Bool {
        let parts = path.split(separator: "/")
        let pattern = template.split(separator: "/")
        if pattern.last == "**" {
            return zip(pattern.dropLast(), parts).allSatisfy(fits) && parts.count >= pattern.count
        }
        return pattern.count == parts.count && zip(pattern, parts).allSatisfy(fits)
    }

    private static func fits(_ pattern: Substring, _ part: Substring) -> Bool {
        pattern == part || pattern == "*" || pattern.contains(":") || pattern.contains("{")
    }
}
