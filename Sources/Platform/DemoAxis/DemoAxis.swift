// SPDX-License-Identifier: Apache-2.0

package import Database
package import EdXML
import Foundation
package import Jobs
package import Kernel
package import NationalAxis
package import Wire

/// An invented axis for demos and tests, with agencies of its own on it: they take what is sent to them, and say some moments
/// later that it arrived and was received. What is for others waits for the one system that is connected.
package struct DemoAxis: Sendable {
    /// Those who answer by themselves. Their letters are invented.
    package static let agencies = [
        AxisAgency(id: "G06", name: "Bộ Khoa học và Công nghệ"), AxisAgency(id: "G12", name: "Bộ Tài chính"),
        AxisAgency(id: "G22", name: "Văn phòng Chính phủ"),
    ]

    /// Where the simulated axis is.
    package static let path = "/api/demo-axis"
    /// How it calls the system that is connected.
    package static let system = "doicanh"

    private let database: any Database
    private let secret: SharedSecret
    /// What its agencies sign with; nil where they do not.
    private let seal: EdXMLSeal?
    private let now: Now
    private let newID: NewID

    package init(
        database: any Database, secret: SharedSecret, seal: EdXMLSeal? = nil, now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.secret, self.seal) = (database, secret, seal)
        (self.now, self.newID) = (now, newID)
    }

    /// Somebody on the axis writes to an agency here. Returns the axis's name for it.
    @discardableResult
    package func write(_ message: EdXMLMessage) async throws -> String {
        try await put(.document, from: message.from.id, try message.written(sealedBy: seal))
    }

    /// Bytes of whatever sort come to lie on the axis for the system that is connected.
    @discardableResult
    package func put(_ kind: AxisKind, from sender: String, _ bytes: [UInt8]) async throws -> String {
        let id = newID()
        try await database.write { [now] db in
            try DemoAxisStore(db: db).insert(id, kind, from: sender, bytes, isWaiting: true, at: now())
        }
        return id
    }

    /// Throws unless the connected system signed the call.
    func check(_ call: SignedCall) throws {
        guard call.caller == Self.system else { throw DemoAxisProblem.notSigned }
        do { try call.check(secret, at: now()) } catch { throw DemoAxisProblem.notSigned }
    }

    /// Takes a message of the connected system; the same key again gets the same name.
    func take(_ form: AxisForms.Sending, key: String) async throws -> String {
        guard (1...64).contains(key.utf8.count), let data = Data(base64Encoded: form.edoc) else {
            throw DemoAxisProblem.unreadable
        }
        let bytes = Array(data)
        let content = try EdXMLPacket(reading: bytes).content
        try await database.write { [now] db in
            let store = DemoAxisStore(db: db)
            guard try store.message(key) == nil else { return }
            try store.insert(key, form.messagetype, from: form.from, bytes, isWaiting: false, at: now())
            guard case .message(let message) = content else { return }
            for organ in message.to { try answer(message, as: organ.id, in: db) }
        }
        return key
    }

    func waiting(_ kind: AxisKind) async throws -> [AxisEntry] {
        try await database.read { try DemoAxisStore(db: $0).waiting(kind) }
    }

    func get(_ id: String) async throws -> [UInt8] {
        guard let bytes = try await database.read({ try DemoAxisStore(db: $0).message(id) }) else {
            throw DemoAxisProblem.noSuchMessage
        }
        return bytes
    }

    func settle(_ id: String, _ handling: AxisHandling) async throws {
        guard try await database.write({ try DemoAxisStore(db: $0).settle(id, handling) }) else {
            throw DemoAxisProblem.noSuchMessage
        }
    }

    /// An agency that is simulated tells of what came; one that nobody knows tells nothing.
    private func answer(_ message: EdXMLMessage, as organID: String, in db: any Connection) throws {
        guard let agency = Self.agencies.first(where: { $0.id == organID }) else { return }
        for (state, pause) in [(EdXMLStatus.State.arrived, 2.0), (.received, 20)] {
            let status = EdXMLStatus(
                state, of: message.reference, from: .init(id: agency.id, name: agency.name), at: now() + pause)
            try Outbox(db).put(
                OutgoingMessage(
                    id: ID(newID()), kind: kind, event: message.documentID,
                    body: String(decoding: try status.written(sealedBy: seal), as: UTF8.self)),
                due: now() + pause)
        }
    }
}

extension DemoAxis: Courier {
    package var kind: String { "demo-axis" }

    /// A status of a simulated agency comes to lie on the axis.
    package func deliver(_ message: OutgoingMessage) async throws {
        let bytes = Array(message.body.utf8)
        guard case .status(let status) = try EdXMLPacket(reading: bytes).content else {
            throw Undeliverable("not a status of a simulated agency")
        }
        try await database.write { [now] db in
            let store = DemoAxisStore(db: db)
            guard try store.message(message.id.rawValue) == nil else { return }
            try store.insert(message.id.rawValue, .status, from: status.from.id, bytes, isWaiting: true, at: now())
        }
    }
}

enum DemoAxisProblem: Problem, Equatable, CaseIterable {
    case notSigned, unreadable, noSuchMessage

    var code: String {
        switch self {
        case .notSigned: "demoaxis.not_signed"
        case .unreadable: "demoaxis.unreadable"
        case .noSuchMessage: "demoaxis.no_such_message"
        }
    }

    var kind: ProblemKind {
        switch self {
        case .notSigned: .unauthenticated
        case .unreadable: .invalid
        case .noSuchMessage: .notFound
        }
    }
}
