// SPDX-License-Identifier: Apache-2.0

import Configuration
import EdXML
import Exchange
package import Foundation
package import HTTPServer
package import Kernel
package import Logging
import Mail
package import Observability
package import Web
import Wire

/// How this node is set up: read once at start from the command line, the environment and `doicanh.json` in the data
/// folder, and checked before anything else happens.
package struct Configuration: Sendable {
    package struct CertificatePaths: Sendable, Equatable {
        package let certificate: String
        package let key: String
    }

    /// A setting as `doicanh doctor` prints it, secrets hidden.
    package struct Effective: Sendable, Equatable {
        package let setting: Setting
        package let value: String
        package let source: SettingSource
    }

    package let data: String
    package let database: Storage
    package let host: String
    package let port: Int
    package let certificate: CertificatePaths?
    package let web: WebSettings
    package let limits: ServerLimits
    package let signIn: SignInSettings
    package let payments: PaymentSettings
    package let mail: MailSettings?
    package let signing: SigningSettings
    package let registers: RegisterSettings
    package let portals: PortalSettings
    package let exchange: ExchangeSettings
    package let axis: AxisSettings
    package let demo: Bool
    package let logLevel: Logger.Level
    package let logFormat: LineLog.Format
    package let effective: [Effective]

    /// Throws with one clear reason at the first setting that cannot be used.
    package init(
        data: String, commandLine: [Setting: String] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationProblem) {
        let file = "\(data)/doicanh.json"
        var found = Found(try SettingsReader(commandLine: commandLine, environment: environment, file: file))
        self.data = data
        database = try found.database(in: data)
        host = try found.text(.listenHost, "127.0.0.1")
        port = try found.number(.listenPort, 8080, in: 0...65535)
        certificate = try found.certificate()
        demo = try found.flag(.demo, false)
        web = try found.web(port: port, overTLS: certificate != nil, isDemo: demo)
        limits = try found.limits()
        signIn = try found.signIn(demo: web.isDemo)
        payments = try found.payments(demo: web.isDemo)
        mail = try found.mail()
        signing = try found.signing(demo: web.isDemo)
        registers = try found.registers(demo: web.isDemo)
        portals = try found.portals(demo: web.isDemo)
        exchange = try found.exchange()
        axis = try found.axis(demo: web.isDemo)
        logLevel = try found.choice(.logLevel, Logger.Level.info)
        logFormat = try found.choice(.logFormat, LineLog.Format.json)
        effective = found.effective
    }
}

/// Takes settings out of their sources, and remembers what it took from where.
private struct Found {
    private let reader: SettingsReader
    private(set) var effective: [Configuration.Effective] = []

    init(_ reader: SettingsReader) { self.reader = reader }

    mutating func optionalText(_ setting: Setting) throws(ConfigurationProblem) -> String? {
        guard case (.string(let text), let source)? = try reader.find(setting) else { return nil }
        note(setting, text, source)
        return text
    }

    mutating func text(_ setting: Setting, _ standard: String) throws(ConfigurationProblem) -> String {
        if let text = try optionalText(setting) { return text }
        note(setting, standard, .standard)
        return standard
    }

    mutating func number(
        _ setting: Setting, _ standard: Int, in range: ClosedRange<Int>
    ) throws(ConfigurationProblem) -> Int {
        guard case (.int(let number), let source)? = try reader.find(setting) else {
            note(setting, "\(standard)", .standard)
            return standard
        }
        guard range.contains(number) else {
            throw .wrongValue(setting, source, expected: "\(range.lowerBound)–\(range.upperBound)")
        }
        note(setting, "\(number)", source)
        return number
    }

