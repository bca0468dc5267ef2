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
        try await ledger.database.write { connection in
            let log = AccessLog(connection, now: { LedgerFixture.moment })
            try log.record(reader: clerk, subject: "lan", what: "identity.profile", why: "Hồ sơ 12")
            try log.record(reader: lan, subject: "lan", what: "identity.profile", why: "")
            try log.record(reader: clerk, subject: "binh", what: "identity.profile", why: "Hồ sơ 13")
        }
        // A page that is loaded again; another reason is another reading.
        for why in ["Hồ sơ 12", "Hồ sơ 12", "Hồ sơ 14"] {
            try await ledger.database.write { connection in
                try AccessLog(connection, now: { LedgerFixture.moment + AccessLog.once - 1 })
                    .record(reader: clerk, subject: "binh", what: "identity.profile", why: why)
            }
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
