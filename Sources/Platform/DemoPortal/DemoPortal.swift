// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
import Jobs
package import Kernel
package import Wire

/// An invented portal for demos and tests. It files dossiers here over HTTP, as a real one does, asks how they stand, and
/// keeps what it is told of them.
package struct DemoPortal: Sendable {
    private let database: any Database
    /// By the name of the portal: those that are simulated.
    private let secrets: [String: SharedSecret]
    private let address: FrontDoor
    private let send: Send
    private let now: Now

    package init(
        database: any Database, secrets: [String: SharedSecret], address: FrontDoor, send: @escaping Send,
        now: @escaping Now
    ) {
        self.database = database
        self.secrets = secrets
        self.address = address
        self.send = send
        self.now = now
    }

    /// Where a simulated portal is told of what becomes of its dossiers.
    package static func noticePath(of portal: String) -> String { "/api/demo-portals/\(portal)/notices" }

    /// The portals that can be tried out.
    var names: [String] { secrets.keys.sorted() }

    /// Files what somebody wrote, and returns what is answered. The same key files once.
    package func file(_ text: String, key: String, from portal: String) async throws -> CallAnswer {
        try await send(text, to: "/api/dossiers", key: key, from: portal)
    }

    /// Adds words to a dossier, or takes it back: `act` is the last part of the address.
    func act(
        _ act: String, on dossier: String, saying words: String, key: String, from portal: String
    ) async throws -> CallAnswer {
        func safe(_ part: String) -> String {
            part.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-"])) ?? ""
        }
        let message = String(decoding: try JSONEncoder().encode(["words": words]), as: UTF8.self)
        return try await send(message, to: "/api/dossiers/\(safe(dossier))/\(safe(act))", key: key, from: portal)
    }

    /// Sends what somebody wrote about a dossier, and returns what is answered. The same key does it once.
    package func send(_ text: String, to path: String, key: String, from portal: String) async throws -> CallAnswer {
        try await call(path, Data(text.utf8), key: key, from: portal)
    }

    /// Asks how a dossier stands.
    package func ask(_ dossier: String, from portal: String) async throws -> CallAnswer {
        let id = dossier.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-"])) ?? ""
        return try await fetch("/api/dossiers/\(id)", from: portal)
    }

    /// Fetches what the state of a dossier names, such as the file of a result.
    package func fetch(_ path: String, from portal: String) async throws -> CallAnswer {
        try await call(path, nil, from: portal)
    }

    /// What was told of dossiers, the newest first.
    package func notices(limit: Int = 50) async throws -> [DemoNotice] {
        try await database.read { try DemoPortalStore(db: $0).newest(limit) }
    }

    /// Takes a notice of this node; told again, it changes nothing.
    func take(_ message: SignedMessage, for portal: String) async throws {
        guard let secret = secrets[portal] else { throw DemoPortalProblem.noSuchPortal }
        do { try message.check(secret, at: now()) } catch { throw DemoPortalProblem.notSigned }
        guard let told = try? JSONDecoder().decode(DemoNotice.Message.self, from: message.body) else {
            throw DemoPortalProblem.unreadable
        }
        let notice = DemoNotice(portal: portal, message: told, at: now())
        try await database.write { try DemoPortalStore(db: $0).insert(notice) }
    }

    private func call(_ path: String, _ body: Data?, key: String = "", from portal: String) async throws -> CallAnswer {
        guard let secret = secrets[portal] else { throw DemoPortalProblem.noSuchPortal }
        let signed = SignedCall(
            body == nil ? "GET" : "POST", path, body: body, key: key, from: portal, secret: secret, at: now())
        return try await send(OutgoingCall(to: try address.url(of: path), headers: signed.headers, body: body))
    }
}

/// What a simulated portal was told of a dossier.
package struct DemoNotice: Sendable, Equatable {
    package let portal: String
    package let message: Message
    package let at: Date

    package struct Message: Sendable, Equatable, Codable {
        package let id: String, number: Int, dossier: String, state: String, stateCode: Int, words: String
    }
}

enum DemoPortalProblem: Problem, Equatable, CaseIterable {
    case noSuchPortal, notSigned, unreadable

    var code: String {
        switch self {
        case .noSuchPortal: "demoportal.no_such_portal"
        case .notSigned: "demoportal.not_signed"
        case .unreadable: "demoportal.unreadable"
        }
    }

    var kind: ProblemKind {
        switch self {
        case .noSuchPortal: .notFound
        case .notSigned: .unauthenticated
        case .unreadable: .invalid
        }
    }
}
