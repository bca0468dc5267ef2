// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
package import Exchange
package import Files
import Foundation
package import Kernel
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL
import Synchronization

/// The way to other nodes: HTTPS in which both show their certificates. A node that does not answer is left alone for a
/// moment, so that a thousand messages for it hold up none for others.
package struct HTTPSLine: NodeLine {
    private let directory: DirectoryService
    private let files: FileService
    private let absences: Absences
    private let settings = TLSSettings()

    package init(directory: DirectoryService, files: FileService, now: @escaping Now) {
        (self.directory, self.files, absences) = (directory, files, Absences(now: now))
    }

    /// For how long nobody is sent to a node that did not answer.
    static let absence = DirectoryService.moment

    package func hand(_ parcels: [Parcel], to node: ExchangeDirectory.Node) async throws -> [Parcel.Answer] {
        var answers = [Parcel.Answer](
            repeating: .failed(NotTaken(node: node.id, status: 0, code: "")), count: parcels.count)
        var waiting = Array(parcels.indices)
        // What is missing is brought, and what is old replaced, once each: what is asked for a third time waits for the
        // next courier.
        for round in 0..<3 where !waiting.isEmpty {
            var (again, isBehind): ([Int], Bool) = ([], false)
            for load in try await loads(waiting, of: parcels, withParts: round == 0) {
                for (place, answer) in zip(load.places, try await hand(load, to: node)) {
                    switch answer {
                    case .settled(let settled): answers[place] = settled
                    case .missing(let hashes):
                        try await bring(hashes, of: parcels[place], to: node)
                        again.append(place)
                    case .behind:
                        isBehind = true
                        again.append(place)
                    }
                }
            }
            if isBehind { try await bringDirectory(to: node) }
            waiting = again
        }
        return answers
    }

    package func greet(_ node: ExchangeDirectory.Node) async throws {
        let answer = try await call(.GET, "greeting", body: .bytes(ByteBuffer()), to: node)
        guard let own = try await directory.newest()?.directory.version, let theirs = answer.version, theirs < own
        else { return }
        try await bringDirectory(to: node)
    }

    /// What goes in one call, and which parcels those are.
    private struct Load {
        var messages: [(place: Int, paper: WirePaper)] = []
        var notes: [(place: Int, paper: WirePaper)] = []
        var parts: [[UInt8]] = []
        var weight = 0

        var places: [Int] { messages.map(\.place) + notes.map(\.place) }

        func has(room weight: Int, parts: Int) -> Bool {
            self.weight == 0
                || self.weight + weight <= WireLimits.load && self.parts.count + parts <= WireLimits.count
                    && messages.count < WireLimits.count && notes.count < WireLimits.count
        }
    }

    private func loads(_ places: [Int], of parcels: [Parcel], withParts: Bool) async throws -> [Load] {
        var loads = [Load()]
        for place in places {
            let parts: [[UInt8]]
            let paper: WirePaper
            switch parcels[place] {
            case .note(let note): (paper, parts) = (WirePaper(note), [])
            case .message(let message, let envelope):
                (paper, parts) = (WirePaper(message), withParts ? try await small(envelope) : [])
            }
            let weight = paper.weight + parts.reduce(0) { $0 + $1.count }
            if !loads[loads.count - 1].has(room: weight, parts: parts.count) { loads.append(Load()) }
            let last = loads.count - 1
            if case .note = parcels[place] {
                loads[last].notes.append((place, paper))
            } else {
                loads[last].messages.append((place, paper))
            }
            loads[last].parts += parts
            loads[last].weight += weight
        }
        return loads
    }

    /// The parts of a message that go along with it: all, when they are few and small.
    private func small(_ envelope: Envelope) async throws -> [[UInt8]] {
        guard envelope.parts.count <= 8, envelope.parts.allSatisfy({ $0.part.bytes <= WireLimits.along }) else {
            return []
        }
        return try await files.contents(all: envelope.parts.map(\.sha256))
    }

    private enum Told {
        case settled(Parcel.Answer)
        case missing([String])
        case behind
    }

    private func hand(_ load: Load, to node: ExchangeDirectory.Node) async throws -> [Told] {
        let whole = WireLoad(messages: load.messages.map(\.paper), parts: load.parts, notes: load.notes.map(\.paper))
        let body = try whole.body
        let answer = try await call(.POST, "loads", body: .bytes(body), type: WireLoad.type, to: node)
        guard answer.status == 200, let told = try? JSONDecoder().decode(WireAnswers.self, from: answer.body),
            told.messages.count == load.messages.count, told.notes.count == load.notes.count
        else { throw NotTaken(node: node.id, status: answer.status, code: answer.code) }
        return told.messages.map { message in
            if let notes = message.notes { return .settled(.notes(notes.map(\.paper))) }
            if let missing = message.missing { return .missing(missing) }
            if message.wanted != nil { return .behind }
            return .settled(.failed(NotTaken(node: node.id, status: 200, code: message.code ?? "")))
        }
            + told.notes.map { code in
                .settled(code.isEmpty ? .heard : .failed(NotTaken(node: node.id, status: 200, code: code)))
            }
    }

    private func bring(_ hashes: [String], of parcel: Parcel, to node: ExchangeDirectory.Node) async throws {
        guard case .message(_, let envelope) = parcel else { return }
        for part in envelope.parts where hashes.contains(part.sha256) {
            try await bring(part.sha256, part.part.bytes, to: node)
        }
    }

    private func bringDirectory(to node: ExchangeDirectory.Node) async throws {
        guard let stored = try await directory.newest() else { throw ExchangeProblem.noDirectory }
        let body = try JSONEncoder().encode(WirePaper(stored.paper))
        let answer = try await call(.POST, "directory", body: .bytes(ByteBuffer(data: body)), to: node)
        guard answer.status == 204 else { throw NotTaken(node: node.id, status: answer.status, code: answer.code) }
    }

    /// A small part at once, a large one in pieces, from where it was left.
    private func bring(_ sha256: String, _ size: Int, to node: ExchangeDirectory.Node) async throws {
        if size <= WireLimits.whole {
            let bytes = try await files.contents(sha256).map { ByteBuffer(bytes: $0) }
            let answer = try await call(
                .PUT, "parts/\(sha256)", body: .stream(bytes, length: .known(Int64(size))), isStream: true, to: node)
            guard answer.status == 204 else { throw NotTaken(node: node.id, status: answer.status, code: answer.code) }
            return
        }
        let announced = try await call(
            .POST, "parts/\(sha256)/pieces", body: .bytes(ByteBuffer(string: "{\"bytes\":\(size)}")), to: node)
        var upload = try announced.upload(node)
        var (waiting, place) = ([UInt8](), 0)
        for try await bytes in try await files.contents(sha256) {
            waiting += bytes
            while waiting.count >= upload.piece || place + waiting.count == size, !waiting.isEmpty {
                let piece = Array(waiting.prefix(upload.piece))
                waiting.removeFirst(piece.count)
                defer { place += piece.count }
                guard place >= upload.received else { continue }
                let answer = try await call(
                    .PUT, "parts/\(sha256)/pieces/\(upload.id)/\(place)", body: .bytes(ByteBuffer(bytes: piece)),
                    to: node)
                upload = try answer.upload(node)
            }
        }
    }

    private func call(
        _ method: HTTPMethod, _ path: String, body: HTTPClientRequest.Body, type: String = "application/json",
        isStream: Bool = false,
        to node: ExchangeDirectory.Node
    ) async throws -> Answer {
        guard !absences.isAway(node.id) else { throw Away(node: node.id) }
        var request = HTTPClientRequest(url: "https://\(node.address)/exchange/\(path)")
        request.method = method
        request.headers.add(name: "Content-Type", value: type)
        request.body = body
        request.tlsConfiguration = try tls()
        let response: HTTPClientResponse
        let whole: ByteBuffer
        do { (response, whole) = try await answer(to: request, from: node, tries: isStream ? 1 : 3) } catch {
            await directory.note(.silent("\(error)"), of: node.id)
            throw error
        }
        let version = response.headers.first(name: WireLimits.version).flatMap(Int64.init)
        let answer = Answer(status: Int(response.status.code), body: Data(buffer: whole), version: version)
        await directory.note(
            answer.status == 403 ? .silent("403 \(answer.code)") : .answered(directory: version), of: node.id)
        if let version {
            // What was handed over is handed over, whatever becomes of this.
            do { try await catchUp(version, from: node) } catch {
                Logger(label: "exchange").warning(
                    "a newer directory was not taken",
                    metadata: ["from": "\(node.id)", "version": "\(version)", "reason": "\(error)"])
            }
        }
        return answer
    }

    /// What is in memory may be said again when the line was cut: whatever it was, it has its effect once.
    private func answer(
        to request: HTTPClientRequest, from node: ExchangeDirectory.Node, tries: Int
    ) async throws -> (HTTPClientResponse, ByteBuffer) {
        do {
            let response = try await client.execute(request, timeout: .seconds(60))
            let whole = try await response.body.collect(upTo: WireLimits.answers)
            absences.forget(node.id)
            return (response, whole)
        } catch  where Self.isCut(error) && tries > 1 {
            return try await answer(to: request, from: node, tries: tries - 1)
        } catch {
            // A line that was cut is no node that is away.
            if !Self.isCut(error) { absences.note(node.id, for: Self.absence) }
            throw error
        }
    }

    private static func isCut(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .remoteConnectionClosed
        case let error as IOError: [ECONNRESET, EPIPE].contains(error.errnoCode)
        case let error as NIOSSLError: if case .uncleanShutdown = error { true } else { false }
        default: error is HTTPParserError
        }
    }

    /// A neighbour goes by a newer directory: it is asked for it. Who hands it on does not matter.
    private func catchUp(_ version: Int64, from node: ExchangeDirectory.Node) async throws {
        guard let own = try await directory.newest(), own.directory.version < version else { return }
        var request = HTTPClientRequest(url: "https://\(node.address)/exchange/directory")
        request.tlsConfiguration = try tls()
        let response = try await client.execute(request, timeout: .seconds(60))
        let body = Data(buffer: try await response.body.collect(upTo: WireLimits.directory))
        guard response.status == .ok, let found = try? JSONDecoder().decode(WirePaper.self, from: body) else { return }
        try await directory.take(found.paper, by: .system)
    }

    private func tls() throws -> TLSConfiguration {
        let credentials = try directory.credentials()
        return try settings.made(of: credentials.certificates + [credentials.key] + credentials.roots) {
            try Self.tls(credentials)
        }
    }

    private static func tls(
        _ credentials: (certificates: [[UInt8]], key: [UInt8], roots: [[UInt8]])
    ) throws -> TLSConfiguration {
        let (certificates, key, roots) = credentials
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateChain = try certificates.map {
            .certificate(try NIOSSLCertificate(bytes: $0, format: .der))
        }
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: key, format: .der))
        configuration.trustRoots = .certificates(try roots.map { try NIOSSLCertificate(bytes: $0, format: .der) })
        configuration.minimumTLSVersion = .tlsv13
        return configuration
    }

    private struct Answer {
        let status: Int
        let body: Data
        /// Of the directory that the node goes by.
        let version: Int64?

        var code: String { (try? JSONDecoder().decode(WireRefusal.self, from: body))?.code ?? "" }

        func upload(_ node: ExchangeDirectory.Node) throws -> WireUpload {
            guard status == 200, let upload = try? JSONDecoder().decode(WireUpload.self, from: body), upload.piece > 0
            else { throw NotTaken(node: node.id, status: status, code: code) }
            return upload
        }
    }

    private struct NotTaken: Error { let node: String, status: Int, code: String }
    private struct Away: Error { let node: String }
}

/// The settings of TLS as they were made last: connections are kept for those that are the same.
private final class TLSSettings: Sendable {
    private let last = Mutex<(of: [[UInt8]], settings: TLSConfiguration)?>(nil)

    func made(of credentials: [[UInt8]], _ make: () throws -> TLSConfiguration) throws -> TLSConfiguration {
        if let last = last.withLock(\.self), last.of == credentials { return last.settings }
        let settings = try make()
        last.withLock { $0 = (credentials, settings) }
        return settings
    }
}

/// One for the life of the process; it follows no redirects.
let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(3), read: .seconds(60))
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
}()
