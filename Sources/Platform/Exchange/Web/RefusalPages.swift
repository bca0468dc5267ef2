// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// What this node did not take, the newest first.
struct RefusalsPage: Page {
    static let template = "exchange/refusals"
    static let length = 100

    let back: Link
    let isEmpty: Bool
    let hasRows: Bool
    let table: Table

    init(_ refused: [RefusedMessage], _ strings: Strings) {
        let formats = Formats(strings.language)
        back = Link(strings["exchange.neighbours.back"], "/operator/neighbours")
        (isEmpty, hasRows) = (refused.isEmpty, !refused.isEmpty)
        let columns: [Table.Column] = [
            .text(strings["exchange.refusal.last"]), .text(strings["exchange.refusal.reason"]),
            .text(strings["exchange.refusal.from"]), .number(strings["exchange.refusal.times"]),
        ]
        table = Table(
            caption: strings["exchange.refusals.title"], isCaptionHidden: true, columns: columns,
            rows: refused.map { one in
                [
                    .link(formats.time(one.lastAt), "/operator/refusals/\(one.sha256)"),
                    .text(strings["exchange.reason.\(one.reason.rawValue)"]),
                    .text(one.claims?.sender.node ?? "–"), .text(formats.number(one.times)),
                ]
            })
    }

    static var mocks: [Self] {
        [.init([.example("")], .mock), .init([.example(.hostile)], .mock), .init([], .mock)]
    }
}

/// One message that was refused: why, what it says of itself, and its text.
struct RefusalPage: Page {
    static let template = "exchange/refusal"
    /// How much of the text is shown.
    private static let shown = 8000

    let back: Link
    let reason: String
    let facts: SummaryList
    let hasText: Bool
    let text: String

    init(_ refused: RefusedMessage, _ strings: Strings) {
        let formats = Formats(strings.language)
        back = Link(strings["exchange.refusals.back"], "/operator/refusals")
        reason = strings["exchange.reason.\(refused.reason.rawValue)"]
        var rows: [SummaryList.Row] = [
            .init(strings["exchange.refusal.code"], refused.reason.rawValue),
            .init(strings["exchange.refusal.first"], formats.time(refused.firstAt)),
            .init(strings["exchange.refusal.last"], formats.time(refused.lastAt)),
            .init(strings["exchange.refusal.times"], formats.number(refused.times)),
            .init(strings["exchange.refusal.size"], formats.bytes(refused.size)),
            .init("SHA-256", refused.sha256),
        ]
        if let claims = refused.claims {
            rows += [
                .init(strings["exchange.refusal.message"], claims.id.rawValue),
                .init(
                    strings["exchange.refusal.from"], "\(claims.sender.organID) · \(claims.sender.node)"),
                .init(
                    strings["exchange.refusal.to"],
                    claims.receivers.prefix(20).joined(separator: ", ") + (claims.receivers.count > 20 ? "…" : "")),
                .init(strings["exchange.refusal.created"], formats.time(claims.createdAt.date)),
            ]
        }
        facts = SummaryList(rows)
        text = String(validating: refused.bytes, as: UTF8.self).map { String($0.prefix(Self.shown)) } ?? ""
        hasText = !text.isEmpty
    }

    static var mocks: [Self] {
        [.init(.example("{}"), .mock), .init(.example(.hostile), .mock), .init(.example(""), .mock)]
    }
}

extension RefusedMessage {
    fileprivate static func example(_ text: String) -> RefusedMessage {
        let moment = Date(timeIntervalSince1970: 1_783_476_000)
        return RefusedMessage(
            sha256: text, message: text, reason: .altered, bytes: Array(text.utf8), size: text.utf8.count,
            firstAt: moment, lastAt: moment, times: 3)
    }
}
