// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/demo-eid`: the page on which one chooses whom the simulator vouches for.
package struct DemoEIDRoutes: WebModule {
    private let provider: DemoProvider

    package init(provider: DemoProvider) { self.provider = provider }

    package var pages: [any Page.Type] { [ChoosePage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("demo-eid/authorize", use: choose)
        router.post("demo-eid/authorize", use: decide)
    }

    @Sendable func choose(request: Request, context: WebContext) async throws -> Response {
        let order = DemoProvider.Order { request.uri.queryParameters[Substring($0)].map(String.init) ?? "" }
        guard provider.accepts(order) else { throw UnknownClient() }
        return context.page(ChoosePage(provider.people, order, context.strings))
    }

    @Sendable func decide(request: Request, context: WebContext) async throws -> Response {
        let order = DemoProvider.Order { context.form.text($0) }
        let isDeclined = context.form.text("decision") == "decline"
        let address =
            isDeclined
            ? provider.decline(order)
            : await provider.vouch(for: context.form.text("person"), level: context.form.text("level"), order)
        guard let address else { throw UnknownClient() }
        return .redirect(to: address, type: .normal)
    }
}

extension DemoProvider.Order {
    /// From the fields of RFC 6749 §4.1.1, wherever they stand.
    fileprivate init(_ field: (String) -> String) {
        self.init(
            clientID: field("client_id"), redirectURI: field("redirect_uri"), state: field("state"),
            nonce: field("nonce"), challenge: field("code_challenge"))
    }
}

/// Says what this is, and lets one choose.
struct ChoosePage: Page {
    static let template = "demoeid/choose"
    let warning: Notice
    let person: Choice
    let level: Choice
    let hidden: [Hidden]
    let sign: Button
    let decline: Button

    struct Hidden: Sendable { let name: String, value: String }

    init(_ people: [DemoProvider.Person], _ order: DemoProvider.Order, _ strings: Strings) {
        warning = Notice(strings["demoeid.choose.warning"], strings["demoeid.choose.warning_why"])
        person = Choice(
            "person", legend: strings["demoeid.choose.person"],
            options: people.enumerated().map { index, person in
                .init(person.identifier, person.name, hint: person.identifier, isChosen: index == 0)
            })
        level = Choice(
            "level", legend: strings["demoeid.choose.level"],
            options: [
                .init("2", strings["demoeid.choose.level_strong"], isChosen: true),
                .init("1", strings["demoeid.choose.level_basic"]),
            ])
        hidden = [
            Hidden(name: "client_id", value: order.clientID), Hidden(name: "redirect_uri", value: order.redirectURI),
            Hidden(name: "state", value: order.state), Hidden(name: "nonce", value: order.nonce),
            Hidden(name: "code_challenge", value: order.challenge),
        ]
        sign = Button(strings["demoeid.choose.sign"])
        decline = Button(strings["demoeid.choose.decline"], style: .secondary, name: "decision", value: "decline")
    }

    private init(_ text: String, count: Int) {
        warning = Notice(text, text)
        person = Choice("person", legend: text, options: (0..<count).map { .init("\($0)", text, hint: text) })
        level = Choice("level", legend: text, options: [.init("2", text)])
        hidden = (0..<count).map { _ in Hidden(name: text, value: text) }
        (sign, decline) = (Button(text), Button(text))
    }

    static let mocks = [ChoosePage("Minh", count: 2), ChoosePage("x", count: 0), ChoosePage(.hostile, count: 1)]
}
