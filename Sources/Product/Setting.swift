// SPDX-License-Identifier: Apache-2.0

import Configuration
import Foundation

/// Every setting of the product. In `doicanh.json` they nest at the dots; in the environment they are `DOICANH_` and the
/// name in capitals with `_` for the dots.
package enum Setting: String, CaseIterable, Sendable {
    case database, replica
    case listenHost = "listen.host"
    case listenPort = "listen.port"
    case publicURL = "public_url"
    case tlsCertificate = "tls.certificate"
    case tlsKey = "tls.key"
    case trustedProxies = "trusted_proxies"
    case metricsReaders = "metrics_readers"
    case localAccounts = "local_accounts"
    case secondFactor = "second_factor"
    case eidIssuer = "eid.issuer"
    case eidClientID = "eid.client_id"
    case eidClientSecret = "eid.client_secret"
    case bankSecret = "payments.bank_secret"
    case mobileMoneySecret = "payments.mobile_money_secret"
    case mailServer = "mail.server"
    case mailSender = "mail.sender"
    case mailName = "mail.name"
    case mailUsername = "mail.username"
    case mailPassword = "mail.password"
    case mailAuthority = "mail.authority"
    case signingService = "signing.service"
    case signingToken = "signing.token"
    case registerAddresses = "registers.addresses"
    case registerSecrets = "registers.secrets"
    case portalSecrets = "portals.secrets"
    case portalWebhooks = "portals.webhooks"
    case exchangeHost = "exchange.host"
    case exchangePort = "exchange.port"
    case exchangeGraceDays = "exchange.grace_days"
    case exchangeRefusedDays = "exchange.refused_days"
    case timestampAddress = "exchange.timestamp_url"
    case timestampAuthority = "exchange.timestamp_authority"
    case axisURL = "axis.url"
    case axisSystem = "axis.system"
    case axisSecret = "axis.secret"
    case axisCertificate = "axis.certificate"
    case axisKey = "axis.key"
    case axisAuthority = "axis.authority"
    case axisMinutes = "axis.minutes"
    case demo
    case maximumConnections = "limits.connections"
    case maximumBodyMegabytes = "limits.body_megabytes"
    case requestSeconds = "limits.request_seconds"
    case idleSeconds = "limits.idle_seconds"
    case logLevel = "log.level"
    case logFormat = "log.format"

    var components: [String] { rawValue.split(separator: ".").map(String.init) }

    var variable: String { "DOICANH_" + rawValue.uppercased().replacing(".", with: "_") }

    var type: ConfigType {
        switch self {
        case .listenPort, .exchangePort, .exchangeGraceDays, .exchangeRefusedDays, .axisMinutes, .maximumConnections,
            .maximumBodyMegabytes, .requestSeconds, .idleSeconds:
            .int
        case .localAccounts, .secondFactor, .demo: .bool
        case .trustedProxies, .metricsReaders, .registerAddresses, .registerSecrets, .portalSecrets,
            .portalWebhooks:
            .stringArray
        default: .string
        }
    }

    /// May hold a password.
    var isSecret: Bool { self == .database || self == .replica || isWhollySecret }

    /// Nothing of it may be shown.
    var isWhollySecret: Bool {
        [
            .eidClientSecret, .bankSecret, .mobileMoneySecret, .mailPassword, .signingToken, .registerSecrets,
            .portalSecrets, .axisSecret,
        ].contains(self)
    }
}

/// Where a setting was found.
package enum SettingSource: Sendable, Equatable, CustomStringConvertible {
    case commandLine, environment, file(String), standard

    package var description: String {
        switch self {
        case .commandLine: "command line"
        case .environment: "environment"
        case .file(let path): path
        case .standard: "default"
        }
    }
}

/// Looks a setting up: command line first, then environment, then file.
struct SettingsReader {
    private let sources: [(source: SettingSource, snapshot: any ConfigSnapshot, prefix: [String])]

    init(commandLine: [Setting: String], environment: [String: String], file: String) throws(ConfigurationProblem) {
        let given = Dictionary(uniqueKeysWithValues: commandLine.map { ($0.key.variable, $0.value) })
        try Self.refuseUnknown(environment)
        sources = [
            (.commandLine, EnvironmentVariablesProvider(environmentVariables: given).snapshot(), ["doicanh"]),
            (.environment, EnvironmentVariablesProvider(environmentVariables: environment).snapshot(), ["doicanh"]),
            (.file(file), try Self.snapshot(ofFile: file), []),
        ]
    }

    func find(_ setting: Setting) throws(ConfigurationProblem) -> (content: ConfigContent, source: SettingSource)? {
        for (source, snapshot, prefix) in sources {
            let key = AbsoluteConfigKey(prefix + setting.components)
            do {
                if let value = try snapshot.value(forKey: key, type: setting.type).value {
                    return (value.content, source)
                }
            } catch { throw .wrongValue(setting, source, expected: setting.type.rawValue) }
        }
        return nil
    }

    private static func snapshot(ofFile path: String) throws(ConfigurationProblem) -> any ConfigSnapshot {
        guard FileManager.default.fileExists(atPath: path) else { return InMemoryProvider(values: [:]).snapshot() }
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            let tree = try JSONSerialization.jsonObject(with: data)
            if let stranger = leaves(tree, below: []).first(where: { Setting(rawValue: $0) == nil }) {
                throw ConfigurationProblem.unknown(stranger, .file(path))
            }
            return try JSONSnapshot(data: data.bytes, providerName: path, parsingOptions: .default)
        } catch let problem as ConfigurationProblem { throw problem } catch {
            throw .unreadableFile(path, reason: ConfigurationProblem.reason(of: error as NSError))
        }
    }

    private static func leaves(_ tree: Any, below path: [String]) -> [String] {
        guard let branches = tree as? [String: Any] else { return [path.joined(separator: ".")] }
        return branches.sorted { $0.key < $1.key }.flatMap { leaves($0.value, below: path + [$0.key]) }
    }

    /// `DOICANH_TEST_…` belongs to the tests; `DOICANH_DATA` names the folder, which holds the file; the secret of a backup
    /// is for one command only.
    private static func refuseUnknown(_ environment: [String: String]) throws(ConfigurationProblem) {
        let known = Set(Setting.allCases.map(\.variable) + ["DOICANH_DATA", "DOICANH_BACKUP_PASSPHRASE"])
        let stranger = environment.keys.sorted().first { name in
            name.hasPrefix("DOICANH_") && !name.hasPrefix("DOICANH_TEST_") && !known.contains(name)
        }
        if let stranger { throw .unknown(stranger, .environment) }
    }
}
