// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel
package import Wire

/// Reaches an axis over HTTP. The operations and the words in their answers are those that public programs use of the axis's
/// kit; the routes and the signature of the calls are this product's own (docs/edxml.md): the kit hides the real ones.
package struct AxisClient: DocumentAxis {
    private let address: @Sendable () throws -> String
    /// How the axis calls this system.
    private let system: String
    private let secret: SharedSecret
    private let send: Send
    private let now: Now

    /// Messages have their attachments in base64, inside JSON in base64 again.
    static let limit = 128 << 20

    /// `address` throws while it is not known.
    package init(
        at address: @escaping @Sendable () throws -> String, as system: String, secret: SharedSecret,
        send: @escaping Send, now: @escaping Now
    ) {
        (self.address, self.system, self.secret) = (address, system, secret)
        (self.send, self.now) = (send, now)
    }

    package func send(_ parcel: AxisParcel) async throws -> String {
        let form = AxisForms.Sending(
            servicetype: AxisForms.service, messagetype: parcel.kind, from: parcel.sender,
            edoc: Data(parcel.bytes).base64EncodedString())
        let answer: AxisForms.Sent = try await call("sendEdoc", form, key: parcel.key)
        return answer.docId
    }

    package func received(_ kind: AxisKind) async throws -> [AxisEntry] {
        let answer: AxisForms.Listed = try await call(
            "getReceivedEdocList?servicetype=\(AxisForms.service)&messagetype=\(kind.rawValue)")
        return answer.data.map { AxisEntry(id: $0.docId, kind: kind, sender: $0.from) }
    }

    package func get(_ id: String) async throws -> [UInt8] {
        let answer: AxisForms.Fetched = try await call("getEdoc?docId=\(Self.quoted(id))")
        guard let bytes = Data(base64Encoded: answer.edoc) else { throw AxisProblem.unreadable }
        return Array(bytes)
    }

    package func updateStatus(of id: String, to handling: AxisHandling) async throws {
        let _: AxisForms.Settled = try await call("updateStatus", AxisForms.Settling(docid: id, status: handling))
    }

    package func agencies() async throws -> [AxisAgency] {
        let answer: AxisForms.Agencies = try await call("getAgenciesList")
        return answer.data.map { AxisAgency(id: $0.code, name: $0.name, mail: $0.mail) }
    }

    private func call<Answer: Decodable>(_ operation: String) async throws -> Answer {
        try await call(operation, body: nil, key: "")
    }

    private func call<Answer: Decodable>(
        _ operation: String, _ form: some Encodable, key: String = ""
    ) async throws -> Answer {
        let body = try JSONEncoder().encode(form)
        return try await call(operation, body: body, key: key)
    }

    private func call<Answer: Decodable>(_ operation: String, body: Data?, key: String) async throws -> Answer {
        let whole = "\(try address())/\(operation)"
        guard let path = Self.path(of: whole) else { throw AxisProblem.unreadable }
        let signed = SignedCall(
            body == nil ? "GET" : "POST", path, body: body, key: key, from: system, secret: secret, at: now())
        let answer = try await send(
            OutgoingCall(to: whole, headers: signed.headers, body: body, within: .seconds(60), upTo: Self.limit))
        switch answer.status {
        case 200, 201: break
        // It will never take this.
        case 400, 409, 413, 422: throw AxisProblem.refused(reason: AxisForms.reason(answer))
        default: throw AxisProblem.away(status: answer.status)
        }
        guard let read = try? JSONDecoder().decode(Answer.self, from: answer.body) else { throw AxisProblem.unreadable }
        return read
    }

    /// What the other side sees of an address, which is what is signed.
    private static func path(of address: String) -> String? {
        guard let start = address.range(of: "://")?.upperBound, let slash = address[start...].firstIndex(of: "/") else {
            return nil
        }
        return String(address[slash...])
    }

    private static func quoted(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", ".", "_"])) ?? ""
    }
}

/// What travels, named as in the kit.
package enum AxisForms {
    package static let service = "eDoc"

    package struct Sending: Codable, Sendable {
        package let servicetype: String, messagetype: AxisKind, from: String, edoc: String
    }

    package struct Sent: Codable, Sendable {
        package let status: String, docId: String

        package init(docId: String) { (status, self.docId) = (AxisForms.ok, docId) }
    }

    package struct Listed: Codable, Sendable {
        package struct Item: Codable, Sendable {
            package let docId: String, from: String

            package init(docId: String, from: String) { (self.docId, self.from) = (docId, from) }
        }

        package let status: String, data: [Item]

        package init(data: [Item]) { (status, self.data) = (AxisForms.ok, data) }
    }

    package struct Fetched: Codable, Sendable {
        package let status: String, edoc: String

        package init(edoc: String) { (status, self.edoc) = (AxisForms.ok, edoc) }
    }

    package struct Settling: Codable, Sendable { package let docid: String, status: AxisHandling }

    package struct Settled: Codable, Sendable {
        package let status: String

        package init() { status = AxisForms.ok }
    }

    package struct Agencies: Codable, Sendable {
        package struct Item: Codable, Sendable {
            package let code: String, name: String, mail: String

            package init(code: String, name: String, mail: String) {
                (self.code, self.name, self.mail) = (code, name, mail)
            }
        }

        package let status: String, data: [Item]

        package init(data: [Item]) { (status, self.data) = (AxisForms.ok, data) }
    }

    static let ok = "OK"

    /// The sentence of a problem document or the kit's own, or the status.
    static func reason(_ answer: CallAnswer) -> String {
        let told = try? JSONDecoder().decode(Refusal.self, from: answer.body)
        let words = (told?.detail ?? told?.description ?? "").replacing("\0", with: "").prefix(500)
        return words.isEmpty ? "HTTP \(answer.status)" : String(words)
    }

    private struct Refusal: Decodable {
        let detail: String?, description: String?

        enum CodingKeys: String, CodingKey { case detail, description = "ErrorDesc" }
    }
}
