// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
package import Hummingbird
package import Kernel
package import Web

/// `/sdmx/2.1` and `/sdmx/3.0`: the data and what describes them, for statistical programs.
package struct SDMXRoutes: WebModule {
    let service: OpenDataService
    let strings: @Sendable (Language) -> Strings
    let publicURL: String
    let newID: NewID

    package init(
        service: OpenDataService, publicURL: String, strings: @escaping @Sendable (Language) -> Strings,
        newID: @escaping NewID
    ) {
        (self.service, self.publicURL, self.strings, self.newID) = (service, publicURL, strings, newID)
    }

    package var pages: [any Page.Type] { [] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("sdmx")
            .get("2.1/**") { request, _ in try await answer(request, .v21) }
            .get("3.0/**") { request, _ in try await answer(request, .v30) }
    }

    private static let structures21 = Negotiation.Offer(
        type: "application/vnd.sdmx.structure+xml", version: "2.1", aliases: ["application/xml", "text/xml"])
    private static let structures30 = Negotiation.Offer(
        type: "application/vnd.sdmx.structure+xml", version: "3.0.0", aliases: ["application/xml", "text/xml"])
    private static let data21 = Negotiation.Offer(
        type: "application/vnd.sdmx.structurespecificdata+xml", version: "2.1",
        aliases: ["application/xml", "text/xml"])
    private static let data30 = Negotiation.Offer(
        type: "application/vnd.sdmx.data+csv", version: "2.0.0", aliases: ["text/csv"])

    private func answer(_ request: Request, _ version: Message.Version) async throws -> Response {
        let message = Message(version: version, id: "DC\(newID())", prepared: service.now())
        do {
            let path = try Self.path(request)
            let parameters = try Self.parameters(request)
            let accept = Negotiation(request.headers[values: .accept].joined(separator: ","))
            return switch (path.first, version) {
            case ("data", .v21): try await data21(path, parameters, accept, message)
            case ("data", .v30): try await data30(path, parameters, accept, message)
            case ("structure", .v30): try await structure(Array(path.dropFirst()), parameters, accept, message)
            case (nil, _), (_, .v30): throw OpenDataProblem.notImplemented(path.first ?? "")
            case (_, .v21): try await structure(path, parameters, accept, message)
            }
        } catch let problem as OpenDataProblem {
            let sentences = Dictionary(
                uniqueKeysWithValues: Language.allCases.map { ($0, strings($0).sentence(for: problem)) })
            return .sdmx(
                message.refusal(problem, sentences), type: Self.type(ofRefusalBy: version),
                status: Self.status(problem, version))
        }
    }

    private func data21(
        _ path: [String], _ parameters: [(name: String, value: String)], _ accept: Negotiation, _ message: Message
    ) async throws -> Response {
        let query = try QueryReader(parameters, known: QueryReader.known21).data21(Array(path.dropFirst()))
        guard let offer = accept.choose(from: [Self.data21]) else { throw OpenDataProblem.notAcceptable }
        return .sdmx(message.data(try await service.data(query), query), type: offer.contentType)
    }

    private func data30(
        _ path: [String], _ parameters: [(name: String, value: String)], _ accept: Negotiation, _ message: Message
    ) async throws -> Response {
        let query = try QueryReader(parameters, known: QueryReader.known30).data30(Array(path.dropFirst()))
        guard let offer = accept.choose(from: [Self.data30]) else { throw OpenDataProblem.notAcceptable }
        return .sdmx(DataCSV.bytes(try await service.data(query), query), type: offer.contentType)
    }

    private func structure(
        _ path: [String], _ parameters: [(name: String, value: String)], _ accept: Negotiation, _ message: Message
    ) async throws -> Response {
        let asked = try QueryReader(parameters, known: ArtefactQuery.parameters)
        let query = try ArtefactQuery(
            path.isEmpty ? ["*"] : path, references: asked["references"], detail: asked["detail"])
        let offer = message.version == .v21 ? Self.structures21 : Self.structures30
        guard accept.choose(from: [offer]) != nil else { throw OpenDataProblem.notAcceptable }
        let base = "\(publicURL)/sdmx/\(message.version == .v21 ? "2.1" : "3.0")"
        let artefacts = try await Artefacts(service: service, strings: strings).answer(query)
        return .sdmx(message.structure(of: artefacts, writtenAt: base), type: offer.contentType)
    }

    /// The parts of the address behind the version, decoded.
    private static func path(_ request: Request) throws(OpenDataProblem) -> [String] {
        var parts: [String] = []
        for part in request.uri.path.split(separator: "/").dropFirst(2) {
            guard let text = part.removingPercentEncoding else { throw .syntax(String(part)) }
            parts.append(text)
        }
        return parts
    }

    /// What stands behind the question mark, decoded. A plus is a plus here, as SDMX means it.
    private static func parameters(_ request: Request) throws(OpenDataProblem) -> [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts[0].removingPercentEncoding,
                let value = (parts.count > 1 ? parts[1] : "").removingPercentEncoding
            else { throw .syntax(String(pair)) }
            parameters.append((name, value))
        }
        return parameters
    }

    private static func type(ofRefusalBy version: Message.Version) -> String {
        version == .v21 ? "application/vnd.sdmx.error+xml;version=2.1" : "application/vnd.sdmx.error+xml;version=3.0.0"
    }

    /// What SDMX-REST says; 2.1 knew no 422.
    private static func status(_ problem: OpenDataProblem, _ version: Message.Version) -> HTTPResponse.Status {
        switch problem {
        case .noResults: .notFound
        case .syntax: .badRequest
        case .senseless: version == .v21 ? .forbidden : .unprocessableContent
        case .tooLarge: .contentTooLarge
        case .notImplemented: .notImplemented
        case .notAcceptable: .notAcceptable
        }
    }
}

extension Response {
    /// Public: any page of anybody may read it, and nobody's cookies make a difference.
    fileprivate static func sdmx(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: type, .cacheControl: "public, no-cache", .vary: "Accept", .accessControlAllowOrigin: "*",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
