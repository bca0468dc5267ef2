// SPDX-License-Identifier: Apache-2.0

package import Exchange
package import Files
import Foundation
import HTTPServer
import HTTPTypes
package import Hummingbird
import Kernel
import Web

/// Where neighbours hand over messages, their parts, and what is said about them. A listener of its own, apart from the
/// pages: callers are nodes with certificates, never browsers.
package struct ExchangeAPI: Sendable {
    let reception: Reception
    let directory: DirectoryService
    let files: FileService

    /// What a listener has to let through: the directory of a nation.
    package static let largestBody = WireLimits.directory

    package init(reception: Reception, directory: DirectoryService, files: FileService) {
        (self.reception, self.directory, self.files) = (reception, directory, files)
    }

    package func router() -> Router<ExchangeContext> {
        let router = Router(context: ExchangeContext.self)
        router.add(middleware: Callers(directory: directory))
        let exchange = router.group("exchange")
        exchange.get("greeting", use: greet)
        exchange.get("directory", use: showDirectory)
        exchange.post("directory", use: takeDirectory)
        exchange.post("loads", use: takeLoad)
        exchange.put("parts/:sha256", use: takePart)
        exchange.post("parts/:sha256/pieces", use: expectPart)
        exchange.put("parts/:sha256/pieces/:id/:start", use: takePiece)
        return router
    }

    /// A neighbour looks whether somebody is here; the directory's version goes back with every answer.
    @Sendable func greet(request: Request, context: ExchangeContext) async throws -> Response {
        try context.requireNeighbour()
        return Response(status: .noContent)
    }

    @Sendable func showDirectory(request: Request, context: ExchangeContext) async throws -> Response {
        guard let stored = try await directory.newest() else { throw ExchangeProblem.noDirectory }
        return .json(WirePaper(stored.paper))
    }

    /// Whoever brings it: the signature of the authority is what counts.
    @Sendable func takeDirectory(request: Request, context: ExchangeContext) async throws -> Response {
        let brought = try await request.json(WirePaper.self, upTo: WireLimits.directory)
        try await directory.take(brought.paper, by: .system)
        return Response(status: .noContent)
    }

    /// Messages and notes, as many as come at once. Each has its answer: what is wrong with one is no other's harm.
    @Sendable func takeLoad(request: Request, context: ExchangeContext) async throws -> Response {
        try context.requireNeighbour()
        let load = try WireLoad(await request.wholeBody(upTo: WireLimits.load * 2))
        guard max(load.messages.count, load.parts.count, load.notes.count) <= WireLimits.count * 2 else {
            throw TooMuchAtOnce()
        }
        try await keep(load.parts)
        let outcomes = await reception.receive(load.messages.map(\.paper))
        let heard = await reception.hear(load.notes.map(\.paper))
        return .json(
            WireAnswers(
                messages: outcomes.map(WireAnswers.Message.init),
                notes: heard.map { $0.map(WireAnswers.code) ?? "" }))
    }

    private func keep(_ parts: [[UInt8]]) async throws {
        _ = try await files.receive(
            all: parts, limits: FileLimits(bytes: WireLimits.along, kinds: Set(MediaKind.allCases)))
    }

    /// A part that is small enough to come at once.
    @Sendable func takePart(request: Request, context: ExchangeContext) async throws -> Response {
        try context.requireNeighbour()
        let kept = try await files.receive(
            request.body.map { Array($0.readableBytesView) },
            limits: FileLimits(bytes: WireLimits.whole, kinds: Set(MediaKind.allCases)))
        // What it is not called is kept by nobody, and goes with the next sweep.
        guard kept.hash == (try context.parameters.require("sha256")) else { throw FileProblem.damaged(kept.hash) }
        return Response(status: .noContent)
    }

    /// Announces a large part, or asks how far it has come: both are one question, and a sender that was restarted has
    /// forgotten nothing.
    @Sendable func expectPart(request: Request, context: ExchangeContext) async throws -> Response {
        let actor = try context.requireNeighbour()
        let sha256 = try context.parameters.require("sha256")
        let size = try await request.json(Size.self).bytes
        let upload = try await files.resume(
            sha256, size: size, limits: FileLimits(bytes: WireLimits.part, kinds: Set(MediaKind.allCases)), by: actor)
        return .json(
            WireUpload(id: upload.id.rawValue, received: upload.received, piece: ResumableUpload.pieceSize))
    }

    /// One piece. After the last one the whole is put together, and is what it is called or nothing.
    @Sendable func takePiece(request: Request, context: ExchangeContext) async throws -> Response {
        let actor = try context.requireNeighbour()
        let sha256 = try context.parameters.require("sha256")
        let id = ID<ResumableUpload>(try context.parameters.require("id"))
        let start = try context.parameters.require("start", as: Int.self)
        let limits = FileLimits(bytes: WireLimits.part, kinds: Set(MediaKind.allCases))
        let upload: ResumableUpload
        do {
            upload = try await files.add(
                request.body.map { Array($0.readableBytesView) }, at: start, to: id, limits: limits, by: actor)
        } catch FileProblem.elsewhere(let received) where received > start {
            // It came before: the sender goes on from where that left it.
            return .json(WireUpload(id: id.rawValue, received: received, piece: ResumableUpload.pieceSize))
        }
        if upload.isWhole {
            let whole = try await files.take(id, in: "part", limits: limits, by: actor)
            guard whole.stored.hash == sha256 else { throw FileProblem.damaged(sha256) }
        }
        return .json(WireUpload(id: id.rawValue, received: upload.received, piece: ResumableUpload.pieceSize))
    }

    private struct Size: Codable { let bytes: Int }
}

