// SPDX-License-Identifier: Apache-2.0

import Database
import Exchange
import Foundation
import Kernel
import Product
import TestKit
import Testing

@Suite("Doctor of the exchange")
struct DoctorTests {
    private func verdict(_ configuration: Configuration, after days: Double = 0) async -> Examination.Verdict? {
        let findings = await Examination(configuration, now: { Neighbourhood.moment + days * 86_400 }).findings()
        return findings.first { $0.check == "exchange" }?.verdict
    }

    @Test("a node without neighbours is not asked; one that wants some needs a certificate and a directory")
    func exchange() async throws {
        let folder = try DataFolder(TestFolder.own.appending(path: "doicanh-\(UUIDv7.string())").path())
        let plain = try Configuration(data: folder.path, environment: [:])
        let listening = try Configuration(data: folder.path, environment: ["DOICANH_EXCHANGE_PORT": "8443"])
        let database = try await plain.database.open()
        try await database.migrate(Platform.migrations)
        #expect(await verdict(plain) == nil)
        #expect(await verdict(listening) == .bad)

        let keys = ExchangeFolder(folder.url.appending(path: "exchange"))
        let (now, newID): (Now, NewID) = ({ Neighbourhood.moment }, { UUIDv7.string() })
        let authority = AuthorityService(database: database, folder: keys, now: now, newID: newID)
        let directory = DirectoryService(database: database, folder: keys, now: now, newID: newID)
        try await authority.begin(named: "Bộ", by: .system)
        let answer = try await authority.enrol(
            try directory.request(as: "bo"), at: "127.0.0.1:8443", agencies: [], days: 100, by: .system)
        _ = try await directory.accept(answer, by: .system)
        #expect(await verdict(plain) == .warning)
        _ = try await authority.publish(days: 60, by: .system)
        await database.close()

        #expect(await verdict(listening) == .good)
        #expect(await verdict(listening, after: 61) == .warning)
        #expect(await verdict(listening, after: 75) == .warning)
        #expect(await verdict(listening, after: 91) == .bad)
        #expect(await verdict(listening, after: 101) == .bad)
    }
}
