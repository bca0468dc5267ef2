// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Kernel
import Logging

/// How a problem is shown: one place for the status, one page for the sentence, one RFC 9457 document for programs.
struct ProblemAnswer {
    let status: HTTPResponse.Status
    let problem: any Problem
    /// The mistake is ours or the machine's: the page names the request, so that the operator finds it in the log.
    let isOurs: Bool
    let headers: HTTPFields

    init(_ error: any Error, request: Request, routes: RouteTable, context: WebContext) {
        switch error {
        case let refusal as Refusal: self.init(refusal)
        case let problem as any Problem where problem.kind == .unavailable:
            context.logger.error("unavailable", metadata: ["error": "\(problem)", "code": "\(problem.code)"])
            self.init(.serviceUnavailable, problem, isOurs: true, [.retryAfter: "5"])
        case let problem as any Problem where problem.kind == .fault:
            context.logger.error("fault", metadata: ["error": "\(problem)", "code": "\(problem.code)"])
            self.init(.internalServerError, problem, isOurs: true)
        case let problem as any Problem: self.init(Self.status(problem.kind), problem)
        case let error as HTTPError where error.status == .notFound && context.endpointPath == nil:
            let allowed = routes.methods(at: request.uri.path)
            self.init(allowed.isEmpty ? .notFound : .method(allowed: allowed))
        case let error as HTTPError where error.status == .notFound: self.init(.notFound)
        case let error as HTTPError where error.status == .contentTooLarge: self.init(.tooLarge)
        case let error as HTTPError where error.status.code < 500: self.init(error.status, Refusal.badRequest)
        default:
            context.logger.error("unexpected error", metadata: ["error": "\(error)"])
            self.init(.internalServerError, Unexpected(), isOurs: true)
        }
    }

    private init(
        _ status: HTTPResponse.Status, _ problem: any Problem, isOurs: Bool = false, _ headers: HTTPFields = [:]
    ) {
        self.status = status
        self.problem = problem
        self.isOurs = isOurs
        self.headers = headers
    }

    private init(_ refusal: Refusal) {
        var headers: HTTPFields = [:]
        if case .method(let allowed) = refusal { headers[.allow] = allowed.joined(separator: ", ") }
        self.init(refusal.status, refusal, headers)
    }

    /// Programs get a document: everything under /api/, and elsewhere whoever does not ask for a page at an address of an
    /// interface, or asks for JSON.
    static func isForPrograms(_ request: Request, isInterface: Bool) -> Bool {
        if request.uri.path.hasPrefix("/api/") { return true }
        let accept = request.headers[.accept] ?? ""
        return (isInterface || accept.contains("json")) && !accept.contains("text/html")
    }

    func response(_ context: WebContext) -> Response {
        var response = context.wantsDocument ? document(context) : page(context)
        for field in headers { response.headers[field.name] = field.value }
        return response
    }

    private func page(_ context: WebContext) -> Response {
        context.page(ProblemPage(problem, isOurs: isOurs, context: context), status: status)
    }

    private func document(_ context: WebContext) -> Response {
        let document = ProblemDocument(
            title: status.reasonPhrase, status: status.code, code: problem.code,
            detail: context.strings.sentence(for: problem),
            sentences: Dictionary(
                uniqueKeysWithValues: Language.allCases.map {
                    ($0.rawValue, context.pages.views.strings($0).sentence(for: problem))
                }),
            request: context.requestID, problems: fields(context))
        return Response.json(document, status: status, type: "application/problem+json")
    }

    /// What is wrong, field by field; nil where it is about none.
    private func fields(_ context: WebContext) -> [FieldProblem]? {
        let strings: (Language) -> Strings = { context.pages.views.strings($0) }
        if let several = problem as? any FieldProblems { return several.fields(strings) }
        return problem.field.map { [FieldProblem(field: $0, problem, strings)] }
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
        case .fault: .internalServerError
        }
    }

    struct Unexpected: Problem {
        let code = "web.unexpected"
        let kind = ProblemKind.fault
    }
}

/// RFC 9457. `code` is stable; `sentences` says it in every language.
private struct ProblemDocument: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let code: String
    let detail: String
    let sentences: [String: String]
    let request: String
    let problems: [FieldProblem]?
}