    mutating func flag(_ setting: Setting, _ standard: Bool) throws(ConfigurationProblem) -> Bool {
        guard case (.bool(let flag), let source)? = try reader.find(setting) else {
            note(setting, "\(standard)", .standard)
            return standard
        }
        note(setting, "\(flag)", source)
        return flag
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ setting: Setting, _ standard: Choice
    ) throws(ConfigurationProblem) -> Choice {
        let text = try text(setting, standard.rawValue)
        guard let choice = Choice(rawValue: text) else {
            throw wrong(setting, expected: Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    mutating func ranges(
        _ setting: Setting, _ standard: [AddressRange]
    ) throws(ConfigurationProblem) -> [AddressRange] {
        guard case (.stringArray(let texts), let source)? = try reader.find(setting) else {
            note(setting, standard.map(\.description).joined(separator: ", "), .standard)
            return standard
        }
        note(setting, texts.joined(separator: ", "), source)
        var ranges: [AddressRange] = []
        for text in texts {
            guard let range = AddressRange(text) else { throw wrong(setting, expected: "10.0.0.0/8, ::1") }
            ranges.append(range)
        }
        return ranges
    }

    mutating func database(in data: String) throws(ConfigurationProblem) -> Storage {
        let place = try text(.database, "\(data)/doicanh.sqlite")
        let replica = try optionalText(.replica)
        do { return try Storage(place, replica: replica) } catch {
            throw wrong(.database, expected: "a path, or postgres://…; only the latter with a replica")
        }
    }

    mutating func certificate() throws(ConfigurationProblem) -> Configuration.CertificatePaths? {
        switch (try optionalText(.tlsCertificate), try optionalText(.tlsKey)) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return .init(certificate: certificate, key: key)
        case (nil, _): throw .missing(.tlsCertificate, beside: .tlsKey)
        case (_, nil): throw .missing(.tlsKey, beside: .tlsCertificate)
        }
    }

    mutating func web(port: Int, overTLS: Bool, isDemo: Bool) throws(ConfigurationProblem) -> WebSettings {
        let address = try text(.publicURL, "\(overTLS ? "https" : "http")://localhost:\(port)")
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host() != nil,
            url.path().isEmpty, url.query() == nil
        else { throw wrong(.publicURL, expected: "https://dvc.example.vn") }
        return WebSettings(
            publicURL: address, trustedProxies: try ranges(.trustedProxies, []),
            metricsReaders: try ranges(.metricsReaders, AddressRange.loopback),
            formTargets: try origin(.eidIssuer).map { [$0] } ?? [], isDemo: isDemo)
    }

    /// Scheme and authority of an address, for the policy that says where forms may lead.
    private func origin(_ setting: Setting) throws(ConfigurationProblem) -> String? {
        guard case (.string(let text), let source)? = try reader.find(setting) else { return nil }
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            let host = url.host()
        else { throw .wrongValue(setting, source, expected: "https://eid.example.vn") }
        return "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }

    mutating func signIn(demo: Bool) throws(ConfigurationProblem) -> SignInSettings {
        var settings = SignInSettings()
        settings.localAccounts = try flag(.localAccounts, true)
        // Whoever tries the demo shall not need a phone.
        settings.postsNeedSecondFactor = try flag(.secondFactor, !demo)
        switch (try optionalText(.eidIssuer), try optionalText(.eidClientID)) {
        case (let issuer?, let clientID?):
            settings.electronicID = .provider(
                issuer: issuer, clientID: clientID, clientSecret: try optionalText(.eidClientSecret))
        case (nil, nil): settings.electronicID = demo ? .simulated : .none
        case (nil, _): throw .missing(.eidIssuer, beside: .eidClientID)
        case (_, nil): throw .missing(.eidClientID, beside: .eidIssuer)
        }
        return settings
    }

    mutating func payments(demo: Bool) throws(ConfigurationProblem) -> PaymentSettings {
        var settings = demo ? PaymentSettings.demo : PaymentSettings()
        settings.bank = try secret(.bankSecret) ?? settings.bank
        settings.mobileMoney = try secret(.mobileMoneySecret) ?? settings.mobileMoney
        return settings
    }

    mutating func mail() throws(ConfigurationProblem) -> MailSettings? {
        switch (try optionalText(.mailServer), try optionalText(.mailSender)) {
        case (nil, nil): return nil
        case (nil, _): throw .missing(.mailServer, beside: .mailSender)
        case (_, nil): throw .missing(.mailSender, beside: .mailServer)
        case (let address?, let typed?):
            guard var server = SMTPServer(address) else {
                throw wrong(.mailServer, expected: "smtp://mail.example.vn:587, smtps://mail.example.vn")
            }
            guard let sender = MailAddress(typed) else { throw wrong(.mailSender, expected: "dvc@example.vn") }
            server.username = try optionalText(.mailUsername)
            server.password = try optionalText(.mailPassword)
            server.authority = try optionalText(.mailAuthority)
            return MailSettings(
                server: server, sender: MailSender(address: sender, name: try text(.mailName, "Đôi Cánh")))
        }
    }

    mutating func signing(demo: Bool) throws(ConfigurationProblem) -> SigningSettings {
        var settings = demo ? SigningSettings.demo : SigningSettings()
        switch (try optionalText(.signingService), try optionalText(.signingToken)) {
        case (nil, nil): break
        case (let address?, let token?):
            guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host() != nil else {
                throw wrong(.signingService, expected: "https://sign.example.vn/csc/v2")
            }
            settings.remote = .service(address: address, token: token)
        case (nil, _): throw .missing(.signingService, beside: .signingToken)
        case (_, nil): throw .missing(.signingToken, beside: .signingService)
        }
        return settings
    }

    mutating func registers(demo: Bool) throws(ConfigurationProblem) -> RegisterSettings {
        var settings = demo ? RegisterSettings.demo : RegisterSettings()
        let addresses = try named(.registerAddresses)
        let secrets = try named(.registerSecrets)
        for (name, address) in addresses {
            try check(address, in: .registerAddresses)
            settings.lines[name] = .init(
                address: address, secret: try secret(of: name, in: secrets, .registerSecrets))
        }
        return settings
    }

    mutating func portals(demo: Bool) throws(ConfigurationProblem) -> PortalSettings {
        var settings = demo ? PortalSettings.demo : PortalSettings()
        settings.webhooks = try named(.portalWebhooks)
        for address in settings.webhooks.values { try check(address, in: .portalWebhooks) }
        let secrets = try named(.portalSecrets)
        for name in Set(secrets.keys).union(settings.webhooks.keys) {
            settings.secrets[name] = try secret(of: name, in: secrets, .portalSecrets)
        }
        return settings
    }

    mutating func exchange() throws(ConfigurationProblem) -> ExchangeSettings {
        var settings = ExchangeSettings()
        let host = try text(.exchangeHost, "0.0.0.0")
        // 0 is no port that neighbours could find.
        let port = try number(.exchangePort, 0, in: 0...65535)
        settings.listener = port == 0 ? nil : .init(host: host, port: port)
        settings.grace = TimeInterval(try number(.exchangeGraceDays, 30, in: 0...365)) * 86_400
        settings.refusedDays = try number(.exchangeRefusedDays, Reception.daysOfRefusals, in: 1...3650)
        switch (try optionalText(.timestampAddress), try optionalText(.timestampAuthority)) {
        case (nil, nil): break
        case (nil, _): throw .missing(.timestampAddress, beside: .timestampAuthority)
        case (_, nil): throw .missing(.timestampAuthority, beside: .timestampAddress)
        case (let address?, let file?):
            guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host() != nil else {
                throw wrong(.timestampAddress, expected: "https://tsa.example.vn")
            }
            do { settings.timestamps = (address, try String(contentsOf: URL(filePath: file), encoding: .utf8)) } catch {
                throw .unreadableFile(file, reason: ConfigurationProblem.reason(of: error as NSError))
            }
        }
        return settings
    }

    mutating func axis(demo: Bool) throws(ConfigurationProblem) -> AxisSettings {
        var settings = demo ? AxisSettings.demo : AxisSettings()
        switch (try optionalText(.axisURL), try optionalText(.axisSystem), try secret(.axisSecret)) {
        case (nil, nil, nil): break
        case (let address?, let system?, let secret?):
            guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host() != nil,
                url.path().count > 1, !address.hasSuffix("/"), url.query() == nil
            else { throw wrong(.axisURL, expected: "https://axis.example.vn/vxp") }
            settings.line = .init(address: address, system: system, secret: secret)
        case (nil, _?, _): throw .missing(.axisURL, beside: .axisSystem)
        case (nil, _, _): throw .missing(.axisURL, beside: .axisSecret)
        case (_, nil, _): throw .missing(.axisSystem, beside: .axisURL)
        case (_, _, nil): throw .missing(.axisSecret, beside: .axisURL)
        }
        switch (try optionalText(.axisCertificate), try optionalText(.axisKey)) {
        case (nil, nil): break
        case (nil, _): throw .missing(.axisCertificate, beside: .axisKey)
        case (_, nil): throw .missing(.axisKey, beside: .axisCertificate)
        case (let certificate?, let key?):
            let (certificate, key) = (try Self.text(ofFile: certificate), try Self.text(ofFile: key))
            do { settings.seal = try EdXMLSeal(key: key, certificate: certificate) } catch {
                throw wrong(.axisKey, expected: "PEM, RSA, 2048+ bits, no passphrase")
            }
        }
        if let file = try optionalText(.axisAuthority) {
            guard let roots = EdXMLRoots(pem: try Self.text(ofFile: file)) else {
                throw wrong(.axisAuthority, expected: "PEM")
            }
            settings.roots = roots
        }
        settings.minutes = try number(.axisMinutes, settings.minutes, in: 1...1440)
        return settings
    }

    private static func text(ofFile path: String) throws(ConfigurationProblem) -> String {
        do { return try String(contentsOf: URL(filePath: path), encoding: .utf8) } catch {
            throw .unreadableFile(path, reason: ConfigurationProblem.reason(of: error as NSError))
        }
    }

    /// An address of another system.
    private func check(_ address: String, in setting: Setting) throws(ConfigurationProblem) {
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host() != nil else {
            throw wrong(setting, expected: "name=https://example.vn/…")
        }
    }

    private func secret(
        of name: String, in secrets: [String: String], _ setting: Setting
    ) throws(ConfigurationProblem) -> SharedSecret {
        guard let secret = secrets[name].flatMap({ SharedSecret($0) }) else {
            throw wrong(setting, expected: "\(name)=…, \(SharedSecret.minimumBytes)+ bytes")
        }
        return secret
    }

    /// A list of `name=value`.
    private mutating func named(_ setting: Setting) throws(ConfigurationProblem) -> [String: String] {
        guard case (.stringArray(let texts), let source)? = try reader.find(setting) else { return [:] }
        note(setting, texts.joined(separator: ", "), source)
        var values: [String: String] = [:]
        for text in texts {
            let pair = text.split(separator: "=", maxSplits: 1).map { String($0) }
            guard pair.count == 2, values.updateValue(pair[1], forKey: pair[0]) == nil else {
                throw wrong(setting, expected: "name=…")
            }
        }
        return values
    }

    private mutating func secret(_ setting: Setting) throws(ConfigurationProblem) -> SharedSecret? {
        guard let text = try optionalText(setting) else { return nil }
        guard let secret = SharedSecret(text) else {
            throw wrong(setting, expected: "\(SharedSecret.minimumBytes)+ bytes")
        }
        return secret
    }

    mutating func limits() throws(ConfigurationProblem) -> ServerLimits {
        var limits = ServerLimits()
        limits.connections = try number(.maximumConnections, limits.connections, in: 1...100_000)
        limits.bodyBytes = try number(.maximumBodyMegabytes, limits.bodyBytes >> 20, in: 1...4096) << 20
        limits.requestSeconds = try number(.requestSeconds, limits.requestSeconds, in: 1...3600)
        limits.idleSeconds = try number(.idleSeconds, limits.idleSeconds, in: 1...3600)
        return limits
    }

    private func wrong(_ setting: Setting, expected: String) -> ConfigurationProblem {
        .wrongValue(setting, effective.last { $0.setting == setting }?.source ?? .standard, expected: expected)
    }

    private mutating func note(_ setting: Setting, _ value: String, _ source: SettingSource) {
        let shown =
            setting.isWhollySecret ? "•••" : setting.isSecret ? Self.withoutPassword(value) : value
        effective.append(.init(setting: setting, value: shown, source: source))
    }

    /// `postgres://user:•••@host/name`, also when the password stands in the query.
    private static func withoutPassword(_ text: String) -> String {
        text.replacing(/:\/\/([^:\/@?]*):[^@]*@/) { "://\($0.1):•••@" }
            .replacing(/(?i)(password|sslpassword)=[^&\s]*/) { "\($0.1)=•••" }
    }
}

/// Why the product does not start with these settings.
package enum ConfigurationProblem: Problem, Equatable {
    case unknown(String, SettingSource)
    case wrongValue(Setting, SettingSource, expected: String)
    case missing(Setting, beside: Setting)
    case unreadableFile(String, reason: String)
    case unusableFolder(String)
    case certificate(reason: String)
    case database(reason: String)
    /// The settings may be right, but the server does not answer.
    case databaseAway(reason: String)
    case portInUse(String)
    case portNotPermitted(String)
    case noSuchAddress(String)

    package var code: String {
        switch self {
        case .unknown: "configuration.unknown"
        case .wrongValue: "configuration.wrong_value"
        case .missing: "configuration.missing"
        case .unreadableFile: "configuration.unreadable_file"
        case .unusableFolder: "configuration.unusable_folder"
        case .certificate: "configuration.certificate"
        case .database: "configuration.database"
        case .databaseAway: "configuration.database_away"
        case .portInUse: "configuration.port_in_use"
        case .portNotPermitted: "configuration.port_not_permitted"
        case .noSuchAddress: "configuration.no_such_address"
        }
    }

    package var kind: ProblemKind {
        if case .databaseAway = self { return .unavailable }
        return .invalid
    }

    /// Why Foundation could not read something, as shortly as the system or the parser says it.
    package static func reason(of error: NSError) -> String {
        if let reason = error.userInfo[NSDebugDescriptionErrorKey] as? String { return reason }
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError
        if let cause, cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
        return error.localizedDescription
    }

    package var slots: [String: String] {
        switch self {
        case .unknown(let name, let source): ["setting": name, "source": "\(source)"]
        case .wrongValue(let setting, let source, let expected):
            ["setting": setting.rawValue, "source": "\(source)", "expected": expected]
        case .missing(let setting, let other): ["setting": setting.rawValue, "other": other.rawValue]
        case .unreadableFile(let path, let reason): ["file": path, "reason": reason]
        case .unusableFolder(let path): ["folder": path]
        case .certificate(let reason), .database(let reason), .databaseAway(let reason): ["reason": reason]
        case .portInUse(let address), .portNotPermitted(let address), .noSuchAddress(let address):
            ["address": address]
        }
    }
}
