// swift-tools-version: 6.2
// The target graph is the architecture: a wrong import does not compile. docs/architecture.md draws it.
import PackageDescription

let ours: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// MARK: third-party products, each used behind the target that needs it

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycleTesting: Target.Dependency = .product(
    name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let settings: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
    .product(name: "NIOCertificateReloading", package: "swift-nio-extras"),
]

// MARK: helpers that keep the list below short enough to read

func target(
    _ path: String, name: String? = nil, _ dependencies: [Target.Dependency], excluding: [String] = []
) -> Target {
    .target(
        name: name ?? String(path.split(separator: "/").last!), dependencies: dependencies, path: "Sources/" + path,
        exclude: excluding, swiftSettings: ours)
}

func tests(_ path: String, _ dependencies: [Target.Dependency], read files: [String] = []) -> Target {
    .testTarget(
        name: String(path.split(separator: "/").last!), dependencies: dependencies + ["TestKit"],
        path: "Tests/" + path, exclude: files, swiftSettings: ours)
}

let package = Package(
    name: "doicanh",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "doicanh", targets: ["doicanh"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    ],
    targets: [
        // Kernel: small, stable, no I/O
        target("Kernel", []),

        // Database: the SQL port and its two adapters
        target("Database/Port", name: "Database", ["Kernel", crypto]),
        target("Database/SQLite", name: "SQLiteDatabase", ["Database", grdb, sqlite]),
        .systemLibrary(
            name: "CPostgres", path: "Sources/Database/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        target("Database/Postgres", name: "PostgresDatabase", ["Database", "CPostgres"]),

        // Web: pages, forms, languages; below it the socket, the one place with NIO
        target(
            "Web/Server", name: "HTTPServer",
            [hummingbird, hummingbirdCore, logging, coreMetrics, metrics, lifecycle, signals] + nio),
        target(
            "Web", ["Kernel", "HTTPServer", hummingbird, httpTypes, crypto, logging, metrics, lifecycle],
            excluding: ["Server"]),

        // Observability: what operators read
        target("Observability", ["Kernel", logging, coreMetrics]),

        // Platform: the services modules share
        target("Platform/Ledger", ["Kernel", "Database", "Web", crypto, logging, lifecycle, hummingbird]),
        target("Platform/Jobs", ["Kernel", "Database", "Ledger", "Web", lifecycle, logging, hummingbird]),
        .systemLibrary(
            name: "CArgon2", path: "Sources/Platform/CArgon2", pkgConfig: "libargon2",
            providers: [.apt(["libargon2-dev"])]),
        target("Platform/Passwords", ["Kernel", "CArgon2"]),
        .systemLibrary(
            name: "CQrencode", path: "Sources/Platform/CQrencode", pkgConfig: "libqrencode",
            providers: [.apt(["libqrencode-dev"])]),
        target("Platform/QRCode", ["CQrencode"]),
        .systemLibrary(
            name: "CCurl", path: "Sources/Platform/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        target("Platform/Mail", ["Kernel", "CCurl"]),
        target(
            "Platform/Notifications", ["Kernel", "Database", "Web", "Ledger", "Jobs", "Mail", crypto, hummingbird]),
        target(
            "Platform/Identity",
            ["Kernel", "Database", "Ledger", "Passwords", "QRCode", "Search", "Web", hummingbird, crypto, logging]),
        target(
            "Platform/NationalID",
            [
                "Kernel", "Identity", jwt, httpClient, logging, .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
            ]),
        target("Platform/DemoEID", ["Kernel", "Identity", "NationalID", "Web", hummingbird, crypto, jwt]),
        target(
            "Platform/Wire",
            [
                "Kernel", "Web", hummingbird, httpTypes, crypto, httpClient,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        target("Platform/Search", []),
        target("Platform/Units", ["Kernel", "Database", "Web", "Ledger", "Search", crypto, hummingbird]),
        target("Platform/Agencies", ["Kernel", "Database", "Web", "Ledger", "Search", "Units", hummingbird]),

        target("Platform/Files", ["Kernel", "Database", "Web", crypto, hummingbird]),
        target(
            "Platform/Forms",
            ["Kernel", "Database", "Web", "Ledger", "Identity", "Units", "Files", hummingbird]),
        target("Platform/ContentRegister", ["Kernel", "Database", "Ledger", crypto]),
        target("Platform/Backups", ["Kernel", "Database", "Files", "Passwords", crypto]),
        target(
            "Platform/Casework", ["Kernel", "Database", "Search", "Files", "Ledger", "Agencies", "Web", hummingbird]),
        target(
            "Platform/Payments",
            ["Kernel", "Database", "Web", "Ledger", "QRCode", "Units", "Wire", hummingbird, httpTypes, logging]),
        target(
            "Platform/DemoBank",
            [
                "Kernel", "Database", "Web", "Ledger", "Jobs", "Payments", "Wire", hummingbird,
            ]),
        target("Platform/Simulation", ["Kernel", "Database", "Ledger", "Web", hummingbird]),
        target(
            "Platform/NationalRegisters",
            ["Kernel", "Database", "Web", "Ledger", "Jobs", "Wire", hummingbird, logging]),
        target("Platform/DemoPortal", ["Kernel", "Database", "Web", "Jobs", "Wire", hummingbird]),
        target(
            "Platform/DemoRegister",
            ["Kernel", "Database", "Web", "Jobs", "NationalRegisters", "Wire", hummingbird, crypto]),
        target("Platform/Indicators", ["Kernel", "Database", "Web", "Ledger", "Units", "Agencies", hummingbird]),

        .systemLibrary(
            name: "CZip", path: "Sources/Platform/CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(
            name: "CXlsxWriter", path: "Sources/Platform/CXlsxWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]),
        target("Platform/Reports", ["Web", "CZip", "CXlsxWriter"]),
        target(
            "Platform/OpenData",
            ["Kernel", "Web", "Ledger", "Units", "Indicators", hummingbird, httpTypes]),

        // libzip and libexpat behind a header of ours: a stranger's file is read there, within limits.
        .target(
            name: "CSpreadsheets", path: "Sources/Platform/CSpreadsheets",
            linkerSettings: [.linkedLibrary("zip"), .linkedLibrary("expat")]),
        target("Platform/Spreadsheets", ["Kernel", "CSpreadsheets", "CXlsxWriter"]),

        // libcrypto behind a header of ours: its own would clash with the BoringSSL of swift-crypto.
        .target(
            name: "CSignatures", path: "Sources/Platform/CSignatures", linkerSettings: [.linkedLibrary("crypto")]),
        target("Platform/Signatures", ["Kernel", "Ledger", "CSignatures", crypto, x509, asn1]),
        target(
            "Platform/Rendering",
            [
                "Kernel", "Database", "Ledger", "Jobs", "Files", "QRCode", "Web", "Signatures", crypto, logging,
                hummingbird,
            ]),

        target(
            "Platform/RemoteSignatures",
            [
                "Signatures", "Web", httpClient, .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),

        target(
            "Platform/Exchange",
            [
                "Kernel", "Database", "Ledger", "Agencies", "Signatures", "Files", "Jobs", "Web", "CZip", crypto, x509,
                asn1, logging, hummingbird,
            ]),

        // libxml2 and xmlsec behind a header of ours: their own bring an ICU along that is another one than Foundation's.
        // The system library is there for its compiler flags alone.
        .systemLibrary(
            name: "CXMLSec", path: "Sources/Platform/CXMLSec", pkgConfig: "xmlsec1-openssl",
            providers: [.apt(["libxmlsec1-dev", "libxml2-dev"])]),
        .target(
            name: "CXML", dependencies: ["CXMLSec"], path: "Sources/Platform/CXML",
            linkerSettings: [
                .linkedLibrary("xmlsec1-openssl"), .linkedLibrary("xmlsec1"), .linkedLibrary("xml2"),
                .linkedLibrary("crypto"),
            ]),
        target("Platform/EdXML", ["Kernel", "CXML", "CZip"]),

        target(
            "Platform/NationalAxis",
            ["Kernel", "Database", "Ledger", "Jobs", "Files", "EdXML", "Wire", logging]),
        target(
            "Platform/DemoAxis",
            ["Kernel", "Database", "Web", "Jobs", "EdXML", "NationalAxis", "Wire", hummingbird]),

        target(
            "Platform/ExchangeTransport",
            [
                "Exchange", "Files", "Kernel", "Web", "HTTPServer", hummingbird, httpTypes, httpClient, logging,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        // Programmes: the modules; none imports another
        target(
            "Programmes/DigitalGovernment/Petitions",
            ["Kernel", "Database", "Web", "Ledger", "Identity", "Agencies", "Indicators", hummingbird]),
        target(
            "Programmes/Transformation/Steering",
            [
                "Kernel", "Database", "Web", "Ledger", "Units", "Agencies", "Casework", "Indicators", "Reports",
                "Rendering", hummingbird,
            ]),
        target(
            "Programmes/Transformation/Collecting",
            [
                "Kernel", "Database", "Web", "Ledger", "Units", "Agencies", "Indicators", "Spreadsheets",
                "Notifications", "Search",
                hummingbird,
            ]),
        target(
            "Programmes/DigitalGovernment/PublicServices",
            [
                "Kernel", "Database", "Search", "Web", "Agencies", "Units", "Identity", "Casework", "Forms", "Payments",
                "Indicators", "Jobs", "Ledger", "Rendering", "Signatures", "Notifications", "NationalRegisters", "Wire",
                "Files", hummingbird, crypto,
            ]),

        target(
            "Programmes/DigitalGovernment/OfficialDocuments",
            [
                "Kernel", "Database", "Search", "Web", "Agencies", "Units", "Casework", "Files", "Exchange", "EdXML",
                "NationalAxis",
                "Indicators",
                "Jobs", "Ledger", "Notifications", "Rendering", "Signatures", "Reports", "CZip", hummingbird,
            ]),

        // Content: templates, words and data, embedded at build time
        .executableTarget(name: "ContentEmbedder", path: "Sources/ContentEmbedder", swiftSettings: ours),
        .plugin(name: "EmbedContent", capability: .buildTool(), dependencies: ["ContentEmbedder"]),
        .target(
            name: "Content", dependencies: ["Kernel", "Web"], path: "Sources/Content", swiftSettings: ours,
            plugins: ["EmbedContent"]),

        // Product: the composition root, and the command
        target(
            "Product",
            [
                "Kernel", "Database", "SQLiteDatabase", "PostgresDatabase", "Web", "Content", "Ledger", "Passwords",
                "Files", "Backups", "ContentRegister", "Identity", "NationalID", "DemoEID", "Units", "Agencies",
                "Indicators", "OpenData", "Petitions", "PublicServices", "OfficialDocuments", "Steering", "Collecting",
                "Casework",
                "Forms",
                "Payments",
                "DemoBank",
                "Rendering", "Signatures", "Reports", "RemoteSignatures", "Simulation", "Mail", "Notifications",
                "NationalRegisters",
                "DemoRegister", "DemoPortal", "Exchange", "ExchangeTransport",
                "EdXML", "NationalAxis", "DemoAxis",
                "Wire", hummingbird,
                "Jobs", "HTTPServer", "Observability", lifecycle, logging, settings,
            ]),
        // Replay: what `doicanh demo` plays
        target(
            "Replay",
            [
                "Kernel", "Database", "Product", "Content", "Simulation", "Ledger", "Jobs", "Files", "Units",
                "Agencies", "Identity", "Passwords", "Forms", "Casework", "Payments", "NationalRegisters",
                "PublicServices", "Indicators", "Web", "Wire",
            ]),
        // Workbench: what `doicanh bench` measures
        target(
            "Workbench",
            [
                "Kernel", "Database", "Ledger", "Jobs", "Product", "Identity", "Agencies", "Units", "Forms", "Casework",
                "PublicServices", "Files", "Payments", "Indicators", "Exchange", logging,
            ]),
        .executableTarget(
            name: "doicanh",
            dependencies: [
                "Kernel", "Database", "Product", "Workbench", "Replay", "Simulation", "Content", "Web", "Backups",
                "Ledger", "NationalID", "Identity", "HTTPServer", "Observability", "Units", "Agencies", "Payments",
                "Exchange", "ExchangeTransport", "Rendering", "Signatures",
                hummingbird, arguments, lifecycle, signals, logging, metrics,
            ],
            path: "Sources/DoiCanh", swiftSettings: ours),

        // Tests mirror Sources
        .target(
            name: "TestKit",
            dependencies: [
                "Kernel", "Database", "SQLiteDatabase", "PostgresDatabase", "Product", "Identity", "Agencies", "Ledger",
                "Forms", "Units", "Web", "Passwords", "Simulation", "Mail", "Jobs", "Wire", "Rendering",
                hummingbird, hummingbirdTesting,
            ],
            path: "Tests/TestKit",
            swiftSettings: ours),
        tests("KernelTests", ["Kernel"]),
        tests("RequestTests", ["Web", "Kernel", hummingbird, httpTypes]),
        tests("DatabaseTests", ["Kernel", "Database", "SQLiteDatabase", "PostgresDatabase"]),
        tests(
            "JobsTests", ["Jobs", "Identity", "Ledger", "Product", "Kernel", "Database", lifecycleTesting, logging]),
        tests(
            "PaymentsTests",
            [
                "Payments", "DemoBank", "Jobs", "Wire", "QRCode", "Agencies", "Product", hummingbird,
                hummingbirdTesting,
                "Identity", "Kernel", "Database", "Ledger", "Web",
            ]),
        tests(
            "IndicatorsTests",
            ["Indicators", "Content", "Kernel", "Database", "Ledger", "Units", "Agencies", "Product", logging]),
        tests(
            "OpenDataTests",
            [
                "OpenData", "Indicators", "Content", "Kernel", "Database", "Ledger", "Units", "Agencies", "Product",
                "Web",
                hummingbird, hummingbirdTesting,
            ]),
        tests(
            "PetitionsTests", ["Product", "Petitions", "Identity", "Agencies", "Units", "Kernel", "Database", "Ledger"]),
        tests(
            "CaseworkTests", ["Casework", "Agencies", "Units", "Ledger", "Content", "Database", "Kernel", "Product"]),
        tests(
            "PublicServicesTests",
            [
                "PublicServices", "Product", "Casework", "Forms", "Payments", "Identity", "Indicators", "Content",
                "Database", "Agencies", "Units", "Jobs", "Mail", "Notifications", "Files", "Kernel", "Rendering",
                "NationalRegisters", "DemoPortal", "Wire", "DemoBank", "Signatures",
            ]),
        tests("SearchTests", ["Search"]),
        tests("UnitsTests", ["Product", "Units", "Search", "Content", "Kernel", "Database", "Ledger", "Web"]),
        tests(
            "AgenciesTests",
            ["Product", "Agencies", "Units", "Search", "Content", "Kernel", "Database", "Ledger", "Web"]),
        tests("WebTests", ["Identity", "Web", "Content", "Product", "Kernel", "Database"]),
        tests(
            "ProductTests",
            [
                "Content", "Identity", "Web", "Database", "PostgresDatabase", hummingbird, hummingbirdTesting,
                httpTypes,
                "Product", "Kernel", "Jobs", "Ledger", "EdXML",
            ]),
        tests("LedgerTests", ["Kernel", "Database", "Ledger", "Web", "Product", "Identity", logging]),
        tests("ContentRegisterTests", ["ContentRegister", "Ledger", "Kernel", "Database"]),
        tests("FilesTests", ["Files", "Kernel", "Database"]),
        tests(
            "FormsTests",
            [
                "Forms", "Files", "Units", "Identity", "Ledger", "Web", "Content", "Product", "Kernel", "Database",
                hummingbird, hummingbirdTesting, httpTypes,
            ], read: ["jsonlogic.json"]),
        tests("BackupsTests", ["Backups", "Files", "Ledger", "Kernel", "Database", logging]),
        tests(
            "SteeringTests",
            [
                "Steering", "Reports", "Content", "Casework", "Agencies", "Indicators", "Ledger", "Units", "Web",
                "Database",
                "Kernel", "Product", "HTTPServer", hummingbird, httpClient, lifecycle, logging,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        tests(
            "OfficialDocumentsTests",
            [
                "OfficialDocuments", "Content", "Agencies", "EdXML", "DemoAxis", "NationalAxis", "Exchange",
                "Indicators", "Casework", "Files", "Rendering",
                "Jobs",
                "Identity",
                "Product",
                "Database", "Kernel", "Web", "CZip", "Ledger", "Notifications", "Reports", "Steering",
            ]),
        tests(
            "CollectingTests",
            [
                "Collecting", "Content", "Agencies", "Indicators", "Ledger", "Units", "Web", "Database", "Kernel",
                "Identity", "Product", "Spreadsheets", "Notifications",
            ]),
        .executableTarget(
            name: "edxml-tool", dependencies: ["EdXML", "Kernel"], path: "Tests/EdXML/Tool", swiftSettings: ours),
        tests("EdXMLTests", ["EdXML", "Kernel", "CZip"]),
        tests(
            "NationalAxisTests",
            ["NationalAxis", "DemoAxis", "EdXML", "Files", "Jobs", "Wire", "Product", "Kernel", "Database", "Identity"]),
        tests("SpreadsheetsTests", ["Spreadsheets", "Kernel", "CZip"]),
        tests("ReportsTests", ["Reports"]),
        tests("WorkbenchTests", ["Workbench", "Kernel", "Database", "Ledger", "Product"]),
        tests(
            "ReplayTests",
            [
                "Replay", "Simulation", "Product", "Casework", "Passwords", "Ledger", "Content", "Database", "Kernel",
            ]),
        tests("PasswordsTests", ["Passwords"]),
        tests("QRCodeTests", ["QRCode"]),
        tests("MailTests", ["Mail", "Kernel"]),
        tests(
            "NotificationsTests",
            ["Notifications", "Mail", "Jobs", "Ledger", "Web", "Content", "Kernel", "Database", "Identity", "Product"]),
        tests("SignaturesTests", ["Signatures", "Kernel"]),
        tests(
            "RenderingTests",
            [
                "Casework", "Rendering", "Signatures", "Files", "Jobs", "Ledger", "Web", "Content", "Kernel",
                "Database", "Product",
                "Identity",
                logging,
            ]),
        tests(
            "ExchangeTests",
            [
                "Exchange", "ExchangeTransport", "HTTPServer", hummingbird, lifecycle, "Agencies", "Content",
                "Database", "Files", "Identity", "Jobs", "Kernel", "Ledger", "Product",
                "Signatures", "Units", logging, .product(name: "NIOCore", package: "swift-nio"),
            ]),
        tests("NationalIDTests", ["NationalID", "DemoEID", "Identity", "Database", "Product", jwt, hummingbird]),
        tests("IdentityTests", ["Identity", "Passwords", "Ledger", "Database", "Content", "Product"]),
    ],
    swiftLanguageModes: [.v6]
)
