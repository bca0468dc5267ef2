// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// The accounts that were looked for.
struct AccountsPage: Page {
    static let template = "identity/accounts"
    /// More than this, and a more exact word is quicker than another page.
    static let length = 50

    let search: SearchBox
    let open: Link
    let found: [Table]
    let isEmpty: Bool
    let hasMore: Bool

    /// `entries` is one longer than a page when there are more.
    init(
        _ entries: [IdentityService.Entry], typed: String, _ roles: Roles, _ agencies: [Place: String],
        _ strings: Strings
    ) {
        search = SearchBox(
            action: "/operator/accounts", label: strings["identity.accounts.search"], value: typed,
            button: strings["identity.accounts.search_button"], hint: strings["identity.accounts.search_hint"])
        open = Link(strings["identity.accounts.new.title"], "/operator/accounts/new", isSecondary: true)
        let rows: [[Table.Cell]] = entries.prefix(Self.length).map { entry in
            [
                .link(entry.account.name, "/operator/accounts/\(entry.account.id)"),
                .text(entry.account.username ?? strings["identity.accounts.eid_only"]),
                .text(
                    entry.posts.isEmpty
                        ? "–" : entry.posts.map { strings.title(of: $0, roles, agencies) }.joined(separator: "; ")),
                .status(strings.status(of: entry.account)),
            ]
        }
        found = Table.list(
            rows, strings["identity.accounts.title"],
            ["name", "username", "posts", "status"].map { strings["identity.accounts.\($0)"] })
        isEmpty = rows.isEmpty
        hasMore = entries.count > Self.length
    }

    static var mocks: [AccountsPage] {
        func page(_ count: Int, _ text: String) -> AccountsPage {
            let entries = (0..<count).map { _ in
                IdentityService.Entry(account: .example(text), posts: [.example])
            }
            return AccountsPage(entries, typed: text, .none, [:], .mock)
        }
        return [page(2, "Trần Thị Lan"), page(0, ""), page(length + 1, .hostile)]
    }
}

/// One account: what it may do, and what can be done about it.
struct AccountPage: Page {
    static let template = "identity/account"
    let name: String
    let back: Link
    let facts: SummaryList
    let posts: [HeldPost]
    let hasPosts: Bool
    let givePost: Link
    let recovery: Action
    let lost: Choice
    let closure: [Action]

    struct HeldPost: Sendable { let title: String, since: String, end: Action }
    struct Action: Sendable { let address: String, button: Button }

    init(
        _ card: AccountCard, _ roles: Roles, _ agencies: [Place: String], _ strings: Strings, _ formats: Formats
    ) {
        let account = card.account
        let path = "/operator/accounts/\(account.id)"
        name = account.name
        back = Link(strings["identity.accounts.back"], "/operator/accounts")
        func yes(_ flag: Bool) -> String { strings[flag ? "identity.accounts.yes" : "identity.accounts.no"] }
        facts = SummaryList([
            .init(strings["identity.accounts.status"], "", status: strings.status(of: account)),
            .init(
                strings["identity.accounts.username"], account.username ?? strings["identity.accounts.eid_only"]),
            .init(
                strings["identity.person.identifier"],
                card.resident?.identifier.masked ?? strings["identity.accounts.no_identifier"]),
            .init(strings["identity.accounts.opened"], formats.date(account.createdAt)),
            .init(strings["identity.accounts.sessions"], formats.number(card.sessions)),
            .init(strings["identity.accounts.password"], yes(card.hasPassword)),
            .init(strings["identity.me.second_factor"], yes(card.hasSecondFactor)),
        ])
        posts = card.posts.map { post in
            HeldPost(
                title: strings.title(of: post, roles, agencies),
                since: strings.fill("identity.accounts.since", ["date": formats.date(post.since)]),
                end: Action(
                    address: "\(path)/posts/\(post.id)/end",
                    button: Button(strings["identity.accounts.end_post"], style: .secondary)))
        }
        hasPosts = !card.posts.isEmpty
        givePost = Link(strings["identity.accounts.give_post"], "\(path)/posts/new", isSecondary: true)
        recovery = Action(
            address: "\(path)/recovery", button: Button(strings["identity.accounts.issue"], style: .secondary))
        lost = Choice(
            "second_factor", legend: strings["identity.accounts.lost"],
            options: [.init("lost", strings["identity.accounts.lost_phone"])])
        closure = [
            account.status == .active
                ? Action(
                    address: "\(path)/closure", button: Button(strings["identity.accounts.close"], style: .warning))
                : Action(address: "\(path)/reopening", button: Button(strings["identity.accounts.reopen"]))
        ]
    }

    static var mocks: [AccountPage] {
        func page(_ text: String, _ posts: [Post], _ status: Account.Status) -> AccountPage {
            AccountPage(
                AccountCard(
                    account: .example(text, status), resident: nil, posts: posts, sessions: 1, hasPassword: true,
                    hasSecondFactor: false), .none, [:], .mock, Formats(.vi))
        }
        return [
            page("Trần Thị Lan", [.example], .active), page("x", [], .disabled), page(.hostile, [.example], .active),
        ]
    }
}

/// A recovery code, shown once to whoever hands it over.
struct IssuedCodePage: Page {
    static let template = "identity/issued-code"
    let panel: Panel
    let back: Link

    init(_ code: String, _ account: Account, _ strings: Strings) {
        panel = Panel(
            strings.fill("identity.issued.title", ["name": account.name]), label: strings["identity.recovery.code"],
            code: code, text: strings["identity.issued.text"])
        back = Link(strings["identity.accounts.back_one"], "/operator/accounts/\(account.id)")
    }

    static let mocks = [
        IssuedCodePage("ABCD EFGH", .example("Lan"), .mock), IssuedCodePage("", .example("x"), .mock),
        IssuedCodePage(.hostile, .example(.hostile), .mock),
    ]
}

extension Strings {
    fileprivate func status(of account: Account) -> Status {
        account.status == .active
            ? Status(.onTime, self["identity.accounts.status_active"])
            : Status(.late, self["identity.accounts.status_disabled"])
    }
}

extension Account {
    /// For pages' mocks.
    fileprivate static func example(_ name: String, _ status: Status = .active) -> Account {
        Account(
            id: ID("a1"), username: name, name: name, status: status, language: nil,
            createdAt: Date(timeIntervalSince1970: 1_783_476_000))
    }
}

extension Post {
    fileprivate static let example = Post(
        id: ID("p1"), account: ID("a1"), role: "head", agency: Place(rawValue: "x"),
        since: Date(timeIntervalSince1970: 1_783_476_000), until: nil)
}
