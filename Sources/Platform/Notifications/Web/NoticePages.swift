// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// What happened to one's affairs, the newest first.
struct NoticesPage: Page {
    static let template = "notifications/list"
    let unread: String, hasUnread: Bool
    let notices: [Item], isEmpty: Bool
    let button: Button

    struct Item: Sendable {
        let href: String, title: String, text: String, time: String
        let isNew: Bool
    }

    init(_ notices: [PersonalNotice], unread: Int, strings: Strings, formats: Formats) {
        self.unread = strings.plural("notifications.unread", unread)
        hasUnread = unread > 0
        self.notices = notices.map { notice in
            Item(
                href: "/notices/\(notice.id)", title: notice.words.title(strings.language),
                text: notice.words.text(strings.language), time: formats.time(notice.at), isNew: notice.readAt == nil)
        }
        isEmpty = notices.isEmpty
        button = Button(strings["notifications.mark_read"], style: .secondary)
    }

    static var mocks: [Self] {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        func notice(_ text: String, readAt: Date?) -> PersonalNotice {
            PersonalNotice(
                id: ID("01a1"), account: ID("minh"), at: noon, words: .init { _ in (text, text) }, path: "/dossiers/1",
                readAt: readAt)
        }
        return [
            .init(
                [notice("Đã tiếp nhận", readAt: nil), notice(.hostile, readAt: noon)], unread: 1, strings: .mock,
                formats: Formats(.vi)),
            .init([], unread: 0, strings: .mock, formats: Formats(.en)),
        ]
    }
}

/// Where one's letters go: the address, and whether they come at all.
struct MailPage: Page {
    static let template = "notifications/mail"
    let back: Link
    let notices: [Notice]
    let errors: ErrorSummary
    let facts: [SummaryList]
    let ask: [Ask]
    let switches: [Switch]

    /// The form for an address.
    struct Ask: Sendable {
        let address: Field
        let button: Button
    }

    /// One button with a form of its own.
    struct Switch: Sendable {
        let path: String, name: String, value: String
        let button: Button
    }

    init(_ reach: Reachability?, hasMail: Bool, typed: String, mistakes: Mistakes, strings: Strings) {
        back = Link(strings["notifications.back"], "/me")
        errors = mistakes.summary
        notices =
            (hasMail ? [] : [Notice(strings["notifications.no_mail"])])
            + (reach?.pending.map {
                [
                    Notice(
                        strings.fill("notifications.sent_to", ["address": $0]), strings["notifications.sent_text"],
                        isSuccess: true)
                ]
            } ?? [])
        facts =
            reach?.address.map { address in
                let key = reach?.isOn == true ? "notifications.on" : "notifications.off"
                return [
                    SummaryList([
                        .init(strings["notifications.address"], address),
                        .init(
                            strings["notifications.letters"], "",
                            status: Status(reach?.isOn == true ? .onTime : .neutral, strings[key])),
                    ])
                ]
            } ?? []
        ask =
            hasMail
            ? [
                Ask(
                    address: Field(
                        "address", label: strings[facts.isEmpty ? "notifications.address" : "notifications.other"],
                        value: typed, hint: strings["notifications.address_hint"], problem: mistakes["address"],
                        kind: .email, autocomplete: "email"), button: Button(strings["notifications.ask"]))
            ] : []
        switches = reach.map { Self.switches($0, strings) } ?? []
    }

    private static func switches(_ reach: Reachability, _ strings: Strings) -> [Switch] {
        let turn = reach.address.map { _ in
            Switch(
                path: "/me/mail/letters", name: "on", value: reach.isOn ? "0" : "1",
                button: Button(
                    strings[reach.isOn ? "notifications.turn_off" : "notifications.turn_on"], style: .secondary))
        }
        let removal = Switch(
            path: "/me/mail/removal", name: "remove", value: "1",
            button: Button(strings["notifications.remove"], style: .warning))
        return (turn.map { [$0] } ?? []) + [removal]
    }

    static var mocks: [Self] {
        let both = Reachability(address: "minh@example.vn", pending: .hostile, language: .vi, isOn: true)
        let off = Reachability(address: .hostile, pending: nil, language: .en, isOn: false)
        let wrong = Mistakes([NoticeProblem.badAddress], strings: .mock)
        return [
            .init(nil, hasMail: true, typed: .hostile, mistakes: wrong, strings: .mock),
            .init(both, hasMail: true, typed: "", mistakes: Mistakes(strings: .mock), strings: .mock),
            .init(off, hasMail: false, typed: "", mistakes: Mistakes(strings: .mock), strings: .mock),
        ]
    }
}

/// Asks once more before an address is used: programs that look at letters open every link in them.
struct ConfirmationPage: Page {
    static let template = "notifications/confirmation"
    let title: String, lead: String
    let token: String
    let button: [Button]
    let link: [Link]

    /// Before the button is pressed.
    init(_ address: String, token: String, strings: Strings) {
        title = strings["notifications.confirm.title"]
        lead = strings.fill("notifications.confirm.lead", ["address": address])
        self.token = token
        (button, link) = ([Button(strings["notifications.confirm.button"])], [])
    }

    /// Afterwards.
    init(doneIn strings: Strings) {
        title = strings["notifications.confirmed.title"]
        lead = strings["notifications.confirmed.lead"]
        token = ""
        (button, link) = ([], [Link(strings["notifications.title"], "/notices")])
    }

    static var mocks: [Self] { [.init(.hostile, token: .hostile, strings: .mock), .init(doneIn: .mock)] }
}
