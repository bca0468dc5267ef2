// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/operator/accounts`: the accounts of this node, for those who keep them.
package struct AccountRoutes: WebModule {
    let service: IdentityService
    let agencies: AgencyDirectory

    package init(service: IdentityService, agencies: AgencyDirectory) {
        self.service = service
        self.agencies = agencies
    }

    package var navigation: [NavigationItem] {
        [NavigationItem("identity.accounts.title", "/operator/accounts", for: [.operator])]
    }

    package var pages: [any Page.Type] { [AccountsPage.self, AccountPage.self, IssuedCodePage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("operator/accounts")
            .get(use: list)
            .post(use: open)
            .get("new", use: form)
            .get(":id", use: show)
            .post(":id/closure", use: close)
            .post(":id/reopening", use: reopen)
            .post(":id/recovery", use: recover)
            .get(":id/posts/new", use: postForm)
            .post(":id/posts", use: givePost)
            .post(":id/posts/:post/end", use: endPost)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let typed = try request.typed("q")
        let found = try await service.accounts(
            matching: typed, limit: AccountsPage.length + 1, by: try context.requireActor())
        let names = try await agencies.names(of: found.flatMap(\.posts), in: context.language)
        return context.page(AccountsPage(found, typed: typed, service.roles, names, context.strings))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let card = try await service.card(try context.id("id"), for: try context.requireActor())
        let names = try await agencies.names(of: card.posts, in: context.language)
        return context.page(AccountPage(card, service.roles, names, context.strings, context.formats))
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try requireActor(.keepAccounts, context)
        return context.page(newPage(context)(context.noMistakes))
    }

    @Sendable func open(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        return try await context.submit(newPage(context)) {
            let identifier = form.text("identifier")
            let account = try await service.open(
                NewPerson(
                    name: form.text("name"), username: form.text("username"),
                    identifier: identifier.isEmpty ? nil : identifier), by: actor)
            return try await issueCode(for: account, by: actor, context)
        }
    }

    @Sendable func close(request: Request, context: WebContext) async throws -> Response {
        try await set(.disabled, context)
    }

    @Sendable func reopen(request: Request, context: WebContext) async throws -> Response {
        try await set(.active, context)
    }

    private func set(_ status: Account.Status, _ context: WebContext) async throws -> Response {
        let id: ID<Account> = try context.id("id")
        try await service.set(status, of: id, by: try context.requireActor())
        return .seeOther("/operator/accounts/\(id)")
    }

    @Sendable func recover(request: Request, context: WebContext) async throws -> Response {
        let actor = try requireActor(.keepAccounts, context)
        return try await issueCode(for: try await service.account(try context.id("id")), by: actor, context)
    }

    /// The code is shown once, in the answer itself.
    private func issueCode(for account: Account, by actor: Actor, _ context: WebContext) async throws -> Response {
        let lost = !context.form.text("second_factor").isEmpty
        let code = try await service.issueRecovery(for: account.id, alsoSecondFactor: lost, by: actor)
        return context.page(IssuedCodePage(code, account, context.strings))
    }

    @Sendable func postForm(request: Request, context: WebContext) async throws -> Response {
        try requireActor(.assignPosts, context)
        let account = try await service.account(try context.id("id"))
        return context.page(postPage(account, context)(context.noMistakes))
    }

    @Sendable func givePost(request: Request, context: WebContext) async throws -> Response {
        let actor = try requireActor(.assignPosts, context)
        let form = context.form
        let account = try await service.account(try context.id("id"))
        return try await context.submit(postPage(account, context)) {
            let typed = form.text("agency")
            guard let place = typed.isEmpty ? .everywhere : try await agencies.find(typed) else {
                throw IdentityProblem.noSuchAgency
            }
            let until = try form.text("until").isEmpty ? nil : day(form.text("until"))
            try await service.assign(form.text("role"), at: place, to: account.id, until: until, by: actor)
            return .seeOther("/operator/accounts/\(account.id)")
        }
    }

    @Sendable func endPost(request: Request, context: WebContext) async throws -> Response {
        try await service.end(try context.id("post"), by: try context.requireActor())
        return .seeOther("/operator/accounts/\(try context.id("id", of: Account.self))")
    }

    /// A day as people write it, 31/12/2026.
    private func day(_ typed: String) throws(IdentityProblem) -> Day {
        let parts = typed.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2],
            let found = Day(year: year, month: month, day: day)
        else { throw .badPostTime }
        return found
    }

    /// For a page that shows nothing but a form, so that no service asks.
    @discardableResult
    private func requireActor(_ permission: Permission, _ context: WebContext) throws -> Actor {
        let actor = try context.requireActor()
        try actor.may(permission, in: .everywhere)
        return actor
    }

    private func newPage(_ context: WebContext) -> (Mistakes) -> FormPage {
        let (strings, form) = (context.strings, context.form)
        return { mistakes in
            let fields = [
                Field(
                    "name", label: strings["identity.person.name"], value: form.text("name"),
                    problem: mistakes["name"], width: .half),
                Field(
                    "username", label: strings["identity.accounts.username"], value: form.text("username"),
                    hint: strings["identity.accounts.username_hint"], problem: mistakes["username"], width: .half),
                Field(
                    "identifier", label: strings["identity.person.identifier"], value: form.text("identifier"),
                    hint: strings["identity.accounts.identifier_hint"], problem: mistakes["identifier"], width: .half,
                    isNumeric: true, isOptional: true),
            ]
            return FormPage(
                strings["identity.accounts.new.title"], lead: strings["identity.accounts.new.lead"],
                .init(
                    action: "/operator/accounts", fields: fields,
                    button: Button(strings["identity.accounts.new.button"])), mistakes,
                links: [Link(strings["identity.accounts.back"], "/operator/accounts")])
        }
    }

    private func postPage(_ account: Account, _ context: WebContext) -> (Mistakes) -> FormPage {
        let (strings, form) = (context.strings, context.form)
        return { mistakes in
            let role = Choice(
                "role", legend: strings["identity.accounts.post.role"],
                options: service.roles.all.map {
                    .init($0.key, $0.name(context.language), isChosen: $0.key == form.text("role"))
                }, problem: mistakes["role"])
            let fields = [
                Field(
                    "agency", label: strings["identity.accounts.post.agency"], value: form.text("agency"),
                    hint: strings["identity.accounts.post.agency_hint"], problem: mistakes["agency"], width: .half,
                    isOptional: true),
                Field(
                    "until", label: strings["identity.accounts.post.until"], value: form.text("until"),
                    hint: strings["identity.accounts.post.until_hint"], problem: mistakes["until"], width: .short,
                    isOptional: true),
            ]
            return FormPage(
                strings.fill("identity.accounts.post.title", ["name": account.name]),
                lead: strings["identity.accounts.post.lead"],
                .init(
                    action: "/operator/accounts/\(account.id)/posts", fields: fields, choices: [role],
                    button: Button(strings["identity.accounts.post.button"])), mistakes,
                links: [Link(strings["identity.accounts.back_one"], "/operator/accounts/\(account.id)")])
        }
    }
}