extension ExchangeContext {
    /// Whoever asks is a node of the directory.
    @discardableResult
    fileprivate func requireNeighbour() throws -> Actor {
        guard let caller else { throw NotANeighbour() }
        return Actor(id: "node:\(caller)", kind: .program)
    }
}

private struct TooMuchAtOnce: Problem {
    let code = "exchange.too_much_at_once"
    let kind = ProblemKind.tooLarge
}

private struct NotANeighbour: Problem {
    let code = "exchange.not_a_neighbour"
    let kind = ProblemKind.forbidden
}

/// Finds out whose certificate it is, and says problems as JSON.
private struct Callers: RouterMiddleware {
    let directory: DirectoryService

    func handle(
        _ request: Request, context: ExchangeContext, next: (Request, ExchangeContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let newest = try await directory.newest()
        let shown = await context.peer.bytes()
        if let shown, let owner = newest?.directory.owner(of: shown) {
            guard owner.certificate.revokedAt == nil else { return Self.refusal("exchange.revoked_key", .forbidden) }
            context.caller = owner.node.id
            await directory.note(.came, of: owner.node.id)
        } else if let shown, (try? directory.isVouchedFor(shown)) != true {
            return Self.refusal("exchange.not_a_neighbour", .forbidden)
        }
        var response: Response
        do { response = try await next(request, context) } catch let problem as any Problem {
            response = Self.refusal(problem.code, problem.kind)
        }
        if let name = HTTPField.Name(WireLimits.version), let version = newest?.directory.version {
            response.headers[name] = "\(version)"
        }
        return response
    }

    private static func refusal(_ code: String, _ kind: ProblemKind) -> Response {
        let status: HTTPResponse.Status =
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
        return .json(WireRefusal(code: code), status: status)
    }
}

extension WireAnswers {
    /// What of a problem is told to a neighbour.
    static func code(_ error: any Error) -> String { (error as? any Problem)?.code ?? "fault" }
}

extension WireAnswers.Message {
    fileprivate init(_ outcome: Reception.Outcome) {
        switch outcome {
        case .notes(let papers): notes = papers.map(WirePaper.init)
        case .missing(let hashes): missing = hashes
        case .behind(let version): wanted = version
        case .failed(let error): code = WireAnswers.code(error)
        }
    }
}
