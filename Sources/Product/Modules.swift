// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
package import Collecting
import Content
import ContentRegister
import Database
import DemoAxis
import DemoBank
import DemoEID
import DemoPortal
import DemoRegister
import EdXML
import Exchange
import Files
import Forms
import Identity
import Indicators
import Jobs
import Kernel
import Ledger
import Logging
import NationalAxis
import NationalRegisters
import Notifications
import OfficialDocuments
import OpenData
import Payments
import Petitions
import PublicServices
import Rendering
import ServiceLifecycle
import Signatures
import Simulation
import Steering
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
        FormMigrations.all,
        RenderingMigrations.all,
        ContentRegister.migrations,
        IndicatorMigrations.all,
        CaseMigrations.all,
        DossierMigrations.all,
        PaymentMigrations.all,
        NotificationMigrations.all,
        PetitionMigrations.all,
        RegisterMigrations.all,
        DemoRegisterMigrations.all,
        PortalMigrations.all,
        DemoPortalMigrations.all,
        SteeringMigrations.all,
        ServiceLevelMigrations.all,
        CollectionMigrations.all,
        OfficialDocumentMigrations.all,
        ExchangeMigrations.all,
        RecordMigrations.all,
        DocumentSearchMigrations.all,
        DocumentNotationMigrations.all,
        DocumentOriginMigrations.all,
        AxisMigrations.all,
        DemoAxisMigrations.all,
    ].flatMap(\.self)

    static func web(_ platform: Platform, assets: Assets) -> [any WebModule] {
        let agencies = directory(platform.agencies)
        let rooms = RoomService(
            indicators: platform.indicators, targets: platform.targets, figures: platform.figures, units: platform.units
        )
        let kinds: [any WebModule] = faces(platform).map {
            CaseRoutes(service: platform.cases, face: $0, directory: cases(platform))
        }
        let official: [any WebModule] = [
            DraftRoutes(service: drafting(platform), cases: platform.cases),
            BookRoutes(service: books(platform), name: accountName(platform)),
            ArrivalRoutes(service: arrivals(platform)),
            EnclosureRoutes(
                service: EnclosureService(
                    database: platform.database, cases: platform.cases, files: platform.files, newID: platform.newID)),
            ReceiverRoutes(service: sending(platform), evidence: platform.evidence, agency: agencies.name),
            TrayRoutes(
                service: TrayService(
                    database: platform.database, cases: platform.cases, arrivals: arrivals(platform),
                    correspondence: platform.correspondence, mail: platform.axisMail, files: platform.files,
                    now: platform.now, newID: platform.newID), evidence: platform.evidence),
            DirectionRoutes(service: directions(platform), cases: platform.cases),
            DeliveryStatisticsRoutes(
                service: DeliveryStatistics(
                    database: platform.database, agencies: platform.agencies, directory: platform.exchangeDirectory,
                    mail: platform.axisMail, now: platform.now)),
            recordRoutes(platform),
            NotationRoutes(
                service: NotationService(
                    database: platform.database, agencies: platform.agencies, now: platform.now,
                    newID: platform.newID), name: accountName(platform)),
            DocumentSearchRoutes(
                service: DocumentSearchService(
                    database: platform.database, types: platform.documentTypes, now: platform.now)),
        ]
        let services: [any WebModule] = [
            StatisticsRoutes(indicators: platform.indicators, now: platform.now, placeName: agencies.name),
            ProcedureRoutes(host: platform.dossiers),
            ConfirmationRoutes(parties: platform.dossiers.service.parties, catalogue: platform.catalogue),
        ]
        let modules: [any WebModule] =
            services + kinds + official + [
                TaskRoutes(service: tasks(platform)),
                DirectiveRoutes(service: directives(platform), tasks: tasks(platform)),
                reminders(platform),
                ReplicationRoutes(
                    service: ReplicationService(
                        cases: platform.cases, agencies: platform.agencies, units: platform.units,
                        tasks: tasks(platform),
                        directives: directives(platform))),
                AwardRoutes(
                    service: AwardService(
                        cases: platform.cases, indicators: platform.indicators, targets: platform.targets,
                        agencies: platform.agencies, rule: platform.awardRule, now: platform.now)),
                PlanRoutes(
                    service: PlanService(
                        database: platform.database, agencies: platform.agencies, units: platform.units,
                        now: platform.now,
                        newID: platform.newID)),
                CalendarRoutes(
                    service: platform.cases, directory: cases(platform), desk: "/desk/\(Dossiers.path)"),
                DeskPaperRoutes(papers: deskPapers(platform)),
                SceneReportRoutes(
                    service: sceneReports(platform),
                    agencies: platform.agencies, indicators: platform.indicators, identity: platform.identity),
                FormRoutes(hosts: platform.hosts(platform), drafts: platform.drafts, units: platform.units),
                IndicatorRoutes(
                    service: platform.indicators, figures: platform.figures, targets: platform.targets,
                    indexes: platform.indexes.indexes, now: platform.now,
                    placeName: agencies.name, records: records(platform)),
                IndexRoutes(service: platform.indexes),
                TargetRoutes(service: platform.targets),
                RoomRoutes(service: rooms, cases: platform.cases, watch: platform.watch),
                CompareRoutes(service: CompareService(rooms: rooms)),
                reports(platform, rooms),
                FigureRoutes(service: platform.figures, rankings: platform.countryRankings),
                DataRoutes(service: openData(platform), publicURL: platform.web.publicURL),
                SDMXRoutes(
                    service: openData(platform), publicURL: platform.web.publicURL,
                    strings: { [views = platform.views] in views.strings($0) }, newID: platform.newID),
                CollectionRoutes(
                    service: platform.collection,
                    officialName: { account, place, time, language in
                        try await platform.identity.title(of: ID(account), at: place, on: time, in: language) ?? ""
                    }),
                PaymentRoutes(
                    service: platform.payments, placeName: agencies.name,
                    personName: { try await platform.identity.account(ID($0)).name },
                    tryOut: platform.demoBank == nil ? nil : DemoBankRoutes.path,
                    matterPath: { "/\(Dossiers.path)/\($0)" }),
                ResumableUploadRoutes(files: platform.files),
                DocumentRoutes(documents: platform.documents, files: platform.files, access: mayHave(platform)),
                SigningRoutes(signing: platform.signing),
                RegisterAPI(answers: platform.registers),
                PortalAPI(portals: platform.portals, files: platform.files, content: platform.content.files),
                UnitRoutes(service: platform.units),
                AgencyRoutes(service: platform.agencies),
                SessionRoutes(service: platform.identity),
                LedgerRoutes(
                    reader: LedgerReader(database: platform.database),
                    personal: PersonalService(database: platform.database, now: platform.now, newID: platform.newID),
                    access: AccessService(database: platform.database), placeName: agencies.name,
                    readerName: { reading, language in
                        try await platform.identity.title(
                            of: ID(reading.reader), at: Place(rawValue: reading.agency), on: reading.at, in: language)
                    }),
                MeRoutes(service: platform.identity, agencies: agencies),
                NotificationRoutes(service: platform.notifications),
                ConsentRoutes(service: platform.identity),
                OrganisationRoutes(service: platform.identity, agencies: agencies),
                OrganisationEntryRoutes(service: platform.identity),
                AccountRoutes(service: platform.identity, agencies: agencies),
                JobsRoutes(service: platform.jobs, now: platform.now),
                NeighbourRoutes(service: platform.neighbours, reception: platform.reception, now: platform.now),
                SimulationRoutes(mark: platform.simulation),
            ]
        let demo: [(any WebModule)?] = [
            platform.demoProvider.map { DemoEIDRoutes(provider: $0) },
            platform.demoBank.map { DemoBankRoutes(bank: $0) },
            platform.demoRegister.map { DemoRegisterAPI(register: $0) },
            platform.demoAxis.map { DemoAxisAPI(axis: $0) },
            platform.demoPortal.map {
                DemoPortalRoutes(
                    portal: $0, sample: platform.content.files["DemoPortal/sample.json"] ?? "", newID: platform.newID)
            },
        ]
        return [WebRoutes(assets: assets), HomeRoutes(modules: modules)] + modules + demo.compactMap(\.self)
            + [DesignRoutes()]
    }

    /// What the pages of each kind of case show.
    private static func faces(_ platform: Platform) -> [any CaseFace] {
        [
            DossierFace(service: platform.dossiers.service),
            TaskFace(
                catalogue: platform.indicators.catalogue, directives: directives(platform),
                courses: TaskCourseService(
                    indicators: platform.indicators, targets: platform.targets, agencies: platform.agencies,
                    units: platform.units), agency: directory(platform.agencies).name),
            DocumentFace(
                drafting: drafting(platform), books: books(platform), sending: sending(platform),
                papers: papers(platform), name: accountName(platform)),
            ArrivalFace(
                arrivals: arrivals(platform), directions: directions(platform),
                document: { [database = platform.database] in try await TrayService.document(behind: $0, in: database)
                },
                name: accountName(platform)),
        ]
    }

    static func accountName(_ platform: Platform) -> @Sendable (String) async throws -> String {
        { try await platform.identity.account(ID($0)).name }
    }

    private static func sceneReports(_ platform: Platform) -> SceneReportService {
        SceneReportService(database: platform.database, now: platform.now, newID: platform.newID)
    }

    /// What numbers open down to: cases, what was paid for them, and reports.
    private static func records(_ platform: Platform) -> IndicatorRoutes.Records {
        let links = CaseLinks(service: platform.cases, faces: faces(platform))
        let reports = sceneReports(platform)
        return { subjects, actor, language in
            guard let actor else { return [:] }
            let paid = try await platform.payments.subjects(of: subjects)
            let cases = subjects.map { paid[$0] ?? $0 }
            var found = try await links.links(to: cases, for: actor, language)
            for report in try await reports.visible(subjects.map { ID($0) }, to: actor) {
                found[report.id.rawValue] = Link(report.location, "/scene-reports/\(report.id)")
            }
            return Dictionary(zip(subjects, cases).compactMap { id, of in found[of].map { (id, $0) } }) { $1 }
        }
    }

    private static func tasks(_ platform: Platform) -> TaskService {
        TaskService(
            database: platform.database, cases: platform.cases, agencies: platform.agencies,
            catalogue: platform.indicators.catalogue, now: platform.now)
    }

    private static func directives(_ platform: Platform) -> DirectiveService {
        DirectiveService(
            database: platform.database, cases: platform.cases, agencies: platform.agencies, now: platform.now,
            newID: platform.newID)
    }

    private static func reminders(_ platform: Platform) -> ReminderRoutes {
        ReminderRoutes(
            service: ReminderService(
                database: platform.database, cases: platform.cases, agencies: platform.agencies, now: platform.now,
                newID: platform.newID,
                note: { [views = platform.views] in ReminderRoutes.note($0, $1, views.strings(.vi)) }),
            views: platform.views, isDemo: platform.web.isDemo)
    }

    private static func reports(_ platform: Platform, _ rooms: RoomService) -> ReportRoutes {
        ReportRoutes(
            service: ReportService(
                database: platform.database, rooms: rooms, cases: platform.cases, agencies: platform.agencies,
                plan: platform.reportPlan, now: platform.now, newID: platform.newID, desk: editionDesk(platform),
                write: { [views = platform.views] in ReportWords.write($0, views.strings($1)) }),
            rooms: rooms, views: platform.views, address: platform.web.publicURL, isDemo: platform.web.isDemo,
            print: { [renderer = platform.renderer] in try await renderer.pdf(of: $0) })
    }

    /// The modules that ask people something by forms.
    @Sendable static func hosts(_ platform: Platform) -> [any FormHost] { [platform.dossiers] }

    /// Stopped in the reverse order.
    static func services(_ platform: Platform) -> [any Service] {
        [platform.sealer] + platform.followers + [jobRunner(platform)]
            + slowCouriers(platform).map { runner($0, platform) }
            + platform.exchangeCouriers.map { runner($0, platform, ExchangeCourier.patience) }
    }

    /// What is done again and again, by one of all processes.
    static func schedules(_ platform: Platform) -> [Schedule] {
        [
            Schedule("identity.sweep", .daily(hour: 3, minute: 20)) { _ in try await platform.identity.sweep() },
            Schedule("forms.sweep", .daily(hour: 3, minute: 25)) { _ in try await platform.drafts.sweep() },
            Schedule("notifications.sweep", .daily(hour: 3, minute: 27)) { _ in
                try await platform.notifications.sweep()
            },
            Schedule("collection.remind", .daily(hour: 7, minute: 30)) { _ in
                try await platform.collection.remindOfDue()
            },
            Schedule("documents.records.remind", .daily(hour: 7, minute: 35)) { _ in
                try await recordReminders(platform).remind()
            },
            Schedule("exchange.sweep", .daily(hour: 3, minute: 28)) { _ in try await platform.sweepRefusals() },
            Schedule("exchange.greet", .every(600)) { _ in try await platform.greetNeighbours() },
            Schedule("files.collect", .daily(hour: 3, minute: 30)) { _ in try await platform.files.collect() },
        ] + platform.axisSchedules
    }

    /// Who takes messages out of the house.
    static func couriers(_ platform: Platform) -> [any Courier] {
        let clerk = DossierClerk(
            database: platform.database, catalogue: platform.catalogue, cases: platform.cases,
            documents: platform.documents, registers: platform.dossiers.service.registers,
            agencies: platform.agencies, identity: platform.identity)
        let herald = DossierHerald(
            database: platform.database, catalogue: platform.catalogue, cases: platform.cases,
            payments: platform.payments, agencies: platform.agencies, notifications: platform.notifications,
            strings: { platform.views.strings($0) })
        let registers = RegisterCourier(answers: platform.registers, send: platform.send, now: platform.now)
        let demo: [(any Courier)?] = [platform.demoBank, platform.demoRegister, platform.demoAxis]
        let portals = PortalCourier(portals: platform.portals, send: platform.send, now: platform.now)
        let typist = DocumentTypist(
            database: platform.database, types: platform.documentTypes, cases: platform.cases,
            documents: platform.documents, agencies: platform.agencies, name: accountName(platform),
            urgency: { [views = platform.views] in
                $0 == .ordinary ? "" : views.strings(.vi)["documents.urgency.\($0)"]
            })
        return [clerk, herald, registers, portals, typist] + officialCouriers(platform) + demo.compactMap(\.self)
    }

    /// Who takes letters to the mail server.
    static func mailCouriers(_ platform: Platform) -> [any Courier] {
        guard let mailer = platform.mailer else { return [] }
        return [
            MailCourier(
                database: platform.database, mailer: mailer, publicURL: platform.web.publicURL,
                strings: { platform.views.strings($0) }, now: platform.now)
        ]
    }

    private static func openData(_ platform: Platform) -> OpenDataService {
        OpenDataService(
            indicators: platform.indicators, figures: platform.figures, units: platform.units,
            ledger: LedgerReader(database: platform.database), now: platform.now)
    }

    private static func jobRunner(_ platform: Platform) -> JobRunner {
        JobRunner(
            post: platform.postOffice,
            scheduler: Scheduler(
                database: platform.database, schedules: schedules(platform), holder: platform.newID(), now: platform.now
            ),
            logger: Logger(label: "doicanh.jobs"))
    }

    /// Prints and signs documents, and tells the modules in the transaction in which one is ready.
    static func press(_ platform: Platform, _ renderer: any Renderer) -> DocumentPress {
        DocumentPress(
            database: platform.database, files: platform.files, renderer: renderer, signer: platform.seals,
            hooks: [
                { try DocumentCourier.issued($0, at: platform.now(), newID: platform.newID, in: $1) }
            ], now: platform.now, newID: platform.newID)
    }

    /// Those for whom no other message shall wait.
    private static func slowCouriers(_ platform: Platform) -> [any Courier] {
        let remote = RemoteSigning(
            database: platform.database, signing: platform.signing, signer: platform.remoteSigner)
        return [platform.press(platform.renderer), remote] + mailCouriers(platform) + platform.timestampCouriers
            + platform.axisCouriers
    }

    /// A round of its own for a courier that takes long: no other message shall wait for a paper, for a service far away
    /// or for a mail server.
    private static func runner(
        _ courier: any Courier, _ platform: Platform, _ policy: RetryPolicy = RetryPolicy()
    ) -> JobRunner {
        JobRunner(
            post: PostOffice(
                database: platform.database, couriers: [courier], policy: policy, now: platform.now,
                chance: { .random(in: 0..<1) }),
            scheduler: Scheduler(
                database: platform.database, schedules: [], holder: platform.newID(), now: platform.now),
            logger: Logger(label: "doicanh.\(courier.kind)"))
    }

    /// Who may have a document: whoever may see the case it belongs to. That an official looked is written down.
    private static func mayHave(_ platform: Platform) -> DocumentRoutes.Access {
        { document, actor in
            if let isAllowed = DeskPapers.access(to: document, for: actor) { return isAllowed }
            do {
                _ = try await platform.cases.view(ID(document.subject), for: actor)
                return true
            } catch CaseProblem.notFound { return false }
        }
    }

    private static func deskPapers(_ platform: Platform) -> DeskPapers {
        DeskPapers(
            database: platform.database, catalogue: platform.catalogue, cases: platform.cases,
            documents: platform.documents, agencies: platform.agencies, identity: platform.identity, now: platform.now)
    }

    private static func directory(_ agencies: AgencyService) -> AgencyDirectory {
        AgencyDirectory(
            name: { place, language in try await agencies.find(ID(place))?.name(in: language) ?? place },
            find: { text in
                guard let organID = try? OrganID(text) else { return nil }
                return try await agencies.find(organID)?.place
            })
    }

    private static func cases(_ platform: Platform) -> CaseDirectory {
        let agencies = directory(platform.agencies)
        return CaseDirectory(
            agency: { place, language in try await agencies.name(place.rawValue, language) },
            official: { account, place, time, language in
                try await platform.identity.title(of: ID(account), at: place, on: time, in: language)
            },
            officials: { place in try await platform.identity.officials(at: place).map { ($0.id.rawValue, $0.name) } },
            neighbours: { place, language in
                try await platform.agencies.list(kind: .serviceDesk).filter { $0.place != place }
                    .map { ($0.id.rawValue, $0.name(in: language)) }
            })
    }

    /// Every kind of case. A kind knows its flow and what the module adds to each step.
    static func caseKinds(
        _ content: [String: String], _ dossiers: DossierSteps, _ papers: DocumentSteps, _ arrivals: IncomingSteps,
        now: @escaping Now
    ) throws -> [CaseKind] {
        [
            CaseKind(
                Dossiers.kind, flow: try Dossiers.flow(content: content),
                track: { dossiers.catalogue.track(of: $0.matter) },
                stepped: { try dossiers.stepped($0, $1, by: $2, in: $3) }),
            CaseKind(
                Tasks.kind, flow: try Tasks.flow(content: content),
                superior: { try Tasks.superior(of: $0, in: $1, $2, today: Day(now())) },
                takesPart: { try Tasks.joins($0, $1, $2) }),
            CaseKind(
                OfficialDocuments.kind, flow: try OfficialDocuments.flow(content: content),
                stepped: { try papers.stepped($0, $1, by: $2, in: $3) }),
            CaseKind(
                IncomingDocuments.kind, flow: try IncomingDocuments.flow(content: content),
                stepped: { try arrivals.stepped($0, $1, by: $2, in: $3) }),
        ]
    }

    /// What one may let another do.
    static let matters = [Dossiers.matter, Petitions.matter]

    /// Everything that is counted.
    static let measures =
        Dossiers.measures + Petitions.measures + OfficialDocuments.measures + Tasks.measures + PlanService.measures
        + Collecting.measures

    /// What moves on when its bill is settled, in the same transaction.
    static func onSettled(_ cases: CaseService) -> [SettledHook] {
        [{ bill, db in try DossierSteps.settled(bill, in: cases, db) }]
    }

    /// What moves on when a national register answers, in the same transaction.
    static func onAnswered(_ cases: CaseService) -> [RegisterAnswers.Hook] {
        [{ request, db in try DossierSteps.answered(request, in: cases, db) }]
    }

    /// How agencies write to others, and what is told of what they wrote.
    static func correspondence(
        _ database: any Database, _ directory: DirectoryService, _ files: FileService, stamps: Bool,
        now: @escaping Now, newID: @escaping NewID
    ) -> Correspondence {
        func correspondence(_ hooks: [Correspondence.Hook]) -> Correspondence {
            Correspondence(
                database: database, directory: directory, files: files, hooks: hooks, stamps: stamps, now: now,
                newID: newID)
        }
        let bare = correspondence([])
        return correspondence([
            { note, delivery, db in
                try SendingService.heard(note, delivery, in: db) { message, receiver, reason in
                    try bare.recall(message, from: receiver, words: reason, by: .system, in: db)
                }
            }
        ])
    }

    /// What takes effect here when it comes from another agency, by its kind. A file as such has none: it is kept.
    static func exchangeHooks(_ platform: Platform) -> [String: Reception.Hook] {
        let (correspondence, now, newID) = (platform.correspondence, platform.now, platform.newID)
        return [
            "file": { _, _, _, _ in },
            IncomingCourier.message: { envelope, receiver, place, db in
                try IncomingCourier.arrived(
                    envelope, for: receiver, at: place, of: correspondence, at: now(), newID: newID, in: db)
            },
        ]
    }

    /// What is told when a sender says something about a message that came here.
    static let exchangeTellings: [String: Reception.Telling] = [
        IncomingCourier.message: { try IncomingCourier.told($0, $1, in: $2) }
    ]

    /// Everything that follows the ledger.
    static var consumers: [any LedgerConsumer] {
        [
            IndicatorConsumer(measures: measures),
            DocumentIndexer(accountName: { try IdentityService.name(of: ID($0), in: $1) }),
        ]
    }

    static func doorkeeper(_ platform: Platform) -> any Doorkeeper { IdentityDoorkeeper(platform.identity) }
}

extension Platform {
    /// What agencies report by forms.
    package var collection: CollectionService {
        CollectionService(
            database: database, templates: templates, indicators: indicators, units: units, agencies: agencies,
            reminders: Reminders(
                notifications: notifications,
                officials: { [identity] in try await identity.officials(at: $0).map(\.id.rawValue) },
                strings: { [views] in views.strings($0) }), now: now, newID: newID)
    }
}
