// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Ledger

@Suite("Access log")
struct AccessLogTests {
    @Test("a person sees who read their data; reading one's own is not recorded", arguments: Backend.available)
    func readings(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        let lan = Actor(id: "lan", kind: .resident)
        let clerk = Actor(id: "clerk", kind: .official, agency: Place(rawValue: "kim-son"))
        func read(_ subject: String, by reader: Actor, because why: String, after: TimeInterval = 0) async throws {
            try await ledger.database.show(to: reader, because: why, now: { LedgerFixture.moment + after }) {
                try $1.record("identity.profile", of: [subject])
            }
        }
        try await read("lan", by: clerk, because: "Hồ sơ 12")
        try await read("lan", by: lan, because: "")
        try await read("binh", by: clerk, because: "Hồ sơ 13")
        // A page that is loaded again; another reason is another reading.
        for why in ["Hồ sơ 12", "Hồ sơ 12", "Hồ sơ 14"] {
            try await read("binh", by: clerk, because: why, after: AccessLog.once - 1)
        }
        let binh = Actor(id: "binh", kind: .resident)
        let service = AccessService(database: ledger.database)
        #expect(try await service.readings(of: binh).map(\.why) == ["Hồ sơ 14", "Hồ sơ 12", "Hồ sơ 13"])
        let readings = try await service.readings(of: lan)
        #expect(readings.map(\.reader) == ["clerk"])
        #expect(readings.map(\.agency) == ["kim-son"])
        #expect(readings.map(\.why) == ["Hồ sơ 12"])
        #expect(try await service.readings(of: lan, before: readings[0].event) == [])
        try await ledger.sealer.seal()
        #expect(
            try await ledger.sealed().filter { $0.kind == "access.read" }.map(\.subject) == [
                "lan", "binh", "binh", "binh",
            ])
    }
}
