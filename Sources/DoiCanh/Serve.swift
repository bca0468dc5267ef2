// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Content
import Database
import Exchange
import ExchangeTransport
import Foundation
import HTTPServer
import Hummingbird
import Identity
import Kernel
import Ledger
import Logging
import Metrics
import Observability
import Product
import ServiceLifecycle
import Simulation
import UnixSignals
import Web

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the pages and the interfaces.",
        discussion: discussion(
            "Ends in order on SIGTERM or Ctrl+C; reads the certificate files again on SIGHUP.",
            examples: "serve", "serve --data /var/lib/doicanh --port 8080",
            "serve --database postgres://doicanh@localhost/doicanh"))

    @OptionGroup var node: Node

    @Option(help: "The address to listen on.")
    var host: String?

    @Option(help: "The port to listen on.")
    var port: Int?

    func run() async throws {
        let configuration = try node.configuration([.listenHost: host, .listenPort: port.map(String.init)])
        let folder = try DataFolder(configuration.data)
        let metrics = PrometheusMetrics()
        Self.observe(configuration, metrics)
        let database = try await configuration.database.open(alone: true)
        let platform = try Platform(
            database: database, content: try Content.embedded.overlaid(by: "\(folder.path)/content"),
            secret: try Secret(file: "\(folder.path)/identity.key"),
            folder: folder, web: configuration.web,
            metrics: { metrics.text() }, signIn: configuration.signIn, payments: configuration.payments,
            signing: configuration.signing, mailer: configuration.mail?.mailer, registers: configuration.registers,
            portals: configuration.portals, exchange: configuration.exchange,
            axis: configuration.axis,
            simulation: try await SimulationMark.read(database), now: { Date() },
            newID: { UUIDv7.string() })
        try await platform.migrate()
        // Before anybody is let in: a node that cannot sign does not serve.
        try await platform.keys.ensure()
        try await platform.recordContent()
        try await platform.loadFigures()
        try await platform.recordServices()
        let services = try Self.services(platform, configuration)
        do { try await Self.run(services) } catch { throw Self.problem(error, configuration) }
        await database.close()
    }

    private static func observe(_ configuration: Configuration, _ metrics: PrometheusMetrics) {
        let (level, format) = (configuration.logLevel, configuration.logFormat)
        LoggingSystem.bootstrap { LineLog(label: $0, level: level, format: format) }
        MetricsSystem.bootstrap(metrics)
    }

    private static func services(_ platform: Platform, _ configuration: Configuration) throws -> [any Service] {
        let logger = Logger(label: "doicanh")
        let certificates = try certificates(configuration, logger)
        let words = Terminal.languages.map(platform.views.strings)
        let server = Application(
            responder: try platform.router().buildResponder(),
            server: .guarded(configuration.limits, certificates: certificates),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: .maximum(configuration.limits.connections, logger: logger)),
            onServerRunning: { channel in
                let address = configuration.address(listeningOn: channel.localPort)
                platform.isListening(at: configuration.loopback(listeningOn: channel.localPort))
                for words in words { Terminal.say(words.fill("serve.running", ["address": address])) }
                if configuration.demo {
                    do { try await DemoSignIns.print(platform) } catch {
                        logger.warning("demo sign-ins unknown", metadata: ["reason": "\(error)"])
                    }
                }
            },
            logger: logger)
        // Stopped in the reverse order: the door closes first.
        let door: [(any Service)?] = [certificates, try exchange(platform, configuration, logger), server]
        return platform.services + door.compactMap(\.self)
    }

    /// The second door: for other nodes, which show a certificate there.
    private static func exchange(
        _ platform: Platform, _ configuration: Configuration, _ logger: Logger
    ) throws -> (any Service)? {
        guard let listener = configuration.exchange.listener else { return nil }
        let (certificates, key, roots) = try platform.exchangeDirectory.credentials()
        let tls: MutualTLS
        do { tls = try MutualTLS(certificates: certificates, key: key, roots: roots) } catch {
            throw ConfigurationProblem.certificate(reason: error.reason)
        }
        var limits = configuration.limits
        limits.bodyBytes = max(limits.bodyBytes, ExchangeAPI.largestBody)
        return Application(
            responder: platform.exchangeRouter.buildResponder(), server: .guarded(limits, between: tls),
            configuration: .init(
                address: .hostname(listener.host, port: listener.port),
                availableConnectionsDelegate: .maximum(configuration.limits.connections, logger: logger)),
            logger: logger)
    }

    private static func certificates(_ configuration: Configuration, _ logger: Logger) throws -> CertificateFiles? {
        guard let files = configuration.certificate else { return nil }
        do {
            return try CertificateFiles(certificate: files.certificate, key: files.key, logger: logger)
        } catch { throw ConfigurationProblem.certificate(reason: error.reason) }
    }

    private static func run(_ services: [any Service]) async throws {
        // Named by their types: left alone, the group prints each with all that it holds.
        let named = services.map { service in
            ServiceGroupConfiguration.ServiceConfiguration(service: service, serviceName: "\(type(of: service))")
        }
        var configuration = ServiceGroupConfiguration(
            services: named, gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "doicanh"))
        // What was begun is finished, but nobody waits for ever for the slowest reader.
        configuration.maximumGracefulShutdownDuration = .seconds(60)
        try await ServiceGroup(configuration: configuration).run()
    }

    private static func problem(_ error: any Error, _ configuration: Configuration) -> any Error {
        let address = "\(configuration.host):\(configuration.port)"
        switch ListenFailure(error) {
        case .inUse: return ConfigurationProblem.portInUse(address)
        case .notPermitted: return ConfigurationProblem.portNotPermitted(address)
        case .noSuchAddress: return ConfigurationProblem.noSuchAddress(address)
        case nil: return error
        }
    }
}

extension Configuration {
    /// Where this process reaches itself.
    fileprivate func loopback(listeningOn port: Int?) -> String {
        guard certificate == nil else { return web.publicURL }
        let host = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        return "http://\(host):\(port ?? self.port)"
    }

    /// Where people find this node; with port 0, the port the system chose.
    fileprivate func address(listeningOn port: Int?) -> String {
        guard self.port == 0, let port else { return web.publicURL }
        return "\(certificate == nil ? "http" : "https")://localhost:\(port)"
    }
}
