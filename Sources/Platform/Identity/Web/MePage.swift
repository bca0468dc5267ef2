// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// Who I am here, what I may do, where I am signed in.
struct MePage: Page {
    static let template = "identity/me"
    /// The value that stands for "as a resident" among the posts.
    static let resident = "resident"

    let name: String
    let facts: SummaryList
    let notice: Notice
    let hasChoice: Bool
    let capacity: Choice
    let choose: Button
    let security: TaskList
    let entries: [HomePart.Entry]
    let sessions: Table
    let hasOthers: Bool
    let endOthers: Button

    /// `agencies` names the places of the posts.
    init(
        _ profile: IdentityService.Profile, _ roles: Roles, _ agencies: [Place: String], _ context: WebContext
    ) {
        let strings = context.strings
        let formats = context.formats
        func title(_ post: Post?) -> String {
            guard let post else { return strings["identity.capacity.resident"] }
            return strings.title(of: post, roles, agencies)
        }
        name = profile.account.name
        var facts = [SummaryList.Row(strings["identity.me.capacity"], title(profile.current))]
        if let resident = profile.resident {
            facts.append(.init(strings["identity.me.identifier"], resident.identifier.masked))
        }
        self.facts = SummaryList(facts)
        notice =
            profile.needsSecondFactor
            ? Notice(
                strings["identity.me.needs_second_factor"], strings["identity.me.needs_second_factor_why"],
                link: Link(strings["identity.me.second_factor_on"], "/me/second-factor")) : .none
        hasChoice = !profile.posts.isEmpty
        let options = profile.posts.map(Optional.some) + [nil]
        capacity = Choice(
            "capacity", legend: strings["identity.me.act_as"],
            options: options.map { post in
                .init(post?.id.rawValue ?? Self.resident, title(post), isChosen: post?.id == profile.current?.id)
            })
        choose = Button(strings["identity.me.choose"], style: .secondary)
        security = Self.security(profile, strings)
        entries = [
            .init(
                strings["identity.consents.title"], "/me/consents", text: strings["identity.consents.entry"]),
            .init(
                strings["identity.organisations.title"], "/me/organisations",
                text: strings["identity.organisations.entry"]),
            .init(strings["identity.me.mail"], "/me/mail", text: strings["identity.me.mail_entry"]),
            .init(strings["identity.me.access"], "/me/access", text: strings["identity.me.access_entry"]),
        ]
        sessions = Table(
            caption: strings["identity.sessions.caption"], isCaptionHidden: true,
            columns: [
                .text(strings["identity.sessions.browser"]), .text(strings["identity.sessions.since"]),
                .text(strings["identity.sessions.seen"]),
            ],
            rows: profile.sessions.map { session in
                let browser = session.browser.isEmpty ? strings["identity.sessions.unknown"] : session.browser
                let isThis = session.id == profile.session
                return [
                    .text(isThis ? strings.fill("identity.sessions.this", ["browser": browser]) : browser),
                    .text(formats.time(session.createdAt)), .text(formats.time(session.seenAt)),
                ]
            })
        hasOthers = profile.sessions.count > 1
        endOthers = Button(strings["identity.sessions.end_others"], style: .warning)
    }

    private static func security(_ profile: IdentityService.Profile, _ strings: Strings) -> TaskList {
        var items: [TaskList.Item] = []
        if profile.hasPassword {
            items.append(
                .init(
                    strings["identity.password.title"], "/me/password",
                    status: Status(.onTime, strings["identity.me.password_set"])))
        }
        items.append(
            profile.secondFactor.isOn
                ? .init(
                    strings["identity.me.second_factor"], "/me/second-factor",
                    hint: strings.plural("identity.me.codes_left", profile.secondFactor.codesLeft),
                    status: Status(.onTime, strings["identity.me.on"]))
                : .init(
                    strings["identity.me.second_factor"], "/me/second-factor",
                    hint: strings["identity.me.second_factor_hint"],
                    status: Status(.neutral, strings["identity.me.off"])))
        return TaskList(items)
    }

    private init(_ text: String, count: Int) {
        name = text
        facts = SummaryList((0..<count).map { _ in .init(text, text) })
        notice = count > 0 ? Notice(text, text, link: Link(text, "/me/second-factor")) : .none
        hasChoice = count > 0
        capacity = Choice(
            "capacity", legend: text, options: (0..<count).map { .init("\($0)", text, isChosen: $0 == 0) })
        choose = Button(text)
        security = TaskList((0..<count).map { _ in .init(text, "/me", hint: text, status: Status(.onTime, text)) })
        entries = (0..<count).map { _ in .init(text, "/me/consents", text: text) }
        sessions = Table(
            caption: text, columns: [.text(text), .text(text)],
            rows: (0..<count).map { _ in [.text(text), .text(text)] })
        hasOthers = count > 1
        endOthers = Button(text)
    }

    static let mocks = [MePage("Trần Thị Lan", count: 2), MePage("x", count: 0), MePage(.hostile, count: 2)]
}

extension Strings {
    /// "Công chức bộ phận một cửa, Trung tâm Phục vụ hành chính công xã Yên Mô".
    func title(of post: Post, _ roles: Roles, _ agencies: [Place: String]) -> String {
        let role = roles[post.role]?.name(language) ?? post.role
        guard post.agency != .everywhere else { return role }
        return fill("identity.capacity.post", ["role": role, "agency": agencies[post.agency] ?? post.agency.rawValue])
    }
}
