// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// A problem as a page: what is wrong, what to do next, and what was kept.
struct ProblemPage: Page {
    static let template = "problem"
    let title: String
    let sentence: String
    let action: Link
    /// The failure is ours: the page names the request, so that an operator finds it in the log.
    let isOurs: Bool
    let requestID: String

    static let mocks = [
        ProblemPage(
            title: "Không tìm thấy trang", sentence: "Kiểm tra lại địa chỉ.", action: Link("Về trang chủ", "/"),
            isOurs: false, requestID: ""),
        ProblemPage(title: .hostile, sentence: .hostile, action: .hostile, isOurs: true, requestID: .hostile),
    ]
}

extension ProblemPage {
    init(_ problem: any Problem, isOurs: Bool, context: WebContext) {
        let strings = context.strings
        title = strings[Self.title(problem)]
        sentence = strings.sentence(for: problem)
        action =
            problem.kind == .unauthenticated
            ? Link(strings["web.sign_in"], "/session?from=\(Self.encoded(context.path))")
            : Link(strings["web.home.link"], "/", isSecondary: true)
        self.isOurs = isOurs
        requestID = isOurs ? context.requestID : ""
    }

    private static func encoded(_ path: String) -> String {
        path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "/"
    }

    private static func title(_ problem: any Problem) -> String {
        switch problem.kind {
        case .notFound: "web.problem.not_found"
        case .unauthenticated: "web.problem.unauthenticated"
        case .forbidden: "web.problem.forbidden"
        case .tooMany: "web.problem.too_many"
        case .tooLarge: "web.problem.too_large"
        case .unavailable: "web.problem.unavailable"
        case .fault: "web.problem.ours"
        case .invalid, .conflict: "web.problem.title"
        }
    }
}
