// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identity
import Kernel
import Synchronization
import TestKit

@testable import DemoEID
@testable import NationalID

/// A relying party and the simulator, without a network between them.
final class RelyingParty: Sendable {
    let clock = StoppedClock(Site.moment)
    let simulator: DemoProvider
    /// What was asked behind the browser's back, in order.
    let asked = Mutex<[String]>([])
    /// Changes the provider's answers on the way.
    private let twist: @Sendable (BackRequest, BackAnswer) -> BackAnswer

    static let issuer = "https://eid.example"
    static let callback = "https://here.example/session/eid/callback"
    static let minh = DemoProvider.Person(identifier: "037090000001", name: "Nguyễn Văn Minh")

    init(twist: @escaping @Sendable (BackRequest, BackAnswer) -> BackAnswer = { $1 }) {
        self.twist = twist
        simulator = DemoProvider(
            issuer: Self.issuer, clientID: "doicanh", redirectURI: Self.callback, people: [Self.minh], now: clock.now)
    }

    func provider(
        _ settings: OpenIDSettings = OpenIDSettings(
            issuer: RelyingParty.issuer, clientID: "doicanh", redirectURI: RelyingParty.callback)
    ) -> OpenIDProvider {
        OpenIDProvider(settings, fetch: fetch, now: clock.now)
    }

    var fetch: Fetch {
        { [self] request in
            asked.withLock { $0.append(String(request.address.dropFirst(Self.issuer.count))) }
            return twist(request, try await simulator.answer(request))
        }
    }

    /// What the browser would bring back after Minh was chosen.
    func code(for challenge: ElectronicIDChallenge, at address: String, level: String = "2") async throws -> String {
        let order = try Self.order(in: address)
        let back = await simulator.vouch(for: Self.minh.identifier, level: level, order)
        return try Self.query(back ?? "")["code"] ?? ""
    }

    static func order(in address: String) throws -> DemoProvider.Order {
        let query = try query(address)
        return DemoProvider.Order(
            clientID: query["client_id"] ?? "", redirectURI: query["redirect_uri"] ?? "", state: query["state"] ?? "",
            nonce: query["nonce"] ?? "", challenge: query["code_challenge"] ?? "")
    }

    static func query(_ address: String) throws -> [String: String] {
        let items = URLComponents(string: address)?.queryItems ?? []
        return items.reduce(into: [:]) { $0[$1.name] = $1.value }
    }
}
