// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Files
import Identity
import Jobs
import Ledger
import ServiceLifecycle
import Units
import Web

/// Every module of the product: its table of contents. Adding a module means adding its lines here.
enum Modules {
    static let migrations: [Migration] = [
        LedgerMigrations.all,
        UnitMigrations.all,
        AgencyMigrations.all,
        JobsMigrations.all,
        IdentityMigrations.all,
        FilesMigrations.all,
    ].flatMap(\.self)

    static func web(_ platform: Platform, assets: Assets) -> [any WebModule] {
        let modules: [any WebModule] = [
            SessionRoutes(service: platform.identity)
        ]
        return [WebRoutes(assets: assets), HomeRoutes(modules: modules)] + modules + [DesignRoutes()]
    }

    /// Stopped in the reverse order.
    static func services(_ platform: Platform) -> [any Service] { [] }

    static func doorkeeper(_ platform: Platform) -> any Doorkeeper { IdentityDoorkeeper(platform.identity) }
}
