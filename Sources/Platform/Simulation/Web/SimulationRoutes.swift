// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import Web

/// `/simulation`: what of this node is invented, and how it was made. Every page of a simulated node leads there.
package struct SimulationRoutes: WebModule {
    let mark: SimulationMark?

    /// `mark` is nil on a node that holds real things.
    package init(mark: SimulationMark?) { self.mark = mark }

    package var pages: [any Page.Type] { [SimulationPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("simulation") { _, context in
            context.page(SimulationPage(mark, strings: context.strings, formats: context.formats))
        }
    }
}
