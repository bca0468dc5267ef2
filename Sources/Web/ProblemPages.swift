// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Kernel
import Logging

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

/// How a problem is shown: one place for the status, one page for the sentence.
enum ProblemPages {
    static func response(to error: any Error, context: WebContext) throws -> Response {
        switch error {
        case let problem as any Problem where problem.kind != .unavailable: return theirs(problem, context: context)
        case let error as HTTPError where error.status == .notFound: return theirs(NoSuchPage(), context: context)
        case let error as HTTPError where error.status.code < 500:
            return theirs(BadRequest(), status: error.status, context: context)
        default: return ours(error, context: context)
        }
    }

    /// Something the person can mend.
    private static func theirs(
        _ problem: any Problem, status: HTTPResponse.Status? = nil, context: WebContext
    ) -> Response {
        let strings = context.strings
        let action =
            problem.kind == .unauthenticated
            ? Link(
                strings["web.sign_in"],
                "/session?from=\(context.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "/")")
            : Link(strings["web.home.link"], "/", isSecondary: true)
        let page = ProblemPage(
            title: title(problem.kind, strings), sentence: strings.sentence(for: problem), action: action,
            isOurs: false, requestID: "")
        return context.page(page, status: status ?? Self.status(problem.kind))
    }

    /// Something only we can mend: logged under the request's id, and told without its inner workings.
    private static func ours(_ error: any Error, context: WebContext) -> Response {
        context.logger.error("\(error)", metadata: ["request": "\(context.requestID)"])
        let problem = error as? any Problem
        let strings = context.strings
        let page = ProblemPage(
            title: strings[problem == nil ? "web.problem.ours" : "web.problem.unavailable"],
            sentence: problem.map(strings.sentence(for:)) ?? strings["web.problem.ours_text"],
            action: Link(strings["web.home.link"], "/", isSecondary: true), isOurs: true,
            requestID: context.requestID)
        return context.page(page, status: problem == nil ? .internalServerError : .serviceUnavailable)
    }

    private static func title(_ kind: ProblemKind, _ strings: Strings) -> String {
        switch kind {
        case .notFound: strings["web.problem.not_found"]
        case .unauthenticated: strings["web.problem.unauthenticated"]
        case .forbidden: strings["web.problem.forbidden"]
        case .tooMany: strings["web.problem.too_many"]
        case .tooLarge: strings["web.problem.too_large"]
        case .invalid, .conflict, .unavailable: strings["web.problem.title"]
        }
    }

    static func status(_ kind: ProblemKind) -> HTTPResponse.Status {
        switch kind {
        case .invalid: .unprocessableContent
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .tooMany: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }

    private struct NoSuchPage: Problem {
        let code = "web.not_found"
        let kind = ProblemKind.notFound
    }

    private struct BadRequest: Problem {
        let code = "web.bad_request"
        let kind = ProblemKind.invalid
    }
}
