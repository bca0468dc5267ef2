// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Foundation
import Kernel
import Ledger
import TestKit
import Units

extension UnitService {
    /// On a fresh database with the schema, no units yet. It is 21 November 2026 at 10:00 in Hà Nội.
    static func empty(_ backend: Backend) async throws -> (UnitService, any Database) {
        let database = try await backend.migrated(LedgerMigrations.all + UnitMigrations.all)
        let now = Date(timeIntervalSince1970: 1_795_230_000)
        return (UnitService(database: database, now: { now }, newID: { UUIDv7.string() }), database)
    }

    /// With the units the product ships, loaded once for all tests that only read.
    static func loaded(_ backend: Backend) async throws -> (UnitService, any Database) {
        try await (backend == .sqlite ? sqlite : postgres).value
    }

    private static let sqlite = Task { try await shipped(.sqlite) }
    private static let postgres = Task { try await shipped(.postgres) }

    private static func shipped(_ backend: Backend) async throws -> (UnitService, any Database) {
        let (service, database) = try await empty(backend)
        try await service.load(try .shipped, by: .system)
        return (service, database)
    }
}

extension UnitFiles {
    static var shipped: UnitFiles {
        get throws { try UnitFiles(content: Content.embedded.files) }
    }

    /// A country of two provinces, small enough to break on purpose: commune 00001 is divided, 00002 joins 00003.
    static let small = UnitFiles(
        units: """
            code,parent_code,level,kind,name,latitude,longitude,area_km2,valid_from,valid_to
            01,,province,Tỉnh,Tỉnh Cũ,20,105,,,2025-06-30
            001,01,district,Huyện,Huyện Cũ,20,105,,,2025-06-30
            00001,001,commune,Xã,Xã Một,20,105,,,2025-06-30
            00002,001,commune,Xã,Xã Hai,20,105,,,2025-06-30
            00003,001,commune,Xã,Xã Ba,20,105,,,2025-06-30
            01,,province,Tỉnh,Tỉnh Mới,20,105,,2025-07-01,
            00001,01,commune,Xã,Xã Nhất,20,105,10.5,2025-07-01,
            00003,01,commune,Phường,Phường Ba,20,105,11,2025-07-01,

            """,
        successions: """
            old_code,old_level,new_code,new_level,extent,main_part
            01,province,01,province,whole,
            00001,commune,00001,commune,part,main
            00001,commune,00003,commune,part,
            00002,commune,00003,commune,whole,
            00003,commune,00003,commune,whole,

            """,
        changes: "day,basis\n2025-07-01,Luật thử\n")

    /// The same files with one text replaced by another.
    func with(_ before: String, _ after: String) -> UnitFiles {
        UnitFiles(
            units: units.replacingOccurrences(of: before, with: after),
            successions: successions.replacingOccurrences(of: before, with: after),
            changes: changes.replacingOccurrences(of: before, with: after))
    }
}
