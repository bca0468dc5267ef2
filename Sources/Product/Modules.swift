// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import DemoEID
import Files
import Identity
import Indicators
import Jobs
import Kernel
import Ledger
import Logging
import Petitions
import ServiceLifecycle
import Units
import Web

/// Every module of the product: its table of contents. Adding a module means adding its lines here.
enum Modules {
    static let migrations: [Migration] = [
        LedgerMigrations.all,
        JobsMigrations.all,
        UnitMigrations.all,
        AgencyMigrations.all,
        IdentityMigrations.all,
        FilesMigrations.all,
        IndicatorMigrations.all,
        PetitionMigrations.all,
    ].flatMap(\.self)

    static func web(_ platform: Platform, assets: Assets) -> [any WebModule] {
        let modules: [any WebModule] = [
            SceneReportRoutes(
                service: SceneReportService(database: platform.database, now: platform.now, newID: platform.newID),
                agencies: platform.agencies, indicators: platform.indicators),
            IndicatorRoutes(service: platform.indicators, now: platform.now) { place in
                try await platform.agencies.find(ID(place))?.name ?? place
            },
            UnitRoutes(service: platform.units),
            SessionRoutes(service: platform.identity),
            LedgerRoutes(
                reader: LedgerReader(database: platform.database),
                personal: PersonalService(database: platform.database, now: platform.now, newID: platform.newID),
                access: AccessService(database: platform.database)
            ) { place, _ in
                try await platform.agencies.find(ID(place))?.name ?? place
            },
            MeRoutes(service: platform.identity),
        ]
        let demo: [any WebModule] = platform.demoProvider.map { [DemoEIDRoutes(provider: $0)] } ?? []
        return [WebRoutes(assets: assets), HomeRoutes(modules: modules)] + modules + demo + [DesignRoutes()]
    }

    /// Stopped in the reverse order.
    static func services(_ platform: Platform) -> [any Service] {
        [platform.sealer] + platform.followers + [jobs(platform)]
    }

    private static func jobs(_ platform: Platform) -> JobRunner {
        JobRunner(
            post: PostOffice(
                database: platform.database, couriers: [], now: platform.now, chance: { .random(in: 0..<1) }),
            scheduler: Scheduler(
                database: platform.database, schedules: [], holder: platform.newID(), now: platform.now),
            logger: Logger(label: "doicanh.jobs"))
    }

    /// Everything that is counted.
    static let measures = Petitions.measures

    /// Everything that follows the ledger.
    static var consumers: [any LedgerConsumer] { [IndicatorConsumer(measures: measures)] }

    static func doorkeeper(_ platform: Platform) -> any Doorkeeper { IdentityDoorkeeper(platform.identity) }
}
