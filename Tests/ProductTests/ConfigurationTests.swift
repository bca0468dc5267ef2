// SPDX-License-Identifier: Apache-2.0

import Content
import EdXML
import Foundation
import Kernel
import Mail
import Product
import TestKit
import Testing
import Web

@Suite("Configuration")
struct ConfigurationTests {
    /// A data folder with this text as its doicanh.json.
    private func folder(_ text: String? = nil) throws -> String {
        let path = TestFolder.own.appending(path: "doicanh-\(UUIDv7.string())").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if let text { try text.write(toFile: "\(path)/doicanh.json", atomically: true, encoding: .utf8) }
        return path
    }

    @Test("nothing set: a node for this machine alone, on SQLite in its folder")
    func standard() throws {
        let data = try folder()
        let configuration = try Configuration(data: data, environment: [:])
        #expect(configuration.database == .file("\(data)/doicanh.sqlite"))
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.port == 8080)
        #expect(configuration.web.publicURL == "http://localhost:8080")
        #expect(configuration.web.trustedProxies.isEmpty)
        #expect(configuration.signIn.localAccounts && configuration.signIn.postsNeedSecondFactor)
        #expect(!configuration.demo)
        #expect(!configuration.web.isSecure)
    }

    @Test("the command line goes before the environment, and that before the file")
    func order() throws {
        let data = try folder(#"{"listen": {"port": 1001, "host": "::1"}, "demo": true, "public_url": "https://a.vn"}"#)
        let environment = ["DOICANH_LISTEN_PORT": "1002", "DOICANH_PUBLIC_URL": "https://b.vn", "HOME": "/"]
        let configuration = try Configuration(
            data: data, commandLine: [.listenPort: "1003"], environment: environment)
        #expect(configuration.port == 1003)
        #expect(configuration.web.publicURL == "https://b.vn")
        #expect(configuration.web.isSecure)
        #expect(configuration.host == "::1")
        #expect(configuration.demo)
        let sources = Dictionary(uniqueKeysWithValues: configuration.effective.map { ($0.setting, $0.source) })
        #expect(sources[.listenPort] == .commandLine)
        #expect(sources[.publicURL] == .environment)
        #expect(sources[.demo] == .file("\(data)/doicanh.json"))
        #expect(sources[.logLevel] == .standard)
    }

    @Test("an axis goes with all its credentials, and a key with its certificate")
    func axis() throws {
        func read(_ settings: [String: String]) throws -> Configuration {
            let variables = settings.map { ("DOICANH_AXIS_\($0.key)", $0.value) }
            return try Configuration(data: try folder(), environment: Dictionary(uniqueKeysWithValues: variables))
        }
        let line = ["URL": "https://axis.example.vn/vxp", "SYSTEM": "H42", "SECRET": "mười sáu byte trở lên"]
        let (bare, whole) = (try read([:]).axis, try read(line.merging(["MINUTES": "2"]) { $1 }))
        #expect(bare.line == nil && bare.minutes == 5 && !bare.isSimulated)
        #expect(whole.axis.line != nil && whole.axis.minutes == 2)
        #expect(whole.effective.first { $0.setting == .axisSecret }?.value == "•••")
        for name in line.keys {
            #expect(throws: ConfigurationProblem.self, "\(name)") { try read(line.filter { $0.key != name }) }
        }
        for address in ["axis.example.vn", "ftp://axis.example.vn/vxp", "https://axis.example.vn/vxp/", "https://a.vn"]
        {
            #expect(throws: ConfigurationProblem.self, "\(address)") {
                try read(line.merging(["URL": address]) { $1 })
            }
        }
        let seal = try EdXMLSeal.made(for: "Hệ thống", from: Site.moment, until: Site.moment + 86_400)
        let data = try folder()
        let (key, certificate) = ("\(data)/key.pem", "\(data)/certificate.pem")
        try seal.pem.key.write(toFile: key, atomically: true, encoding: .utf8)
        try seal.certificate.write(toFile: certificate, atomically: true, encoding: .utf8)
        let sealed = try read(["KEY": key, "CERTIFICATE": certificate, "AUTHORITY": certificate]).axis
        #expect(sealed.seal?.certificate == seal.certificate && sealed.roots != nil)
        #expect(throws: ConfigurationProblem.missing(.axisCertificate, beside: .axisKey)) { try read(["KEY": key]) }
        #expect(throws: ConfigurationProblem.self) { try read(["KEY": certificate, "CERTIFICATE": certificate]) }
        #expect(throws: ConfigurationProblem.self) { try read(["AUTHORITY": key]) }
        #expect(throws: ConfigurationProblem.self) { try read(["AUTHORITY": "\(data)/none.pem"]) }
    }

    @Test("a setting nobody knows is refused, wherever it stands")
    func unknown() throws {
        let data = try folder(#"{"listen": {"prot": 80}}"#)
        #expect(throws: ConfigurationProblem.unknown("listen.prot", .file("\(data)/doicanh.json"))) {
            try Configuration(data: data, environment: [:])
        }
        #expect(throws: ConfigurationProblem.unknown("DOICANH_PORT", .environment)) {
            try Configuration(data: try folder(), environment: ["DOICANH_PORT": "80", "DOICANH_TEST_X": ""])
        }
    }

    @Test(
        "a value that cannot be used is refused",
        arguments: [
            ("DOICANH_LISTEN_PORT", "many"), ("DOICANH_LISTEN_PORT", "70000"), ("DOICANH_DEMO", "perhaps"),
            ("DOICANH_LOG_LEVEL", "loud"), ("DOICANH_PUBLIC_URL", "ftp://x"), ("DOICANH_PUBLIC_URL", "https://x/y"),
            ("DOICANH_TRUSTED_PROXIES", "10.0.0.0/8,nowhere"), ("DOICANH_DATABASE", "mysql://x"),
            ("DOICANH_LIMITS_CONNECTIONS", "0"), ("DOICANH_PAYMENTS_BANK_SECRET", "fifteen letters"),
            ("DOICANH_PORTALS_SECRETS", "national=fifteen letters"), ("DOICANH_PORTALS_SECRETS", "national"),
            ("DOICANH_PORTALS_WEBHOOKS", "national=ftp://x"),
        ])
    func wrong(variable: String, value: String) throws {
        let problem = #expect(throws: ConfigurationProblem.self) {
            try Configuration(data: try folder(), environment: [variable: value])
        }
        guard case .wrongValue(let setting, .environment, _) = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect("DOICANH_" + setting.rawValue.uppercased().replacing(".", with: "_") == variable)
    }

    @Test("a file that is not JSON is refused with its name", arguments: ["{", "[]", "null", "{\"demo\": {}", "\u{0}"])
    func notJSON(text: String) throws {
        let data = try folder(text)
        let problem = #expect(throws: ConfigurationProblem.self) { try Configuration(data: data, environment: [:]) }
        #expect(problem?.slots.values.contains { $0.contains("doicanh.json") } == true)
    }

    @Test("forms may lead to the origin of the national e-ID, and nowhere else")
    func formTargets() throws {
        #expect(try Configuration(data: try folder(), environment: [:]).web.formTargets == [])
        let configuration = try Configuration(
            data: try folder(),
            environment: [
                "DOICANH_EID_ISSUER": "https://eid.example.vn:8443/realms/people", "DOICANH_EID_CLIENT_ID": "doicanh",
            ])
        #expect(configuration.web.formTargets == ["https://eid.example.vn:8443"])
    }

    @Test("an operator switches local accounts off")
    func localAccounts() throws {
        let configuration = try Configuration(
            data: try folder(), environment: ["DOICANH_LOCAL_ACCOUNTS": "false"])
        #expect(!configuration.signIn.localAccounts)
    }

    @Test("a certificate needs its key")
    func half() throws {
        #expect(throws: ConfigurationProblem.missing(.tlsKey, beside: .tlsCertificate)) {
            try Configuration(data: try folder(), environment: ["DOICANH_TLS_CERTIFICATE": "a.pem"])
        }
    }

    @Test("a mail server needs a sender, and both have to be what they are called")
    func mail() throws {
        let server = ["DOICANH_MAIL_SERVER": "smtp://mail.example.vn:587"]
        #expect(throws: ConfigurationProblem.missing(.mailSender, beside: .mailServer)) {
            try Configuration(data: try folder(), environment: server)
        }
        for wrong in ["http://mail.example.vn", "smtp://", "smtp://me:word@mail.example.vn", "smtp://a/b"] {
            #expect(throws: ConfigurationProblem.self) {
                try Configuration(
                    data: try folder(),
                    environment: ["DOICANH_MAIL_SERVER": wrong, "DOICANH_MAIL_SENDER": "dvc@example.vn"])
            }
        }
        let set = try Configuration(
            data: try folder(),
            environment: server.merging([
                "DOICANH_MAIL_SENDER": "dvc@example.vn", "DOICANH_MAIL_PASSWORD": "s3cret",
                "DOICANH_MAIL_USERNAME": "dvc",
            ]) { $1 })
        #expect(set.mail?.sender.name == "Đôi Cánh" && set.mail?.server.password == "s3cret")
        for effective in set.effective { #expect(!effective.value.contains("s3cret")) }
    }

    @Test(
        "no password is ever shown",
        arguments: [
            "postgres://clerk:s3cret@db.example.vn:5432/doicanh", "postgres://clerk:s3cret%40x@db/doicanh",
            "postgres://db/doicanh?user=clerk&password=s3cret", "postgresql://:s3cret@db/doicanh",
        ])
    func secrets(url: String) throws {
        let configuration = try Configuration(
            data: try folder(),
            environment: [
                "DOICANH_DATABASE": url, "DOICANH_REPLICA": url, "DOICANH_PAYMENTS_BANK_SECRET": "s3cret of sixteen",
                "DOICANH_PAYMENTS_MOBILE_MONEY_SECRET": "s3cret of seventeen",
            ])
        #expect(configuration.payments.bank != nil && !configuration.payments.isSimulated)
        #expect(configuration.database == .server(url: url, replica: url))
        for effective in configuration.effective { #expect(!effective.value.contains("s3cret")) }
    }

    @Test("every refusal has a sentence in both languages, with every slot filled", arguments: Language.allCases)
    func sentences(language: Language) throws {
        let words = try Content.embedded.words(language)
        let problems: [ConfigurationProblem] = [
            .unknown("a", .environment), .wrongValue(.demo, .standard, expected: "x"),
            .missing(.tlsKey, beside: .tlsCertificate), .unreadableFile("a", reason: "b"), .unusableFolder("a"),
            .certificate(reason: "a"), .database(reason: "a"), .portInUse("a"), .portNotPermitted("a"),
            .noSuchAddress("a"),
        ]
        for problem in problems { #expect(!words.sentence(for: problem).contains("⟦")) }
    }
}

@Suite("Data folder")
struct DataFolderTests {
    @Test("a file is no folder, and a folder that cannot be made is refused")
    func unusable() throws {
        let file = TestFolder.own.appending(path: "doicanh-\(UUIDv7.string())").path()
        try "x".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: ConfigurationProblem.unusableFolder(file)) { try DataFolder(file) }
        #expect(throws: ConfigurationProblem.unusableFolder("/proc/doicanh")) { try DataFolder("/proc/doicanh") }
    }
}
