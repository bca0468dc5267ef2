// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Somebody whose browser is open, with the cookie and the token that forms carry.
struct Applicant: Sendable {
    let cookies: String
    let drafts: [String]
    private let token: String

    /// Opens the visitor's first page.
    init(_ visitor: PortalCrew.Visitor, over connection: Loopback) throws {
        let page = try connection.exchange(
            Loopback.request("GET", "/drafts", headers: ["Cookie: session=\(visitor.session)"]))
        let html = String(decoding: page.body, as: UTF8.self)
        guard page.status == 200, let secret = page.head.firstMatch(of: /(?i)set-cookie: csrf=([^;\r]+)/)?.1,
            let token = html.firstMatch(of: /name="_csrf" value="([^"]+)"/)?.1
        else { throw BenchProblem.noProgress }
        cookies = "Cookie: session=\(visitor.session); csrf=\(secret)"
        (drafts, self.token) = (visitor.drafts, String(token))
    }

    /// The page of the application that came of it; nil where the answer is not what a person would have got.
    func send(_ draft: String, over connection: Loopback) throws -> String? {
        let answer = try connection.exchange(
            Loopback.request(
                "POST", "/drafts/\(draft)/submission", headers: [cookies], body: "_csrf=\(token)&_revision=2"))
        let place = answer.header("location").flatMap { $0.split(separator: "?").first } ?? ""
        return answer.status == 303 && place.hasPrefix("/dossiers/") ? String(place) : nil
    }
}
