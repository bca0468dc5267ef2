// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Collecting
package import Content
package import Database
package import DemoAxis
import DemoBank
import DemoEID
import DemoPortal
import DemoRegister
package import Exchange
import ExchangeTransport
package import Files
package import Forms
import Foundation
package import Hummingbird
package import Identity
package import Indicators
package import Jobs
package import Kernel
package import Ledger
import Logging
package import Mail
package import NationalAxis
import NationalID
package import NationalRegisters
package import Notifications
package import OfficialDocuments
package import Passwords
package import Payments
package import PublicServices
package import Rendering
package import ServiceLifecycle
package import Signatures
package import Simulation
import Steering
package import Units
package import Web
package import Wire

/// The composition root: builds what the modules share. Made the same way by `serve`, by the other commands and by tests.
package struct Platform: Sendable {
    package let database: any Database
    package let now: Now
    package let newID: NewID
    package let content: Content
    package let web: WebSettings
    /// The text of `/metrics`.
    package let metrics: @Sendable () -> String
    package let identity: IdentityService
    package let units: UnitService
    /// The simulated national e-ID, in demo mode only.
    let demoProvider: DemoProvider?
    package let agencies: AgencyService
    package let indicators: IndicatorService
    package let targets: TargetService
    /// Tells pages that stay open that a number has moved.
    package let watch: NumberWatch
    package let figures: FigureService
    package let catalogue: Catalogue
    package let cases: CaseService
    package let documentTypes: DocumentTypes
    /// For how long files are kept.
    package let retentions: Retentions
    package let files: FileService
    package let drafts: DraftService
    package let dossiers: DossierHost
    package let payments: PaymentService
    package let notifications: NotificationService
    /// Nil where no mail server is set.
    let mailer: (any Mailer)?
    /// The simulated bank, in demo mode only.
    let demoBank: DemoBank?
    /// Where national registers answer.
    package let registers: RegisterAnswers
    /// The simulated national registers, in demo mode only.
    let demoRegister: DemoRegister?
    /// Where other portals file dossiers.
    package let portals: PortalService
    /// The simulated portal, in demo mode only.
    let demoPortal: DemoPortal?
    /// What leaves this process over HTTP leaves by it.
    package let send: Send
    let frontDoor = FrontDoor()
    /// The national axis; nil on a node that is not connected.
    let axis: (any DocumentAxis)?
    /// Sends messages by the axis, and answers those that came.
    package let axisDesk: AxisDesk
    package let axisMail: AxisMail
    /// The simulated axis, in demo mode only.
    package let demoAxis: DemoAxis?
    let axisSettings: AxisSettings
    let exchangeSettings: ExchangeSettings
    package let exchangeDirectory: DirectoryService
    package let correspondence: Correspondence
    /// Who says when messages were there; nil where nobody is asked.
    let timestamps: TimestampAuthority?
    /// Papers for the modules: asked for in their transactions, printed and signed after the commit.
    package let documents: DocumentService
    package let renderer: WeasyPrint
    let seals: SealFolder
    package let signing: SigningService
    /// Reaches the keys that lie in a signing service far away.
    package let remoteSigner: any Signer
    package let views: Views
    package let keys: KeyService
    /// Gives committed events their positions, then wakes those who follow the ledger.
    package let sealer: Sealer
    package let folder: DataFolder
    /// That everything here is invented; nil on a node that holds real things.
    let simulation: SimulationMark?
    package var isSimulated: Bool { simulation != nil }
    /// The modules whose forms people fill in.
    let hosts: @Sendable (Platform) -> [any FormHost]
    /// The scores that decisions weigh.
    let indexes: IndexService
    /// Where the country stands among others.
    let countryRankings: [CountryRanking]
    /// Which reports agencies make.
    let reportPlan: ReportPlan
    /// Who is proposed for an award.
    let awardRule: AwardRule
    /// What is collected from agencies.
    package let templates: Templates
    /// What moves with the ledger: the indicators, and later feeds and deliveries.
    package let followers: [LedgerFollower]

    /// `secret` is the installation's own (`Secret(file:)`), `folder` holds the keys that sign its ledger and its files.
    /// Refuses content with a mistake.
    package init(
        database: any Database, content: Content = .embedded, secret: Secret, folder: DataFolder,
        web: WebSettings = WebSettings(), metrics: @escaping @Sendable () -> String = { "" },
        signIn: SignInSettings = SignInSettings(), payments settings: PaymentSettings = PaymentSettings(),
        signing signatures: SigningSettings = SigningSettings(), mailer: (any Mailer)? = nil,
        registers registerSettings: RegisterSettings = RegisterSettings(),
        portals portalSettings: PortalSettings = PortalSettings(), exchange: ExchangeSettings = ExchangeSettings(),
        axis axisSettings: AxisSettings = AxisSettings(),
        send: @escaping Send = OutgoingCall.overHTTP,
        passwords: Passwords = Passwords(), hosts: (@Sendable (Platform) -> [any FormHost])? = nil,
        simulation: SimulationMark? = nil, now: @escaping Now, newID: @escaping NewID
    ) throws {
        self.database = database
        self.content = content
        self.folder = folder
        self.web = web
        self.metrics = metrics
        self.simulation = simulation
        self.hosts = hosts ?? Modules.hosts
        self.now = now
        self.newID = newID
        self.send = send
        exchangeSettings = exchange
        self.axisSettings = axisSettings
        let axisSecret = axisSettings.simulated()
        demoAxis = axisSecret.map {
            DemoAxis(database: database, secret: $0, seal: axisSettings.seal, now: now, newID: newID)
        }
        axis = axisSettings.axis(simulating: axisSecret, at: frontDoor, send: send, now: now)
        timestamps = try exchange.timestamps.map {
            try TimestampAuthority(roots: $0.roots, ask: TimestampAuthority.overHTTP(at: $0.address))
        }
        units = UnitService(database: database, now: now, newID: newID)
        let electronicID: OpenIDProvider?
        (electronicID, demoProvider) = signIn.provider(at: web.publicURL, now: now)
        identity = IdentityService(
            database: database, now: now, newID: newID, secret: secret,
            roles: try Roles(json: content.files["Identity/roles.json"] ?? ""), passwords: passwords,
            settings: signIn.identity, electronicID: electronicID, matters: Modules.matters)
        agencies = AgencyService(database: database, now: now, newID: newID)
        catalogue = try Catalogue(content: content.files)
        reportPlan = try ReportPlan(content: content.files)
        awardRule = try AwardRule(content: content.files)
        // Cases ask their bills, and settled bills move their cases: the first asks books that tell nobody.
        let books = PaymentService(database: database, now: now, newID: newID)
        let asking = RegisterService(registers: catalogue.registers, now: now, newID: newID)
        let steps = DossierSteps(
            catalogue: catalogue, payments: books, registers: asking, now: now, newID: newID)
        files = FileService(database: database, folder: folder, now: now, newID: newID)
        views = try content.views()
        documents = DocumentService(
            database: database, views: views, publicURL: web.publicURL, isDemo: web.isDemo || simulation != nil,
            now: now, newID: newID)
        documentTypes = try DocumentTypes(content: content.files)
        exchangeDirectory = DirectoryService(
            database: database, folder: ExchangeFolder(folder.url.appending(path: "exchange")), grace: exchange.grace,
            now: now, newID: newID)
        correspondence = Modules.correspondence(
            database, exchangeDirectory, files, stamps: timestamps != nil, now: now, newID: newID)
        retentions = try Retentions(content: content.files)
        axisDesk = AxisDesk(
            database: database, files: files, axis: axis, seal: axisSettings.seal, now: now, newID: newID)
        axisMail = Modules.axisMail(axisDesk, agencies, files, views, now: now, newID: newID)
        cases = CaseService(
            database: database, files: files,
            kinds: try Modules.caseKinds(
                content.files, steps,
                DocumentSteps(types: documentTypes, documents: documents, now: now, newID: newID),
                IncomingSteps(correspondence: correspondence, mail: axisMail), now: now),
            calendar: try WorkingCalendar(content: content.files), now: now, newID: newID)
        payments = PaymentService(
            database: database, providers: settings.providers, onSettled: Modules.onSettled(cases), now: now,
            newID: newID)
        self.mailer = mailer
        notifications = NotificationService(database: database, hasMail: mailer != nil, now: now, newID: newID)
        drafts = DraftService(database: database, units: units, files: files, now: now, newID: newID)
        let replaced = content.replaced
        dossiers = DossierHost(
            service: DossierService(
                database: database, catalogue: catalogue, cases: cases, drafts: drafts, payments: payments,
                documents: documents, desks: DeskFinder(agencies: agencies, units: units, cases: cases),
                parties: DossierParties(
                    database: database, catalogue: catalogue, cases: cases, identity: identity,
                    notifications: notifications, strings: { [views] in views.strings($0) }, newID: newID),
                registers: asking, identity: identity, newID: newID),
            forms: try FormShelf(of: "PublicServices", in: content.files, replaced: replaced),
            preludes: try FormShelf(of: "Dossiers", in: content.files, replaced: replaced),
            strings: { [views] in views.strings($0) })
        demoBank = settings.bank.flatMap { [frontDoor] secret in
            guard settings.isSimulated else { return nil }
            return DemoBank(
                database: database, secret: secret, address: frontDoor, send: send, now: now, newID: newID)
        }
        let secrets = registerSettings.simulated(of: catalogue.registers)
        registers = RegisterAnswers(
            database: database,
            connections: try registerSettings.connections(
                to: catalogue.registers, simulating: secrets, at: frontDoor),
            hooks: Modules.onAnswered(cases), now: now, newID: newID)
        demoRegister =
            secrets.isEmpty
            ? nil
            : DemoRegister(
                database: database, secrets: secrets, address: frontDoor, send: send, now: now, newID: newID)
        let known = try Portal.all(content: content.files)
        let simulated = portalSettings.simulated(of: known)
        portals = PortalService(
            database: database, host: dossiers, flow: try Dossiers.flow(content: content.files),
            connections: try portalSettings.connections(to: known, simulating: simulated, at: frontDoor), now: now,
            newID: newID)
        demoPortal =
            simulated.isEmpty
            ? nil : DemoPortal(database: database, secrets: simulated, address: frontDoor, send: send, now: now)
        renderer = WeasyPrint(content: content)
        let (sealed, names) = (folder.url.appending(path: "seals"), Self.names(of: agencies, identity))
        seals = SealFolder(sealed, now: now, makingFor: web.isDemo ? names : nil)
        signing = SigningService(
            database: database, files: files, folder: sealed, now: now, newID: newID,
            makingFor: web.isDemo ? names : nil)
        remoteSigner = signatures.signer(sealed, now: now, name: names)
        let printed = try FigureFiles(content: content.files).figures
        countryRankings = try CountryRanking.all(content: content.files, figures: printed)
        indicators = IndicatorService(
            database: database, measures: Modules.measures,
            catalogue: try IndicatorCatalogue(
                content: content.files, measures: Modules.measures,
                figures: printed),
            units: units, cube: Cube(database: database, unitsOf: agencies.units))
        watch = NumberWatch(
            database: database, measures: Modules.measures, units: units, unitsOf: agencies.units)
        indexes = IndexService(
            indexes: try CompositeIndex.all(content: content.files, indicators.catalogue), indicators: indicators)
        templates = try Templates(content: content.files, catalogue: indicators.catalogue)
        figures = FigureService(database: database, now: now, newID: newID)
        targets = TargetService(
            database: database, catalogue: indicators.catalogue, units: units, agencies: agencies, now: now,
            newID: newID)
        keys = KeyService(database: database, folder: folder.keys, now: now, newID: newID)
        let (bell, logger) = (SealBell(), Logger(label: "ledger"))
        sealer = Sealer(database: database, keys: keys, now: now, bell: bell, logger: logger)
        followers = Modules.consumers.map { LedgerFollower($0, database: database, bell: bell, logger: logger) }
    }

    /// Every step of the schema, in order.
    package static var migrations: [Migration] { Modules.migrations }

    /// Brings the schema up to date. Returns the names of the steps it took.
    @discardableResult
    package func migrate() async throws -> [String] { try await database.migrate(Self.migrations, now: now) }

    /// Every page of every module, so that the tests can walk their templates.
    package var pages: [any Page.Type] {
        get throws { webModules(views).flatMap(\.pages) }
    }

    /// What prints and signs papers with `renderer`.
    package func press(_ renderer: any Renderer) -> DocumentPress { Modules.press(self, renderer) }

    /// Tells where this process listens: scheme, host and port, as it reaches itself.
    package func isListening(at address: String) { frontDoor.open(at: address) }

    /// What runs beside the pages for as long as the process serves.
    package var services: [any Service] { Modules.services(self) }

    /// Takes what is in the outbox to where it must go.
    package var postOffice: PostOffice {
        PostOffice(
            database: database, couriers: Modules.couriers(self), now: now, chance: { .random(in: 0..<1) })
    }

    /// What must work before this process should be sent requests.
    package var healthChecks: [HealthCheck] {
        [
            HealthCheck("database") { _ = try await database.read { try $0.rows("SELECT 1") } },
            HealthCheck("folder") { try folder.probe() },
            HealthCheck("sealer") { try await sealer.check() },
        ]
    }

    package func router() throws -> Router<WebContext> {
        let modules = webModules(views)
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders(settings: web))
        router.add(
            middleware: RequestMiddleware(
                pages: Pages(
                    views: views, modules: modules, isDemo: web.isDemo, isSimulated: simulation != nil),
                doorkeeper: Modules.doorkeeper(self), settings: web, routes: Self.routes(modules)))
        for module in modules { module.addRoutes(to: router.group()) }
        return router
    }

    /// The JSON operations the modules describe, for the tests that hold them to the routes.
    package func operations() throws -> [APIOperation] { webModules(views).flatMap(\.api) }

    private func webModules(_ views: Views) -> [any WebModule] {
        let modules = Modules.web(self, assets: views.assets)
        return modules + [
            HealthRoutes(checks: healthChecks, patience: web.healthPatience),
            MetricsRoutes(settings: web) { metrics() + (await gauges()) },
            OpenAPIRoutes(operations: modules.flatMap(\.api), version: Version.current),
        ]
    }

    /// What signatories are called.
    private static func names(
        of agencies: AgencyService, _ identity: IdentityService
    ) -> @Sendable (Signatory) async throws -> String {
        { signatory in
            switch signatory {
            case .agency(let place), .office(let place):
                try await agencies.find(ID(place.rawValue))?.name ?? place.rawValue
            case .official(let account), .remote(let account): try await identity.account(ID(account)).name
            }
        }
    }

    private static func routes(_ modules: [any WebModule]) -> RouteTable {
        let router = Router(context: WebContext.self)
        for module in modules { module.addRoutes(to: router.group()) }
        return RouteTable(router)
    }
}
