// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HTTPTypes
import Hummingbird
import Identity
import Kernel
import Product
import SQLiteDatabase

/// What the tests of pages hold themselves to: a route without a visit in the browser fails them.
struct Routes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List every address this program answers.",
        discussion: discussion(
            "Reads no data: the list is the same for every node, but that a demo has some more.",
            examples: "routes", "routes --json"))

    private struct Route: Encodable { let method: String, path: String }

    @Flag(help: "As JSON, for programs.")
    var json = false

    @Flag(help: "With those that only a demo answers.")
    var demo = false

    func run() async throws {
        let routes = try await Self.routes(isDemo: demo)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(routes), as: UTF8.self))
        } else {
            for route in routes { print(route.method.padding(toLength: 8, withPad: " ", startingAt: 0) + route.path) }
        }
    }

    /// A router needs a database to be built on; this one is empty and gone afterwards.
    private static func routes(isDemo: Bool) async throws -> [Route] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doicanh-routes-\(UUIDv7.string())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try SQLiteDatabase(path: folder.appending(path: "empty.sqlite").path())
        let platform = try Platform(
            database: database, secret: try Secret([UInt8](repeating: 0, count: 32)),
            folder: try DataFolder(folder.path()), signIn: isDemo ? .demo : SignInSettings(),
            payments: isDemo ? .demo : PaymentSettings(), registers: isDemo ? .demo : RegisterSettings(),
            portals: isDemo ? .demo : PortalSettings(), axis: isDemo ? .demo : AxisSettings(),
            now: { Date() }, newID: { UUIDv7.string() })
        let routes = try platform.router().routes.map { Route(method: $0.method.rawValue, path: "\($0.path)") }
        await database.close()
        return routes.sorted { ($0.path, $0.method) < ($1.path, $1.method) }
    }
}
