// SPDX-License-Identifier: Apache-2.0

import Database
import Jobs
import Ledger
import Web

/// Every module of the product: its table of contents. Adding a module means adding its lines here.
enum Modules {
    static let migrations: [Migration] = [
        LedgerMigrations.all, JobsMigrations.all,
    ].flatMap(\.self)

    static func web(_ platform: Platform, assets: Assets) -> [any WebModule] {
        [
            WebRoutes(assets: assets)
        ]
    }

    static func doorkeeper(_ platform: Platform) -> any Doorkeeper { Nobody() }
}

private struct Nobody: Doorkeeper {
    func visitor(token: String) async throws -> Visitor? { nil }
}
